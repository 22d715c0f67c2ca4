package dev.ferrule.sim.board.firmware;

import dev.ferrule.sim.board.BoardState;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Whether commands are obeyed, by the heartbeats that come. PROTOCOL.md, section A4. Owner: the
 * loop's thread.
 *
 * <pre>
 * BOOT --- REARM ---> ARMED --- T without HEARTBEAT ---> FAIL-SAFE --- REARM, heartbeats ---> ARMED
 * </pre>
 */
final class FailSafe {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final EventLoop loop;
  private final Runnable trip;
  private BoardState state = BoardState.BOOT;
  private boolean beating;
  private long silentAt;
  private @Nullable Timer timer;

  /**
   * In state BOOT.
   *
   * @param trip what happens on the way from ARMED to FAIL-SAFE
   */
  FailSafe(EventLoop loop, Runnable trip) {
    this.loop = loop;
    this.trip = trip;
  }

  BoardState state() {
    return state;
  }

  void boot() {
    state = BoardState.BOOT;
    beating = false;
    if (timer != null) {
      timer.cancel();
    }
  }

  void heartbeat(int timeoutMillis) {
    beating = true;
    silentAt = loop.now() + timeoutMillis * NANOS_PER_MILLI;
    if (timer != null) {
      timer.cancel();
    }
    timer = loop.at(silentAt, this::check);
  }

  /** Arms if heartbeats come; moves no output. */
  void rearm() {
    if (beating) {
      state = BoardState.ARMED;
    }
  }

  /** Looks at the time: a loop that stood still must not let a late HEARTBEAT hide it. */
  void check() {
    if (beating && loop.now() - silentAt >= 0) {
      beating = false;
      if (state == BoardState.ARMED) {
        state = BoardState.FAIL_SAFE;
        trip.run();
      }
    }
  }
}
