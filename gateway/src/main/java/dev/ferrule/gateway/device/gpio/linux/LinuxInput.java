package dev.ferrule.gateway.device.gpio.linux;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.TimedEdge;

/** A requested input line. Dispatches on the chip's event thread. */
final class LinuxInput extends DigitalInputBase {

  private final LinuxChip chip;
  private final int fd;

  /** Requests the line. */
  LinuxInput(LinuxChip chip, DigitalInputProvider provider, DigitalInputConfig config) {
    super(provider, config);
    this.chip = chip;
    long micros = config.debounce() == null ? 0 : config.debounce();
    this.fd =
        chip.request(
            config.bcm(),
            config.id(),
            Uapi.INPUT | edge(config) | pull(config),
            false,
            Math.toIntExact(micros));
    chip.events().watch(fd, this::edge);
  }

  private static long edge(DigitalInputConfig config) {
    return switch (config.properties().getOrDefault(Chip.EDGE, "both")) {
      case "rising" -> Uapi.EDGE_RISING;
      case "falling" -> Uapi.EDGE_FALLING;
      default -> Uapi.EDGE_RISING | Uapi.EDGE_FALLING;
    };
  }

  private static long pull(DigitalInputConfig config) {
    PullResistance pull = config.pull();
    return switch (pull == null ? PullResistance.OFF : pull) {
      case PULL_UP -> Uapi.PULL_UP;
      case PULL_DOWN -> Uapi.PULL_DOWN;
      case OFF -> Uapi.PULL_OFF;
    };
  }

  private void edge(boolean rising, long nanoTime, long sequence) {
    dispatch(
        new TimedEdge(this, rising ? DigitalState.HIGH : DigitalState.LOW, nanoTime, sequence));
  }

  @Override
  public DigitalState state() {
    return chip.isHigh(fd) ? DigitalState.HIGH : DigitalState.LOW;
  }

  @Override
  public DigitalInput shutdownInternal(Context context) {
    super.shutdownInternal(context);
    chip.events().release(fd);
    return this;
  }
}
