package dev.ferrule.gateway.device;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.Quality;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Whether what comes over a line may be damaged unseen. A flipped digit is a digit, and eight bits
 * of check let 1 of 256 accidents pass: where damage shows there is more that does not. So values
 * are uncertain for a while after damage was seen, the longer the longer that goes on. A value that
 * comes three times one after the other is good all the same: accidents do not repeat.
 *
 * <p>What is damaged before anything shows cannot be known; a check of 16 bits can.
 *
 * <p>Owner: the driver, on its loop.
 */
public final class LineDoubt {

  /** What proves that a frame is whole. */
  public enum Proof {
    /** Nothing. */
    NONE,
    /** A sum, or a check of eight bits. */
    WEAK,
    /** A check of sixteen bits or more: what it lets pass is never in doubt. */
    STRONG
  }

  /** Values are uncertain for so long after damage, or for a multiple of what it has lasted. */
  static final Duration LEAST = Duration.ofMinutes(1);

  private static final int TIMES = 4;

  /** Never longer; and what was seen so long ago is over. */
  static final Duration MOST = Duration.ofMinutes(10);

  /** Times that a value must come to be proved by that. */
  private static final int PROVED = 3;

  private static final int DOUBTFUL = Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED);

  private final Proof proof;
  private final Loop loop;
  private final DeviceEvents events;

  // by channel
  private final double[] values;
  private final int[] times;

  private boolean seen;
  private boolean on;
  private boolean told;
  private long first;
  private long last;
  private long until;

  /** No doubt yet about any of so many channels. */
  public LineDoubt(int channels, Proof proof, Loop loop, DeviceEvents events) {
    this.values = new double[channels];
    this.times = new int[channels];
    this.proof = proof;
    this.loop = loop;
    this.events = events;
  }

  /** Damage was seen. Where there is a weak check, one accident alone makes no doubt. */
  public void damaged() {
    if (proof == Proof.STRONG) {
      return;
    }
    long now = loop.nanoTime();
    if (!seen || now - last > MOST.toNanos()) {
      first = now;
    }
    boolean again = seen && now - last <= LEAST.toNanos();
    seen = true;
    last = now;
    if (again || proof == Proof.NONE) {
      on = true;
      long wanted = Math.max(LEAST.toNanos(), TIMES * (now - first));
      until = now + Math.min(wanted, MOST.toNanos());
    }
  }

  /**
   * The quality of a value that has one by itself: uncertain in place of good, while in doubt.
   *
   * @param channel its index
   * @param suspect whether its frame looks damaged itself
   */
  public int quality(int channel, double value, int own, boolean suspect) {
    times[channel] = value == values[channel] ? Math.min(times[channel] + 1, PROVED) : 1;
    values[channel] = value;
    boolean isProved = proof == Proof.STRONG || times[channel] >= PROVED;
    return !isProved && Quality.isGood(own) && (suspect || isOn()) ? DOUBTFUL : own;
  }

  private boolean isOn() {
    if (on && loop.nanoTime() - until >= 0) {
      on = false;
      told = false;
    }
    if (on && !told) {
      told = true;
      events.note(
          Level.WARNING,
          "the line is damaged, and its frames have "
              + (proof == Proof.NONE ? "no check" : "a weak check")
              + ": values are uncertain until it was good for a while, or they repeat");
    }
    return on;
  }
}
