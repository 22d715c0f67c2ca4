package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.link.LinkMessage.TimeRequest;
import dev.ferrule.protocol.link.LinkMessage.TimeResponse;
import dev.ferrule.protocol.time.TickClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What time a board's ticks are, and what tick a deadline is (PROTOCOL.md A7).
 *
 * <p>Owner: the driver.
 */
final class DeviceTime {

  private static final int FIRST_SAMPLES = 4;
  private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** An answer that takes this much longer than its bytes will not come. */
  private static final long LOST_NANOS = 300_000_000L;

  private static final int EXCHANGE_BYTES = 32;

  /** A resonator may be off by 1 %; until a slope was fitted a deadline must allow for it. */
  private static final double NOMINAL_ERROR = 0.01;

  /** What is left when it was fitted: warming up, and the jitter of the samples. */
  private static final double FITTED_ERROR = 0.002;

  /** The clock fits a slope over 2 s; twice that, to be sure that it did. */
  private static final long FITTED_NANOS = 4_000_000_000L;

  /** The wall clock is read in whole milliseconds; less than this apart is no change of it. */
  private static final long WALL_STEP_NANOS = 1_500_000;

  private final Loop loop;
  private final HostLink link;
  private final Runnable ready;
  private final RestartableTimer next;

  /** Wall time minus monotonic time, nanoseconds; steady between the steps of the wall clock. */
  private long wallOffset;

  // per boot of the board
  private @Nullable TickClock clock;
  private int boot;
  private long shortestRoundTrip;
  private long firstSampleAt;
  private long lastSampleAt;

  // per session
  private int asked;
  private int nonce;
  private boolean answered;
  private boolean waiting;
  private boolean told;
  private long askedAt;

  /**
   * A time without a board.
   *
   * @param ready told when the first exchanges of a session are through
   */
  DeviceTime(Loop loop, HostLink link, Runnable ready) {
    this.loop = loop;
    this.link = link;
    this.ready = ready;
    this.next = new RestartableTimer(loop, this::exchange);
    this.wallOffset = wallOffsetNow();
  }

  /** Starts to exchange times in a new session. */
  void begin(int clockHz, int newBoot) {
    if (clock == null || newBoot != boot) {
      clock = new TickClock(clockHz);
      boot = newBoot;
      shortestRoundTrip = Long.MAX_VALUE;
    }
    asked = 0;
    answered = false;
    waiting = false;
    told = false;
    exchange();
  }

  void stop() {
    next.cancel();
    waiting = false;
  }

  /** One exchange at a time; the next one when its answer came, or when it cannot come any more. */
  private void exchange() {
    long lost = LOST_NANOS + link.transmissionNanos(EXCHANGE_BYTES);
    if (waiting && loop.nanoTime() - askedAt < lost) {
      next.in(FIRST_INTERVAL);
      return;
    }
    if (!told && asked >= FIRST_SAMPLES && answered) {
      told = true;
      next.in(INTERVAL);
      ready.run();
      return;
    }
    nonce = (nonce + 1) & 0xFF;
    asked++;
    askedAt = loop.nanoTime();
    waiting = link.send(new TimeRequest(nonce));
    next.in(told ? INTERVAL : FIRST_INTERVAL);
  }

  /** Takes an answer that came at {@code receivedAt}. */
  void response(TimeResponse answer, long receivedAt) {
    TickClock present = clock;
    if (present != null && waiting && answer.nonce() == nonce && receivedAt - askedAt >= 0) {
      waiting = false;
      answered = true;
      shortestRoundTrip = Math.min(shortestRoundTrip, receivedAt - askedAt);
      lastSampleAt = receivedAt;
      present.sample(askedAt, receivedAt, answer.tick());
      firstSampleAt = present.samples() == 1 ? receivedAt : firstSampleAt;
    }
  }

  /** Looks at the wall clock; once before the frames of a piece are stamped. */
  void lookAtWall() {
    long now = wallOffsetNow();
    if (Math.abs(now - wallOffset) >= WALL_STEP_NANOS) {
      wallOffset = now;
    }
  }

  private long wallOffsetNow() {
    return loop.currentTimeMillis() * 1_000_000 - loop.nanoTime();
  }

  /** Wall time of a tick in a frame that came at {@code arrival}, ms since 1970. */
  long wall32(int tick, long arrival) {
    TickClock present = clock;
    return present == null || !answered
        ? wall(arrival)
        : wall(present.nanosAt(present.expand32(tick, arrival)));
  }

  private long wall(long nanoTime) {
    return Math.floorDiv(nanoTime + wallOffset, 1_000_000);
  }

  /**
   * The last tick that is certainly not after a deadline of the loop's clock: what is not known of
   * the board's clock is taken off, so that no command takes effect late.
   */
  int deadlineTick(long deadline) {
    TickClock present = clock;
    if (present == null) {
      throw new IllegalStateException("no clock");
    }
    boolean fitted = lastSampleAt - firstSampleAt >= FITTED_NANOS;
    double slope = (deadline - lastSampleAt) * (fitted ? FITTED_ERROR : NOMINAL_ERROR);
    long error = shortestRoundTrip / 2 + (long) Math.abs(slope);
    return (int) (present.tickAt(deadline - error) - 1);
  }
}
