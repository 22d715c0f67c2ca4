package dev.ferrule.gateway.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.serial.WriteQueue.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WriteQueueTest {

  private final WriteQueue queue = new WriteQueue();

  @Test
  void refusesWholeWhatDoesNotFitWhole() throws InterruptedException {
    assertTrue(queue.offer(message(WriteQueue.CAPACITY - 3)));
    assertFalse(queue.offer(message(4)));
    assertTrue(queue.offer(message(3)));
    assertFalse(queue.offer(message(1)));
    assertEquals(WriteQueue.CAPACITY, queue.waiting());
    queue.take();
    assertTrue(queue.offer(message(WriteQueue.CAPACITY - 3)));
  }

  @Test
  void givesTheMessagesInTheirOrder() throws InterruptedException {
    List<Message> in = new ArrayList<>();
    for (int length = 1; length < 100; length++) {
      in.add(message(length));
      assertTrue(queue.offer(in.getLast()));
    }
    for (Message message : in) {
      assertSame(message, queue.take().orElseThrow());
    }
    assertEquals(0, queue.waiting());
  }

  @Test
  void letsTheLastMessagesOutAfterItClosed() throws InterruptedException {
    Message last = message(2);
    assertTrue(queue.offer(last));
    queue.close();
    assertFalse(queue.offer(message(1)));
    assertSame(last, queue.take().orElseThrow());
    assertEquals(Optional.empty(), queue.take());
  }

  @Test
  void freesTheWriterThatWaitsWhenItCloses() throws Exception {
    var waiting = new FutureTask<>(queue::take);
    Thread.ofPlatform().daemon().start(waiting);
    queue.close();
    assertEquals(Optional.empty(), waiting.get(60, TimeUnit.SECONDS));
  }

  private static Message message(int length) {
    return new Message(new byte[length], 0, null);
  }
}
