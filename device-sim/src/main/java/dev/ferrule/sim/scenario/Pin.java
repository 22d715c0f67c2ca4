package dev.ferrule.sim.scenario;

/**
 * Where a channel of a GPIO board is.
 *
 * @param pwm whether it is a PWM output, which are numbered for themselves
 * @param number 0 to 39
 */
public record Pin(boolean pwm, int number) {

  /** Lines, and PWM outputs, that a board has at most. */
  public static final int COUNT = 40;

  /** Its name on the wire: {@code 17}, or {@code p0} for a PWM output. */
  @Override
  public String toString() {
    return (pwm ? "p" : "") + number;
  }
}
