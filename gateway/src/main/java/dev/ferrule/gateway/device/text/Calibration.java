package dev.ferrule.gateway.device.text;

/**
 * What makes a value of what a board says: value = said × scale + offset; the other way round in
 * commands.
 *
 * @param scale finite, not 0
 * @param offset finite, in the channel's unit
 */
public record Calibration(double scale, double offset) {

  /** As the board says it. */
  static final Calibration NONE = new Calibration(1, 0);

  public Calibration {
    if (!Double.isFinite(scale) || scale == 0 || !Double.isFinite(offset)) {
      throw new IllegalArgumentException("scale must be a number other than 0, offset a number");
    }
  }

  /** What is to be said to a board for a value. */
  double said(double value) {
    return (value - offset) / scale;
  }

  /** The value of what a board says. */
  double value(double said) {
    return said * scale + offset;
  }
}
