package dev.ferrule.sim.pty;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits for bytes on many lines at once.
 *
 * <p>One turn is {@link #clear}, an {@link #add} for each line of interest, {@link #await}, then
 * {@link #isReadable} and {@link #isHungUp} by the numbers that {@code add} gave. The kernel
 * reports a line that nobody has open without end, so the caller leaves such a line out of most
 * turns. Owner: one thread, but {@link #wake} comes from any.
 */
public final class Poller implements AutoCloseable {

  /** Most lines of one turn. */
  public static final int MAX_LINES = 256;

  /** {@code struct pollfd}: fd i32, events i16, revents i16. */
  private static final int ENTRY = 8;

  private static final int EVENTS = 4;
  private static final int REVENTS = 6;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = LibC.newState(arena);
  private final MemorySegment wakeState = LibC.newState(arena);
  private final MemorySegment entries = arena.allocate(ENTRY * (MAX_LINES + 1L), 8);
  private final MemorySegment timespec = arena.allocate(16, 8);
  private final MemorySegment drained = arena.allocate(8, 8);
  private final MemorySegment one = arena.allocate(8, 8);

  /** The eventfd that {@link #wake} writes to; entry 0 of every turn. */
  private final int event;

  /** Set by whoever woke first, so that a burst of wakes is one call into the kernel. */
  private final AtomicBoolean woken = new AtomicBoolean();

  private int lines;

  /**
   * Makes a poller without lines.
   *
   * @throws PtyException when the process has no descriptor left
   */
  public Poller() {
    event = LibC.eventfd(state);
    if (event < 0) {
      int errno = LibC.errno(state);
      arena.close();
      throw PtyException.of("eventfd", errno);
    }
    one.set(JAVA_LONG, 0, 1);
    clear();
  }

  /** Forgets the lines of the turn before. */
  public void clear() {
    lines = 0;
    put(0, event);
  }

  /**
   * Takes a line into the coming turn.
   *
   * @return its number in this turn
   */
  public int add(Pty pty) {
    if (lines == MAX_LINES) {
      throw new IllegalStateException("more than " + MAX_LINES + " lines");
    }
    lines++;
    put(lines, pty.descriptor());
    return lines;
  }

  /**
   * Waits until a line has something to tell, {@link #wake} is called, or the time is over.
   *
   * @param timeoutNanos at least 0; {@link Long#MAX_VALUE} is for ever
   */
  public void await(long timeoutNanos) {
    MemorySegment limit = MemorySegment.NULL;
    if (timeoutNanos != Long.MAX_VALUE) {
      timespec.set(JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
      timespec.set(JAVA_LONG, 8, timeoutNanos % NANOS_PER_SECOND);
      limit = timespec;
    }
    int ready = LibC.ppoll(state, entries, lines + 1L, limit);
    if (ready < 0) {
      int errno = LibC.errno(state);
      if (errno != LibC.EINTR && errno != LibC.EAGAIN) {
        throw PtyException.of("ppoll", errno);
      }
      clear();
    } else if (revents(0) != 0) {
      LibC.read(state, event, drained, drained.byteSize());
      woken.set(false);
    }
  }

  /** Whether a read of line {@code number} gives bytes now. */
  public boolean isReadable(int number) {
    return number <= lines && (revents(number) & LibC.POLLIN) != 0;
  }

  /** Whether nobody has the other end of line {@code number} open. */
  public boolean isHungUp(int number) {
    return number <= lines && (revents(number) & (LibC.POLLHUP | LibC.POLLERR)) != 0;
  }

  /** Ends the present or the next {@link #await} at once. From any thread, until {@link #close}. */
  public void wake() {
    if (woken.compareAndSet(false, true)) {
      LibC.write(wakeState, event, one, one.byteSize());
    }
  }

  @Override
  public void close() {
    LibC.close(state, event);
    arena.close();
  }

  private void put(int number, int fd) {
    long at = (long) number * ENTRY;
    entries.set(JAVA_INT, at, fd);
    entries.set(JAVA_SHORT, at + EVENTS, LibC.POLLIN);
    entries.set(JAVA_SHORT, at + REVENTS, (short) 0);
  }

  private int revents(int number) {
    return entries.get(JAVA_SHORT, (long) number * ENTRY + REVENTS);
  }
}
