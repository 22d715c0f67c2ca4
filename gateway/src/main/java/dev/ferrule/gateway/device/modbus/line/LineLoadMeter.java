package dev.ferrule.gateway.device.modbus.line;

import dev.ferrule.gateway.loop.Loop;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;

/** Adds up a line's load, ten seconds at a time, and tells it. Owner: the line's loop. */
final class LineLoadMeter {

  /** Past this the line has no time to spare. */
  private static final double CROWDED_PERCENT = 90;

  private final String line;
  private final Loop loop;
  private final Consumer<LineLoad> to;
  private final System.Logger log = System.getLogger("dev.ferrule.modbus");
  private LineLoad last = LineLoad.NONE;
  private boolean crowded;

  // this window
  private long since;
  private long busyNanos;
  private long requests;
  private long retries;
  private long exceptions;
  private int slowestUnit;
  private long slowestNanos;

  /** A meter at rest; each window's load goes {@code to} and into the log. */
  LineLoadMeter(String line, Loop loop, Consumer<LineLoad> to) {
    this.line = line;
    this.loop = loop;
    this.to = to;
    this.since = loop.nanoTime();
  }

  /** Begins a window. */
  void start() {
    restart();
    loop.after(LineLoad.WINDOW, this::windowEnds);
  }

  /** A transaction of {@code nanos}, silence included, ended with {@code answer}. */
  void add(int unit, long nanos, Answer answer) {
    requests++;
    busyNanos += nanos;
    switch (answer) {
      case Answer.Data _, Answer.OtherLength _ -> waited(unit, nanos);
      case Answer.Refused _ -> {
        exceptions++;
        waited(unit, nanos);
      }
      case Answer.Missed _ -> retries++;
      case Answer.Lost _, Answer.NotSent _ -> {}
    }
  }

  private void waited(int unit, long nanos) {
    if (nanos > slowestNanos) {
      slowestNanos = nanos;
      slowestUnit = unit;
    }
  }

  /** The load of the last whole window. */
  LineLoad last() {
    return last;
  }

  private LineLoad now() {
    return new LineLoad(
        Duration.ofNanos(loop.nanoTime() - since),
        Duration.ofNanos(busyNanos),
        requests,
        retries,
        exceptions,
        slowestUnit,
        Duration.ofNanos(slowestNanos));
  }

  private void windowEnds() {
    last = now();
    boolean isCrowded = last.utilization() > CROWDED_PERCENT;
    if (isCrowded && !crowded) {
      log.log(
          Level.WARNING,
          "{0} has no time to spare: {1}; read less often, or raise the baud rate",
          line,
          last);
    } else {
      log.log(Level.DEBUG, "{0}: {1}", line, last);
    }
    crowded = isCrowded;
    to.accept(last);
    start();
  }

  private void restart() {
    since = loop.nanoTime();
    busyNanos = 0;
    requests = 0;
    retries = 0;
    exceptions = 0;
    slowestUnit = 0;
    slowestNanos = 0;
  }
}
