package dev.ferrule.sim.loop;

/** Monotonic time of a simulation, in nanoseconds from an arbitrary start. From any thread. */
public abstract sealed class SimClock permits SystemClock, ManualClock {

  SimClock() {}

  /** The machine's monotonic clock: {@link System#nanoTime}, on Linux {@code CLOCK_MONOTONIC}. */
  public static SimClock system() {
    return SystemClock.INSTANCE;
  }

  /** Nanoseconds since the clock's start; differences count, up to 292 years. */
  abstract long nanos();

  /** How long a loop may wait in the kernel for {@code due}; {@link Long#MAX_VALUE} is for ever. */
  abstract long timeUntil(long due);

  /** A loop starts to live by this clock. */
  abstract void join(EventLoop loop);

  /** A loop ended. */
  abstract void leave(EventLoop loop);
}
