package dev.ferrule.gateway.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.serial.WriteQueue.Message;
import dev.ferrule.gateway.loop.ThreadLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is handed to a kernel that says how many bytes it has not sent. */
@Timeout(300)
class WritingThreadTest {

  private final ThreadLoop loop = new ThreadLoop();
  private final WriteQueue queue = new WriteQueue();
  private final Kernel kernel = new Kernel();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Thread thread =
      Thread.ofPlatform()
          .daemon()
          .start(new WritingThread(kernel, queue, loop, 100, why -> told.add(why))::run);

  @AfterEach
  void stop() throws InterruptedException {
    queue.close();
    kernel.sent();
    thread.join();
    loop.close();
  }

  @Test
  void tellsWhenTheLineHasCarriedAMessage() throws Exception {
    offer("first", 10_000);
    assertEquals("first begun", next());
    assertEquals("first carried", next());
  }

  @Test
  void writesNothingWhileTheKernelHasMoreThanTheLineCarriesInAMoment() throws Exception {
    kernel.hold(400_000);
    offer("late", 50);
    assertEquals("late dropped", next());
    assertEquals(List.of(), kernel.written);
  }

  @Test
  void waitsForRoom() throws Exception {
    kernel.hold(400_000);
    offer("patient", 20_000);
    kernel.sent();
    assertEquals("patient begun", next());
  }

  @Test
  void throwsAwayWhatTheKernelStillHasWhenItsTimeIsOver() throws Exception {
    kernel.carries = false;
    offer("stuck", 100);
    assertEquals("stuck begun", next());
    assertEquals("stuck torn", next());
    offer("next", 5_000);
    assertEquals("next begun", next());
    assertEquals(0, kernel.unsentBeforeLast, "nothing of the first was left in the kernel");
  }

  private void offer(String name, long ttlMs) {
    long deadline = loop.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ttlMs);
    queue.offer(new Message(new byte[10], deadline, new Told(name)));
  }

  private String next() throws InterruptedException {
    return told.take();
  }

  private final class Told implements ByteLink.Passage {
    private final String name;

    Told(String name) {
      this.name = name;
    }

    @Override
    public void begun() {
      told.add(name + " begun");
    }

    @Override
    public void carried() {
      told.add(name + " carried");
    }

    @Override
    public void dropped() {
      told.add(name + " dropped");
    }

    @Override
    public void torn() {
      told.add(name + " torn");
    }
  }

  /** A kernel whose line carries at once, or not at all. The test's and the writing thread's. */
  private final class Kernel implements WritingThread.Port {
    final List<Integer> written = new ArrayList<>();
    volatile boolean carries = true;
    private volatile int unsent;
    private volatile int unsentBeforeLast;

    void hold(int bytes) {
      unsent = bytes;
    }

    void sent() {
      unsent = 0;
    }

    @Override
    public void beforeWhatComes(Runnable task) {
      loop.execute(task);
    }

    @Override
    public synchronized boolean write(byte[] bytes) {
      unsentBeforeLast = unsent;
      written.add(bytes.length);
      unsent = carries ? unsent : unsent + bytes.length;
      return true;
    }

    @Override
    public int unsent() {
      return unsent;
    }

    @Override
    public void discard() {
      unsent = 0;
    }
  }
}
