package dev.ferrule.gateway.device.serial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WriteQueueTest {

  private final WriteQueue queue = new WriteQueue();

  @Test
  void refusesWholeWhatDoesNotFitWhole() throws InterruptedException {
    assertTrue(queue.offer(new byte[WriteQueue.CAPACITY - 3], 0, WriteQueue.CAPACITY - 3));
    assertFalse(queue.offer(new byte[4], 0, 4));
    assertTrue(queue.offer(new byte[3], 0, 3));
    assertFalse(queue.offer(new byte[1], 0, 1));
    byte[] chunk = new byte[WriteQueue.CAPACITY];
    assertEquals(WriteQueue.CAPACITY, queue.take(chunk));
  }

  @Test
  void givesTheBytesInTheirOrderHoweverTheyAreCut() throws InterruptedException {
    var random = new SplittableRandom(7);
    var in = new ByteArrayOutputStream();
    var out = new ByteArrayOutputStream();
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(1, 300)];
      random.nextBytes(bytes);
      int offset = random.nextInt(bytes.length);
      assertTrue(queue.offer(bytes, offset, bytes.length - offset));
      in.write(bytes, offset, bytes.length - offset);
      byte[] chunk = new byte[random.nextInt(150, 600)];
      out.write(chunk, 0, queue.take(chunk));
      queue.offer(new byte[0], 0, 0);
      while (in.size() - out.size() > 5_000) {
        out.write(chunk, 0, queue.take(chunk));
      }
    }
    byte[] rest = new byte[WriteQueue.CAPACITY];
    while (out.size() < in.size()) {
      out.write(rest, 0, queue.take(rest));
    }
    assertEquals(in.toString(ISO_8859_1), out.toString(ISO_8859_1));
  }

  @Test
  void letsTheLastBytesOutAfterItClosed() throws InterruptedException {
    byte[] chunk = new byte[8];
    assertTrue(queue.offer(new byte[] {1, 2}, 0, 2));
    queue.close();
    assertFalse(queue.offer(new byte[] {3}, 0, 1));
    assertEquals(2, queue.take(chunk));
    assertEquals(-1, queue.take(chunk));
  }

  @Test
  void freesTheWriterThatWaitsWhenItCloses() throws Exception {
    var waiting = new FutureTask<>(() -> queue.take(new byte[8]));
    Thread.ofPlatform().daemon().start(waiting);
    queue.close();
    assertEquals(-1, waiting.get(60, TimeUnit.SECONDS));
  }
}
