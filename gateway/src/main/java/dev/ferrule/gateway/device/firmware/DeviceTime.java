package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.link.BootId;
import dev.ferrule.protocol.link.LinkMessage.TimeRequest;
import dev.ferrule.protocol.link.LinkMessage.TimeResponse;
import dev.ferrule.protocol.time.TickClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What time a board's ticks are and how well that is known, and what tick a deadline is
 * (PROTOCOL.md A7).
 *
 * <p>Owner: the driver.
 */
final class DeviceTime {

  /** What the exchanges lead to. */
  interface Outcome {
    /** The first exchange of a session is through: ticks have a time. */
    void known();

    /** The first exchanges of a session are through. */
    void ready();

    /** The ticks go on from before. */
    void wentOn();

    /** The ticks do not go on from before: it is another boot, or another board. */
    void jumped();
  }

  private static final int FIRST_SAMPLES = 4;
  private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);

  /** Longest pause while the clock is not known for long. */
  private static final Duration LEARNING_INTERVAL = Duration.ofSeconds(1);

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** An answer that takes this much longer than its bytes will not come. */
  private static final long LOST_NANOS = 300_000_000L;

  private static final int EXCHANGE_BYTES = 32;

  /** A time that may be further off than this, and than the line itself takes, is uncertain. */
  private static final long ALLOWED_NANOS = 50_000_000L;

  /** A board may tell no closer than in ticks. */
  private static final long ALLOWED_TICKS = 2;

  /** How long a row takes from the sensor to the gateway at most, beside the bytes before it. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  /** Bytes that a board may have before it in its send buffer. */
  private static final int FRESH_BYTES = 2048;

  /** The wall clock is read in whole milliseconds; less than this apart is no change of it. */
  private static final long WALL_STEP_NANOS = 1_500_000;

  private final Loop loop;
  private final HostLink link;
  private final Outcome outcome;
  private final RestartableTimer next;

  /** Wall time minus monotonic time, nanoseconds; steady between the steps of the wall clock. */
  private long wallOffset;

  // per boot of the board
  private @Nullable TickClock clock;
  private @Nullable BootId board;
  private long allowed;
  private long leastRoundTrip;

  // per session
  private int asked;
  private int nonce;
  private boolean answered;
  private boolean waiting;
  private boolean told;
  private long askedAt;
  private Duration pause = FIRST_INTERVAL;
  private long fresh;

  /** A time without a board. */
  DeviceTime(Loop loop, HostLink link, Outcome outcome) {
    this.loop = loop;
    this.link = link;
    this.outcome = outcome;
    this.next = new RestartableTimer(loop, this::exchange);
    this.wallOffset = wallOffsetNow();
  }

  /** Starts to exchange times in a new session. */
  void begin(BootId answering) {
    if (clock == null || !answering.equals(board)) {
      clock = new TickClock(answering.clockHz());
      board = answering;
      leastRoundTrip = Long.MAX_VALUE;
      allowed = ALLOWED_NANOS + ALLOWED_TICKS * 1_000_000_000L / answering.clockHz();
    }
    fresh = FRESH_NANOS + link.transmissionNanos(FRESH_BYTES);
    asked = 0;
    answered = false;
    told = false;
    pause = FIRST_INTERVAL;
    exchange();
  }

  void stop() {
    next.cancel();
    waiting = false;
    answered = false;
  }

  /** Makes sure now that the ticks go on. */
  void check() {
    if (!waiting) {
      exchange();
    }
  }

  /** One exchange at a time; the next one when its answer came, or when it cannot come any more. */
  private void exchange() {
    if (waiting) {
      if (loop.nanoTime() - askedAt < lost()) {
        next.in(FIRST_INTERVAL);
        return;
      }
      pause = FIRST_INTERVAL;
    }
    if (!told && asked >= FIRST_SAMPLES && answered) {
      told = true;
      outcome.ready();
    }
    nonce = (nonce + 1) & 0xFF;
    asked++;
    askedAt = loop.nanoTime();
    waiting = link.send(new TimeRequest(nonce));
    next.in(pause);
    lengthenPause();
  }

  /**
   * Soon at first: until its rate is measured a clock may run away as fast as it says it will not.
   */
  private void lengthenPause() {
    TickClock present = clock;
    boolean learning = present == null || present.samples() < TickClock.SAMPLES;
    Duration longest = !told ? FIRST_INTERVAL : learning ? LEARNING_INTERVAL : INTERVAL;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  private long lost() {
    return LOST_NANOS + link.transmissionNanos(EXCHANGE_BYTES);
  }

  /** Takes an answer that came at {@code receivedAt}; one that was held up tells no time. */
  void response(TimeResponse answer, long receivedAt) {
    TickClock present = clock;
    long roundTrip = receivedAt - askedAt;
    if (present == null || !waiting || answer.nonce() != nonce || roundTrip < 0) {
      return;
    }
    waiting = false;
    if (roundTrip > lost()) {
      askAgainSoon();
      return;
    }
    leastRoundTrip = Math.min(leastRoundTrip, roundTrip);
    boolean first = !answered;
    answered = true;
    if (present.sample(askedAt, receivedAt, answer.tick())) {
      outcome.wentOn();
    } else {
      outcome.jumped();
    }
    if (!present.isSharp(roundTrip)) {
      askAgainSoon();
    }
    if (first) {
      outcome.known();
    }
  }

  /** An answer that was held up says little, and the next may not be. */
  private void askAgainSoon() {
    pause = FIRST_INTERVAL;
    next.in(pause);
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

  /**
   * Wall time of a tick in a frame that came at {@code arrival}, ms since 1970: never after its
   * arrival, and just that while nothing is known of the ticks.
   */
  long wall(int tick, long arrival) {
    long at = Math.min(at(tick, arrival), arrival);
    return Math.floorDiv(at + wallOffset, 1_000_000);
  }

  /** Whether the time of a tick in a frame that came at {@code arrival} is known well enough. */
  boolean isKnown(int tick, long arrival) {
    TickClock present = clock;
    if (present == null || !answered) {
      return false;
    }
    long at = at(tick, arrival);
    long error = Math.max(present.errorAt(at), present.errorAt(arrival)); // it was between the two
    return error <= allowed + leastRoundTrip && at - arrival <= error;
  }

  /**
   * Whether the same holds for a row, which is sent when it is sampled: one from long ago was held
   * up somewhere, or its ticks are those of another board.
   */
  boolean isRowKnown(int tick, long arrival) {
    return isKnown(tick, arrival) && arrival - at(tick, arrival) <= fresh;
  }

  private long at(int tick, long arrival) {
    TickClock present = clock;
    return present == null || !answered
        ? arrival
        : present.nanosAt(present.expand32(tick, arrival));
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
    return (int) (present.tickAt(deadline - present.errorAt(deadline)) - 1);
  }
}
