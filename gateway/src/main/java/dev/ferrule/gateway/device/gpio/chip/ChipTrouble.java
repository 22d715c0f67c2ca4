package dev.ferrule.gateway.device.gpio.chip;

/**
 * A chip or a line cannot be had or does not obey. The message is for people and says what to do;
 * trying again helps once somebody did it.
 */
public final class ChipTrouble extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ChipTrouble(String message) {
    super(message);
  }
}
