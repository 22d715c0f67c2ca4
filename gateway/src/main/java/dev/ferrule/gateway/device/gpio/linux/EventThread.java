package dev.ferrule.gateway.device.gpio.linux;

import dev.ferrule.gateway.linux.Libc;
import dev.ferrule.gateway.linux.Libc.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one thread that hears the edges of all lines of a chip.
 *
 * <p>Lines are watched before it starts; what happens meanwhile waits in the kernel. The lock
 * closes the race between it and a line that is released: a descriptor is closed only while nobody
 * reads from it, because its number may be another's at once.
 */
final class EventThread implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EventThread.class.getName());

  private static final long CLOSE_LIMIT_MS = 200;
  private static final int EVENTS_AT_ONCE = 64;
  private static final long POLL_BYTES = 8;
  private static final long POLL_EVENTS = 4;
  private static final long POLL_RETURNED = 6;

  /** Hears of the edges of one line, on this thread. */
  interface Listener {
    /** An edge; {@code nanoTime} on CLOCK_MONOTONIC, {@code sequence} from 1 on, modulo 2^32. */
    void edge(boolean rising, long nanoTime, long sequence);
  }

  private final Map<Integer, Listener> lines = new LinkedHashMap<>();
  private final int wake;
  private final Thread thread;
  private volatile boolean stop;
  private Runnable lost = () -> {};

  EventThread(String chip) throws Errno {
    wake = Libc.eventfd();
    thread = Thread.ofPlatform().daemon().name(chip + "-events").unstarted(this::run);
  }

  /** Takes over a line's descriptor. Before the start. */
  synchronized void watch(int fd, Listener listener) {
    lines.put(fd, listener);
  }

  /** Closes a line. */
  synchronized void release(int fd) {
    if (lines.remove(fd) != null) {
      Libc.close(fd);
    }
  }

  /** Starts to hear; {@code whenLost} is called once on the thread if the chip goes away. */
  void start(Runnable whenLost) {
    lost = whenLost;
    thread.start();
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      List<Integer> fds = watched();
      MemorySegment polled = arena.allocate(POLL_BYTES * (fds.size() + 1), 8);
      MemorySegment events = arena.allocate(Uapi.EVENT_BYTES * EVENTS_AT_ONCE, 8);
      while (!stop) {
        for (int i = 0; i <= fds.size(); i++) {
          polled.set(ValueLayout.JAVA_INT, i * POLL_BYTES, i == 0 ? wake : fds.get(i - 1));
          polled.set(ValueLayout.JAVA_SHORT, i * POLL_BYTES + POLL_EVENTS, Libc.POLLIN);
        }
        if (!await(polled, fds.size() + 1)) {
          continue;
        }
        for (int i = 1; i <= fds.size(); i++) {
          short returned = polled.get(ValueLayout.JAVA_SHORT, i * POLL_BYTES + POLL_RETURNED);
          if (returned != 0 && !read(fds.get(i - 1), returned, events)) {
            lost.run();
            return;
          }
        }
      }
    } catch (Errno e) {
      LOG.log(System.Logger.Level.ERROR, "no GPIO events any more: {0}", e.getMessage());
      lost.run();
    }
  }

  private synchronized List<Integer> watched() {
    return new ArrayList<>(lines.keySet());
  }

  /** Waits; false when a signal came between. */
  private static boolean await(MemorySegment polled, int count) throws Errno {
    try {
      Libc.poll(polled, count);
      return true;
    } catch (Errno e) {
      if (e.errno == Libc.EINTR) {
        return false;
      }
      throw e;
    }
  }

  /** Hands over the events of one line; false when its chip is gone. */
  private synchronized boolean read(int fd, short returned, MemorySegment events) {
    Listener listener = lines.get(fd);
    if (stop || listener == null) {
      return true; // released meanwhile; the thread is about to be stopped
    }
    if ((returned & Libc.POLLIN) == 0) {
      return false;
    }
    try {
      long bytes = Libc.read(fd, events);
      for (long at = 0; at + Uapi.EVENT_BYTES <= bytes; at += Uapi.EVENT_BYTES) {
        listener.edge(
            events.get(ValueLayout.JAVA_INT, at + Uapi.EVENT_ID) == Uapi.RISING,
            events.get(ValueLayout.JAVA_LONG, at + Uapi.EVENT_TIME),
            Integer.toUnsignedLong(
                events.get(ValueLayout.JAVA_INT, at + Uapi.EVENT_LINE_SEQUENCE)));
      }
      return true;
    } catch (Errno e) {
      return e.errno == Libc.EINTR;
    }
  }

  /** Ends the thread and closes what is still watched. */
  @Override
  public void close() {
    stop = true;
    try {
      Libc.signal(wake);
      if (thread.isAlive() && thread != Thread.currentThread()) {
        thread.join(CLOSE_LIMIT_MS);
      }
    } catch (Errno e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot wake the event thread: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (int fd : watched()) {
      release(fd);
    }
    Libc.close(wake);
  }
}
