package dev.ferrule.gateway.device.gpio.chip;

import java.util.Optional;

/**
 * A chip or a line cannot be had or does not obey. The message is for people and says what to do;
 * trying again helps once somebody did it.
 */
public final class ChipTrouble extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ChipTrouble(String message) {
    super(message);
  }

  /** The trouble in what was thrown, which Pi4J wraps; empty when it is a defect. */
  public static Optional<ChipTrouble> in(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ChipTrouble trouble) {
        return Optional.of(trouble);
      }
    }
    return Optional.empty();
  }
}
