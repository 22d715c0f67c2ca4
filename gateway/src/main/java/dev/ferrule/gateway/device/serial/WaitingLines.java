package dev.ferrule.gateway.device.serial;

import dev.ferrule.gateway.device.serial.ports.DirectoryWatch;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The lines of this process that are not open: one thread for all, which looks at their ports when
 * something came or went in a directory where one may appear, and when the pause after a failure is
 * over. A port that is missing costs nothing while nothing happens.
 *
 * <p>Owner: that thread.
 */
final class WaitingLines {

  /** Of this process; ports are the whole machine's. */
  static final WaitingLines OF_THIS_PROCESS = new WaitingLines();

  private static final System.Logger LOG = System.getLogger(WaitingLines.class.getName());

  /** What comes within this is one change; udev makes several files for a port. */
  private static final Duration GATHER = Duration.ofMillis(10);

  /** How often to look at a port whose directories cannot be watched. */
  private static final Duration UNWATCHED = Duration.ofSeconds(1);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().daemon().name("serial-ports").unstarted(task));

  private final Set<SerialLine> waiting = new LinkedHashSet<>();
  private final DirectoryWatch watch = new DirectoryWatch(this::changed);

  /** Whether a look at all lines is on its way. */
  private final AtomicBoolean looking = new AtomicBoolean();

  private WaitingLines() {
    thread.setRemoveOnCancelPolicy(true);
  }

  /** What a line found when it looked at its port. */
  enum Look {
    /** Not here. */
    AWAY,
    /** Here, and failed a moment ago. */
    RESTING,
    /** Being opened: the line waits no more, until it is added again. */
    BEGUN
  }

  /** Looks at the line's port now, at each change, and after {@code pause}. Any thread. */
  void add(SerialLine line, Duration pause) {
    thread.execute(
        () -> {
          waiting.add(line);
          look(line);
        });
    if (!pause.isZero()) {
      lookIn(pause, line);
    }
  }

  /** Forgets the line. Any thread. */
  void remove(SerialLine line) {
    thread.execute(() -> waiting.remove(line));
  }

  private void changed() {
    if (looking.compareAndSet(false, true)) {
      var _ = thread.schedule(this::lookAtAll, GATHER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void lookAtAll() {
    looking.set(false);
    List.copyOf(waiting).forEach(this::look);
  }

  private void lookIn(Duration pause, SerialLine line) {
    var _ = thread.schedule(() -> look(line), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look(SerialLine line) {
    if (!waiting.contains(line)) {
      return;
    }
    try {
      boolean watched = line.watch(watch); // before the look, or what comes between is missed
      switch (line.look()) {
        case AWAY -> {
          if (!watched) {
            lookIn(UNWATCHED, line);
          }
        }
        case RESTING -> {}
        case BEGUN -> waiting.remove(line);
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "looking for a port failed", e);
      lookIn(UNWATCHED, line);
    }
  }
}
