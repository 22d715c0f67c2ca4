package dev.ferrule.protocol;

/**
 * The scaled integer that stands for a value on the wire. PROTOCOL.md, section 0.2.
 *
 * <p>Halves go up, toward positive infinity, and they are those of the decimal that a value was
 * read from, not those of its double: 0.285 with two decimals is 29, though the double is a little
 * below 0.285 and times 100 gives 28.499999999999996.
 */
public final class WireInteger {
  /** What {@link #of} gives when there is no 32-bit integer for a value. */
  public static final long NONE = Long.MIN_VALUE;

  /** More than a product of this size can be wrong by: 2^31 of 53 bits. */
  private static final double UNSURE = 0x1p-20;

  private WireInteger() {}

  /**
   * The integer of a value.
   *
   * @param value in the channel's unit
   * @param factor what it is multiplied with, above 0
   * @return 32 bits with their sign, or {@link #NONE} when it has more, or is not a number
   */
  public static long of(double value, double factor) {
    double scaled = value * factor;
    double nearest = Math.rint(scaled);
    long n =
        Math.abs(scaled - nearest) < 0.5 - UNSURE
            ? (long) nearest
            : halfUp(value, factor, Math.floor(scaled));
    return n == (int) n ? n : NONE;
  }

  /** Decides between the integer below a product near a half, and the one above. */
  private static long halfUp(double value, double factor, double below) {
    if (!(below >= Integer.MIN_VALUE - 1.0 && below <= Integer.MAX_VALUE)) {
      return NONE;
    }
    // A division of exact numbers gives the double that the decimal in the middle has as well.
    return (long) below + (value >= (below + 0.5) / factor ? 1 : 0);
  }
}
