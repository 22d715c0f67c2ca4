package dev.ferrule.gateway.device.gpio.linux;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.provider.Provider;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.linux.Libc;
import dev.ferrule.gateway.linux.Libc.Errno;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One {@code /dev/gpiochipN}.
 *
 * <p>Owner: whoever opened it. Its event thread reads edges and nothing else.
 */
public final class LinuxChip implements Chip {

  private final int fd;
  private final Path node;
  private final Uapi.ChipInfo info;
  private final SysfsPwm pwm;
  private final EventThread events;

  LinuxChip(int fd, Path node, Uapi.ChipInfo info, String pwm) throws Errno {
    this.fd = fd;
    this.node = node;
    this.info = info;
    this.pwm = new SysfsPwm(SysfsPwm.ROOT, pwm);
    this.events = new EventThread(node.getFileName().toString());
  }

  /**
   * Opens the chip that has one of the labels.
   *
   * @param labels in the order of preference
   * @param pwm name of the PWM chip's device; empty for the only one
   * @throws ChipTrouble when there is none, or this user may not
   */
  public static LinuxChip open(List<String> labels, String pwm) {
    return ChipSearch.open(Path.of("/dev"), labels, pwm);
  }

  @Override
  public List<Provider<?, ?, ?>> providers() {
    return List.of(new Inputs(), new Outputs(), pwm);
  }

  @Override
  public void check(Set<Integer> lines) {
    for (int line : new TreeSet<>(lines)) {
      if (line >= info.lines()) {
        throw new ChipTrouble(
            "no line %d: the chip %s has lines 0 to %d"
                .formatted(line, info.label(), info.lines() - 1));
      }
      try {
        Uapi.LineInfo state = Uapi.lineInfo(fd, line);
        if (state.used()) {
          throw busy(line, state.consumer());
        }
      } catch (Errno e) {
        throw failed("look at line " + line, e);
      }
    }
  }

  private static ChipTrouble busy(int line, String consumer) {
    return new ChipTrouble(
        consumer.isEmpty()
            ? "line %d is busy: another program or the kernel holds it; end that use or take another line"
                .formatted(line)
            : "line %d is busy: \"%s\" holds it; end that use or take another line"
                .formatted(line, consumer));
  }

  private String consumer(int line) {
    try {
      return Uapi.lineInfo(fd, line).consumer();
    } catch (Errno e) {
      return "";
    }
  }

  /** Requests a line; its descriptor. */
  int request(int line, String name, long flags, boolean high, int debounceMicros) {
    try {
      return Uapi.request(fd, line, "ferrule " + name, flags, high, debounceMicros);
    } catch (Errno e) {
      throw switch (e.errno) {
        case Libc.EBUSY -> busy(line, consumer(line));
        case Libc.ENXIO ->
            new ChipTrouble("line %d of %s cannot watch for edges".formatted(line, info.label()));
        case Libc.EINVAL ->
            new ChipTrouble(
                "line %d of %s cannot be used so (errno 22): is it an input only, or without the drive or pull asked for?"
                    .formatted(line, info.label()));
        case Libc.EPERM ->
            new ChipTrouble("line %d of %s is reserved".formatted(line, info.label()));
        default -> failed("request line " + line, e);
      };
    }
  }

  boolean isHigh(int lineFd) {
    try {
      return Uapi.isHigh(lineFd);
    } catch (Errno e) {
      throw failed("read a line", e);
    }
  }

  void set(int lineFd, boolean high) {
    try {
      Uapi.set(lineFd, high);
    } catch (Errno e) {
      throw failed("set a line", e);
    }
  }

  EventThread events() {
    return events;
  }

  private ChipTrouble failed(String what, Errno e) {
    return new ChipTrouble(
        e.errno == Libc.ENODEV
            ? "the chip " + info.label() + " is gone"
            : "cannot " + what + " of " + node + " (errno " + e.errno + ")");
  }

  @Override
  public void whenLost(Consumer<String> listener) {
    events.start(() -> listener.accept("the chip " + info.label() + " is gone"));
  }

  @Override
  public void close() {
    events.close();
    Libc.close(fd);
  }

  private final class Inputs extends DigitalInputProviderBase {
    @Override
    public DigitalInput create(DigitalInputConfig config) {
      var input = new LinuxInput(LinuxChip.this, this, config);
      context.registry().add(input);
      return input;
    }
  }

  private final class Outputs extends DigitalOutputProviderBase {
    @Override
    public DigitalOutput create(DigitalOutputConfig config) {
      var output = new LinuxOutput(LinuxChip.this, this, config);
      context.registry().add(output);
      return output;
    }
  }
}
