package dev.ferrule.gateway.device.gpio.simulated;

import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.linux.Libc;
import dev.ferrule.gateway.linux.Libc.Errno;
import dev.ferrule.gateway.model.LinkCounts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The pseudo-terminal of a simulated board, and its lines of text with a check.
 *
 * <p>A thread of its own reads; {@link #send} may be called on any. What finds no room in the
 * kernel's buffer is lost, as on a serial line.
 */
final class BoardLine implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(BoardLine.class.getName());

  private static final long CLOSE_LIMIT_MS = 200;

  /** How long nothing may happen before the listener has its turn. */
  private static final int TURN_MS = 100;

  private static final int CHUNK = 4096;

  /** Longest line; the levels of 40 inputs take 700. */
  private static final int MAX_LINE = 1024;

  private static final long POLL_BYTES = 8;
  private static final long POLL_EVENTS = 4;
  private static final long POLL_RETURNED = 6;

  /** Hears what comes; on the line's thread. */
  interface Listener {
    /** The text of a line without damage, and when it was read. */
    void received(String text, long nanoTime);

    /** A line was damaged. */
    void damaged();

    /** Nothing more to read now; at least every 100 ms. */
    void turn();

    /** Whoever had the other end is gone; the last word. */
    void ended();
  }

  private final int fd;
  private final Path path;
  private @Nullable Thread thread;
  private volatile boolean stop;

  // of the thread; the counts are read by others
  private final StringBuilder input = new StringBuilder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder frames = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private volatile long lastBytes;
  private volatile long lastFrame;

  private BoardLine(int fd, Path path) {
    this.fd = fd;
    this.path = path;
  }

  /**
   * Opens it for this process alone.
   *
   * @throws ChipTrouble when that cannot be
   */
  static BoardLine open(Path path) {
    try {
      return new BoardLine(Libc.openTerminal(path.toString()), path);
    } catch (Errno e) {
      throw new ChipTrouble(
          switch (e.errno) {
            case Libc.ENOENT -> "no such board: " + path + "; play its scenario with ferrule sim";
            case Libc.EACCES, Libc.EPERM -> "permission denied: " + path;
            case Libc.EAGAIN, Libc.EBUSY -> "in use: another process holds " + path;
            case Libc.ENOTTY, Libc.EISDIR -> path + " is no link of a simulated board";
            default -> "cannot open " + path + " (errno " + e.errno + ")";
          });
    }
  }

  /** Starts to hear. Once. */
  void start(Listener listener) {
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .name(path.getFileName() + "-events")
            .unstarted(() -> run(listener));
    thread = reader;
    reader.start();
  }

  /** Sends a line. Never blocks. */
  void send(String text) {
    try (Arena arena = Arena.ofConfined()) {
      Libc.write(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, CheckedText.seal(text)));
    } catch (Errno e) {
      LOG.log(System.Logger.Level.DEBUG, "not sent: {0}", e.getMessage());
    }
  }

  private void run(Listener listener) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment polled = arena.allocate(POLL_BYTES, 8);
      MemorySegment chunk = arena.allocate(CHUNK);
      while (!stop && read(listener, polled, chunk)) {
        listener.turn();
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, path + ": reading failed", e);
    }
    if (!stop) {
      listener.ended();
    }
  }

  /** Waits for bytes and hands the lines over; false when the other end is gone. */
  private boolean read(Listener listener, MemorySegment polled, MemorySegment chunk) {
    polled.set(ValueLayout.JAVA_INT, 0, fd);
    polled.set(ValueLayout.JAVA_SHORT, POLL_EVENTS, Libc.POLLIN);
    polled.set(ValueLayout.JAVA_SHORT, POLL_RETURNED, (short) 0);
    try {
      Libc.poll(polled, 1, TURN_MS);
      if (polled.get(ValueLayout.JAVA_SHORT, POLL_RETURNED) == 0) {
        return true;
      }
      long length = Libc.read(fd, chunk);
      long now = System.nanoTime();
      lastBytes = System.currentTimeMillis();
      bytes.add(length);
      for (long i = 0; i < length; i++) {
        take((char) (chunk.get(ValueLayout.JAVA_BYTE, i) & 0xFF), now, listener);
      }
      return length > 0;
    } catch (Errno e) {
      return e.errno == Libc.EINTR || e.errno == Libc.EAGAIN;
    }
  }

  private void take(char c, long now, Listener listener) {
    if (c != '\n') {
      if (input.length() <= MAX_LINE) {
        input.append(c);
      }
      return;
    }
    Optional<String> text = CheckedText.open(input.toString());
    input.setLength(0);
    if (text.isPresent()) {
      frames.increment();
      lastFrame = lastBytes;
      listener.received(text.get(), now);
    } else {
      damaged.increment();
      listener.damaged();
    }
  }

  /** What came, with {@code details} beside it. Any thread. */
  LinkCounts counts(SortedMap<String, Long> details) {
    return new LinkCounts(
        bytes.sum(), frames.sum(), 0, damaged.sum(), 0, 0, lastBytes, lastFrame, details);
  }

  /** The path by which it was opened. */
  @Override
  public String toString() {
    return path.toString();
  }

  /** Ends the thread and closes the terminal. */
  @Override
  public void close() {
    stop = true;
    try {
      if (thread != null && thread != Thread.currentThread()) {
        thread.join(CLOSE_LIMIT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Libc.close(fd);
  }
}
