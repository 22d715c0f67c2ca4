package dev.ferrule.gateway.device.serial;

import dev.ferrule.gateway.device.ByteLink.Passage;
import dev.ferrule.gateway.device.serial.WriteQueue.Message;
import dev.ferrule.gateway.loop.Loop;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages of one connection, and keeps in the kernel no more than the line carries in a
 * moment: what lies there cannot be taken back for sure, and takes effect whenever the far end
 * takes it. A message whose time is over before there is room is dropped whole; one that somebody
 * follows is waited for, and thrown away where it lies when its time is over.
 *
 * <p>The kernel tells how many bytes a UART or a USB adapter has not sent. A pseudo-terminal always
 * says none: there the line is as fast as its baud rate, and what its other end does not read lies
 * there; only the drivers can bound that.
 *
 * <p>Owner: the writing thread, which {@link #run} is.
 */
final class WritingThread {

  private static final System.Logger LOG = System.getLogger(WritingThread.class.getName());

  /** What may lie in the kernel when the next message is handed over, as time on the line. */
  private static final Duration AHEAD = Duration.ofMillis(20);

  /** What may lie there however slow the line is: the buffer of a UART. */
  private static final int LEAST_AHEAD = 64;

  /** How much longer than its bytes a line may take: a USB adapter hands on in steps. */
  static final Duration GRACE = Duration.ofMillis(20);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  /** The port, as far as writing goes. */
  interface Port {
    /** Writes all of it; false when the port takes no bytes any more. May block. */
    boolean write(byte[] bytes);

    /** Bytes that the kernel has and the line has not carried. */
    int unsent();

    /** Throws those away. */
    void discard();

    /** Runs a task on the loop before anything is heard that is read from now on. */
    void beforeWhatComes(Runnable task);
  }

  private final Port port;
  private final WriteQueue queue;
  private final Loop loop;
  private final long nanosPerByte;
  private final Consumer<String> end;

  /** When the line will have carried what was written, by its baud rate. */
  private volatile long carriedAt;

  private boolean told;

  /**
   * A thread's work that has not begun.
   *
   * @param end is told why nothing can be written any more
   */
  WritingThread(Port port, WriteQueue queue, Loop loop, long nanosPerByte, Consumer<String> end) {
    this.port = port;
    this.queue = queue;
    this.loop = loop;
    this.nanosPerByte = nanosPerByte;
    this.end = end;
    this.carriedAt = loop.nanoTime() - GRACE.toNanos();
  }

  /** Writes until the queue is closed and empty. */
  void run() {
    try {
      for (var next = queue.take(); next.isPresent(); next = queue.take()) {
        if (!carry(next.get())) {
          return;
        }
      }
    } catch (InterruptedException e) {
      end.accept("writing was interrupted");
    }
  }

  /** Whether the port still takes bytes. */
  private boolean carry(Message message) throws InterruptedException {
    if (!isRoomBefore(message.deadline())) {
      drop(message);
      return true;
    }
    @Nullable Passage passage = message.passage();
    if (passage != null) {
      port.beforeWhatComes(passage::begun);
    }
    if (!port.write(message.bytes())) {
      end.accept("takes no bytes any more");
      return false;
    }
    carriedAt = Math.max(carriedAt, loop.nanoTime()) + message.bytes().length * nanosPerByte;
    if (passage != null) {
      boolean carried = isCarriedBefore(Math.max(message.deadline(), carriedAt + GRACE.toNanos()));
      loop.execute(carried ? passage::carried : passage::torn);
    }
    return true;
  }

  private boolean isRoomBefore(long deadline) throws InterruptedException {
    long most = Math.max(LEAST_AHEAD, AHEAD.toNanos() / nanosPerByte);
    while (loop.nanoTime() - deadline < 0) {
      if (port.unsent() <= most) {
        return true;
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return false;
  }

  private boolean isCarriedBefore(long deadline) throws InterruptedException {
    while (loop.nanoTime() - carriedAt < 0 || port.unsent() > 0) {
      if (loop.nanoTime() - deadline >= 0) {
        port.discard();
        return false;
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return true;
  }

  private void drop(Message message) {
    @Nullable Passage passage = message.passage();
    if (passage != null) {
      loop.execute(passage::dropped);
    }
    if (!told) {
      told = true;
      LOG.log(Level.WARNING, "{0}: the line does not carry what is written", port);
    }
  }

  /** Nanoseconds until the line will have carried everything, by its baud rate. Any thread. */
  long left() {
    return carriedAt - loop.nanoTime() + GRACE.toNanos();
  }
}
