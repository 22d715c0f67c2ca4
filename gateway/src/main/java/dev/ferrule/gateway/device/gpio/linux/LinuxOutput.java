package dev.ferrule.gateway.device.gpio.linux;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.linux.Libc;

/** A requested output line. The kernel gives it its first level in the request itself. */
final class LinuxOutput extends DigitalOutputBase {

  private final LinuxChip chip;
  private final int fd;

  /** Requests the line. */
  LinuxOutput(LinuxChip chip, DigitalOutputProvider provider, DigitalOutputConfig config) {
    super(provider, config);
    this.chip = chip;
    boolean high = config.initialState() == DigitalState.HIGH;
    this.fd = chip.request(config.bcm(), config.id(), Uapi.OUTPUT | drive(config), high, 0);
  }

  private static long drive(DigitalOutputConfig config) {
    return switch (config.properties().getOrDefault(Chip.DRIVE, "push-pull")) {
      case "open-drain" -> Uapi.OPEN_DRAIN;
      case "open-source" -> Uapi.OPEN_SOURCE;
      default -> 0;
    };
  }

  @Override
  public DigitalOutput state(DigitalState level) {
    chip.set(fd, level == DigitalState.HIGH);
    return super.state(level);
  }

  /** What the line has, not what was asked for. */
  @Override
  public DigitalState state() {
    return chip.isHigh(fd) ? DigitalState.HIGH : DigitalState.LOW;
  }

  /** Puts the line to its shutdown level, where that can be done still, and lets it go. */
  @Override
  public DigitalOutput shutdownInternal(Context context) {
    try {
      super.shutdownInternal(context);
    } catch (ChipTrouble gone) {
      // known, and the other lines are still to be let go
    }
    Libc.close(fd);
    return this;
  }
}
