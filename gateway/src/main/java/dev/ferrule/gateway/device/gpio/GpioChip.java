package dev.ferrule.gateway.device.gpio;

import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.linux.LinuxChip;
import dev.ferrule.gateway.device.gpio.simulated.SimulatedBoard;
import dev.ferrule.gateway.device.gpio.simulated.SimulatedChip;
import java.nio.file.Path;
import java.util.List;

/** Which chip a device's lines are on. */
public sealed interface GpioChip {

  /** The word for {@link Header} in a configuration. */
  String HEADER = "header";

  /** The word for {@link Simulated} in a configuration. */
  String SIMULATED = "simulated";

  /** Highest line that any chip may have. */
  int MAX_LINE = 1023;

  /** The chip that a word in a configuration means. */
  static GpioChip of(String word) {
    return switch (word) {
      case HEADER -> new Header();
      case SIMULATED -> new Simulated();
      default -> word.startsWith("/") ? new Board(Path.of(word)) : new Labeled(word);
    };
  }

  /** The highest line that may be asked for, as far as can be known without the chip. */
  default int maxLine() {
    return MAX_LINE;
  }

  /**
   * Opens the chip. Blocks.
   *
   * @param pwm name of the PWM chip's device in sysfs; empty for the only one there is
   * @throws dev.ferrule.gateway.device.gpio.chip.ChipTrouble when that cannot be done now
   */
  Chip open(String pwm);

  /** The 40-pin header of a Raspberry Pi: lines are BCM numbers, 0 to 27. */
  record Header() implements GpioChip {

    /** Labels of the chips behind the header: Pi 1 to 3 and Zero, Pi 4, Pi 5. */
    static final List<String> LABELS = List.of("pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1");

    @Override
    public int maxLine() {
      return 27;
    }

    @Override
    public Chip open(String pwm) {
      return LinuxChip.open(LABELS, pwm);
    }

    @Override
    public String toString() {
      return "GPIO header";
    }
  }

  /** A chip by its label, which stays the same when its number does not. */
  record Labeled(String label) implements GpioChip {
    public Labeled {
      if (label.isEmpty() || label.length() > 31) {
        throw new IllegalArgumentException("a chip's label has 1 to 31 characters");
      }
    }

    @Override
    public Chip open(String pwm) {
      return LinuxChip.open(List.of(label), pwm);
    }

    @Override
    public String toString() {
      return "GPIO chip " + label;
    }
  }

  /** A board that a simulator plays: the link that it is behind. */
  record Board(Path link) implements GpioChip {

    /** The highest line that such a board has. */
    private static final int LAST_LINE = 39;

    @Override
    public int maxLine() {
      return LAST_LINE;
    }

    @Override
    public Chip open(String pwm) {
      return SimulatedBoard.open(link);
    }

    @Override
    public String toString() {
      return "simulated board " + link;
    }
  }

  /** No chip at all: outputs keep what is written, inputs change by themselves once a second. */
  record Simulated() implements GpioChip {
    @Override
    public Chip open(String pwm) {
      SimulatedChip chip = new SimulatedChip(MAX_LINE + 1);
      chip.tickEverySecond();
      return chip;
    }

    @Override
    public String toString() {
      return "simulated GPIO chip";
    }
  }
}
