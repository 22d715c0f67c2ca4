package dev.ferrule.sim.line;

import java.time.Duration;

/**
 * How bad one way of a line is. Probabilities are 0 to 1; all are independent and come from the
 * line's seed.
 *
 * @param flip of a byte to have one of its bits inverted
 * @param lose of a byte to vanish
 * @param insert of a random byte to appear before a byte
 * @param repeat of a byte to come twice
 * @param dropFrame of a whole frame (text: line) to vanish
 * @param repeatFrame of a whole frame to come twice, one after the other
 * @param delayFrame of a frame to be held up, and with it everything behind it
 * @param delay longest time that a frame is held up, 0 or more; each time is even between 0 and
 *     this
 */
public record LineFaults(
    double flip,
    double lose,
    double insert,
    double repeat,
    double dropFrame,
    double repeatFrame,
    double delayFrame,
    Duration delay) {

  /** A perfect wire. */
  public static final LineFaults NONE = new LineFaults(0, 0, 0, 0, 0, 0, 0, Duration.ZERO);

  /** Checks the ranges. */
  public LineFaults {
    requireProbability("flip", flip);
    requireProbability("lose", lose);
    requireProbability("insert", insert);
    requireProbability("repeat", repeat);
    requireProbability("dropFrame", dropFrame);
    requireProbability("repeatFrame", repeatFrame);
    requireProbability("delayFrame", delayFrame);
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative: " + delay);
    }
  }

  /** The same, with bits flipped in this share of the bytes. */
  public LineFaults flipping(double share) {
    return new LineFaults(share, lose, insert, repeat, dropFrame, repeatFrame, delayFrame, delay);
  }

  /** The same, with this share of the bytes lost. */
  public LineFaults losing(double share) {
    return new LineFaults(flip, share, insert, repeat, dropFrame, repeatFrame, delayFrame, delay);
  }

  /** The same, with random bytes inserted before this share of the bytes. */
  public LineFaults inserting(double share) {
    return new LineFaults(flip, lose, share, repeat, dropFrame, repeatFrame, delayFrame, delay);
  }

  /** The same, with this share of the bytes repeated. */
  LineFaults repeating(double share) {
    return new LineFaults(flip, lose, insert, share, dropFrame, repeatFrame, delayFrame, delay);
  }

  /** The same, with this share of the frames dropped. */
  public LineFaults droppingFrames(double share) {
    return new LineFaults(flip, lose, insert, repeat, share, repeatFrame, delayFrame, delay);
  }

  /** The same, with this share of the frames sent twice. */
  public LineFaults repeatingFrames(double share) {
    return new LineFaults(flip, lose, insert, repeat, dropFrame, share, delayFrame, delay);
  }

  /** The same, with this share of the frames held up by at most {@code longest}. */
  public LineFaults delayingFrames(double share, Duration longest) {
    return new LineFaults(flip, lose, insert, repeat, dropFrame, repeatFrame, share, longest);
  }

  boolean touchesBytes() {
    return flip > 0 || lose > 0 || insert > 0 || repeat > 0;
  }

  /** Whether it does anything to whole frames. */
  public boolean touchesFrames() {
    return dropFrame > 0 || repeatFrame > 0 || delayFrame > 0;
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be 0 to 1: " + value);
    }
  }
}
