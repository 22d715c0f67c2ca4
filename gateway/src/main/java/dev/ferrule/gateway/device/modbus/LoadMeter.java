package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.model.Loop;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Adds up a line's load, minute by minute, and logs it. Owner: the line's loop. */
final class LoadMeter {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Past this the line has no time to spare. */
  private static final double CROWDED_PERCENT = 90;

  private final String line;
  private final Loop loop;
  private final System.Logger log = System.getLogger("dev.ferrule.modbus");
  private BusLoad last = BusLoad.NONE;
  private boolean crowded;

  // this minute
  private long since;
  private long busyNanos;
  private long requests;
  private long retries;
  private long exceptions;
  private int slowestUnit;
  private long slowestNanos;

  LoadMeter(String line, Loop loop) {
    this.line = line;
    this.loop = loop;
    this.since = loop.nanoTime();
  }

  /** Begins the first minute. */
  void start() {
    restart();
    loop.after(WINDOW, this::minuteEnds);
  }

  /** A turn of {@code nanos}, silence included, ended with {@code answer}. */
  void add(int unit, long nanos, Answer answer) {
    requests++;
    busyNanos += nanos;
    switch (answer) {
      case Answer.Data _ -> waited(unit, nanos);
      case Answer.Refused _ -> {
        exceptions++;
        waited(unit, nanos);
      }
      case Answer.Nothing _, Answer.Damaged _ -> retries++;
      case Answer.Lost _, Answer.NotSent _ -> {}
    }
  }

  private void waited(int unit, long nanos) {
    if (nanos > slowestNanos) {
      slowestNanos = nanos;
      slowestUnit = unit;
    }
  }

  /** The load of the last whole minute. */
  BusLoad last() {
    return last;
  }

  /** The load of the minute that has begun. */
  BusLoad now() {
    return new BusLoad(
        Duration.ofNanos(loop.nanoTime() - since),
        Duration.ofNanos(busyNanos),
        requests,
        retries,
        exceptions,
        slowestUnit,
        Duration.ofNanos(slowestNanos));
  }

  private void minuteEnds() {
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
