package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What came over the line lately, and what it says of a board that does not answer.
 *
 * <p>Owner: the driver. Times are nanoseconds of the loop's clock.
 */
final class Hearing {

  /** Bytes that come this long after the last valid frame are no rest of one. */
  private static final long NONSENSE_NANOS = 500_000_000L;

  /**
   * A board without a session speaks once a second; one that was heard within this still speaks.
   */
  private static final long STILL_NANOS = 3_000_000_000L;

  /** A board that resets when its port is opened says nothing for so long. */
  private static final long BOOT_NANOS = 2_000_000_000L;

  /** How often it is looked why nobody answers. */
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

  private final Loop loop;
  private final Consumer<String> unanswered;
  private final RestartableTimer look;

  // per connection
  private long arrivedAt;
  private long validAt;
  private boolean valid;

  // per question
  private long askedAt;

  /**
   * A closed line.
   *
   * @param unanswered told why nobody answers, as long as that is so
   */
  Hearing(Loop loop, Consumer<String> unanswered) {
    this.loop = loop;
    this.unanswered = unanswered;
    this.look = new RestartableTimer(loop, this::lookWhy);
  }

  /** The link is open; nothing came yet. */
  void opened() {
    arrivedAt = loop.nanoTime() - STILL_NANOS - 1;
    validAt = arrivedAt;
    valid = false;
  }

  /** The gateway asks who is there. */
  void awaitAnswer() {
    askedAt = loop.nanoTime();
    look.in(LOOK_PERIOD);
  }

  /** Somebody has answered, or nobody is asked any more. */
  void stop() {
    look.cancel();
  }

  private void lookWhy() {
    if (loop.nanoTime() - askedAt >= BOOT_NANOS) {
      unanswered.accept(whyNoAnswer());
    }
    look.in(LOOK_PERIOD);
  }

  /** Bytes came. */
  void arrived(long nanoTime) {
    arrivedAt = nanoTime;
  }

  /** They completed a valid frame. */
  void valid() {
    validAt = arrivedAt;
    valid = true;
  }

  /** When the latest bytes came. */
  long arrivedAt() {
    return arrivedAt;
  }

  private String whyNoAnswer() {
    return valid && loop.nanoTime() - validAt <= STILL_NANOS
        ? "the board sends, but does not answer: does it hear the gateway?"
        : whySilent();
  }

  /** Why no valid frame comes. */
  String whySilent() {
    if (arrivedAt - validAt >= NONSENSE_NANOS && loop.nanoTime() - arrivedAt <= STILL_NANOS) {
      return "bytes come, but no valid frame: is the baud rate right?";
    }
    return valid ? "no valid frame from the board" : "the board does not answer";
  }
}
