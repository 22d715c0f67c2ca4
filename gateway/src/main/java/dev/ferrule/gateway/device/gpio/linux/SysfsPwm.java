package dev.ferrule.gateway.device.gpio.linux;

import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmBase;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProvider;
import com.pi4j.io.pwm.PwmProviderBase;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.protocol.program.FileTrouble;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The PWM outputs of a chip that the kernel shows in sysfs (Documentation/ABI/testing/
 * sysfs-class-pwm): times in nanoseconds, the duty cycle never longer than the period.
 *
 * <p>One thread at a time.
 */
final class SysfsPwm extends PwmProviderBase {

  /** Where the kernel shows PWM chips. */
  static final Path ROOT = Path.of("/sys/class/pwm");

  /** udev gives a new directory to the group gpio; that may take so long. */
  private static final long PERMISSION_LIMIT_NANOS = 1_000_000_000;

  private final Path root;
  private final String device;

  /**
   * Outputs of one chip, which is looked for when the first is asked for.
   *
   * @param device name of the chip's device; empty for the only chip there is
   */
  SysfsPwm(Path root, String device) {
    this.root = root;
    this.device = device;
  }

  @Override
  public Pwm create(PwmConfig config) {
    var output = new Output(chip(), this, config);
    context.registry().add(output);
    return output;
  }

  private Path chip() {
    List<String> names = new ArrayList<>();
    List<Path> fitting = new ArrayList<>();
    try (DirectoryStream<Path> chips = Files.newDirectoryStream(root, "pwmchip*")) {
      for (Path chip : chips) {
        String name = chip.resolve("device").toRealPath().getFileName().toString();
        names.add(name);
        if (device.isEmpty() || device.equals(name)) {
          fitting.add(chip);
        }
      }
    } catch (IOException e) {
      throw new ChipTrouble(
          "no PWM here: " + root + ": " + FileTrouble.reading(e) + "; on a Pi: dtoverlay=pwm");
    }
    if (names.isEmpty()) {
      throw new ChipTrouble(
          "this machine has no PWM; on a Pi put dtoverlay=pwm into /boot/firmware/config.txt");
    }
    if (fitting.size() != 1) {
      throw new ChipTrouble("say with pwm_chip which of these: " + String.join(", ", names));
    }
    return fitting.getFirst();
  }

  private static final class Output extends PwmBase {
    private final Path directory;
    private final long periodNanos;

    Output(Path chip, PwmProvider provider, PwmConfig config) {
      super(provider, config);
      int channel = config.channel();
      this.periodNanos = 1_000_000_000L / config.frequency();
      this.directory = chip.resolve("pwm" + channel);
      export(chip, channel);
    }

    private void export(Path chip, int channel) {
      if (!Files.isDirectory(directory)) {
        write(chip.resolve("export"), channel);
      }
      long until = System.nanoTime() + PERMISSION_LIMIT_NANOS;
      while (!Files.isWritable(directory.resolve("enable")) && System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      if (isOn() && read("period") == periodNanos) {
        return; // goes on as it is until the initial value is set
      }
      // A duty cycle longer than the period is refused: first none, then the period.
      if (read("period") != 0) {
        write(directory.resolve("duty_cycle"), 0);
      }
      write(directory.resolve("period"), periodNanos);
    }

    @Override
    public Pwm on() {
      write(directory.resolve("duty_cycle"), periodNanos * dutyCycle / 100);
      write(directory.resolve("enable"), 1);
      onState = true;
      return this;
    }

    /** No duty: an output that is merely disabled keeps whatever level it had. */
    @Override
    public Pwm off() {
      dutyCycle = 0;
      return on();
    }

    @Override
    public Pwm on(Integer percent) {
      dutyCycle = percent;
      return on();
    }

    @Override
    public boolean isOn() {
      return read("enable") == 1;
    }

    @Override
    public Integer getDutyCycle() {
      return Math.toIntExact(Math.round(read("duty_cycle") * 100.0 / periodNanos));
    }

    private long read(String name) {
      try {
        return Long.parseLong(Files.readString(directory.resolve(name)).strip());
      } catch (IOException e) {
        throw new ChipTrouble(directory.resolve(name) + ": " + FileTrouble.reading(e));
      } catch (NumberFormatException e) {
        throw new ChipTrouble(directory.resolve(name) + " holds no number");
      }
    }

    private static void write(Path file, long value) {
      try {
        Files.writeString(file, Long.toString(value));
      } catch (AccessDeniedException e) {
        throw new ChipTrouble(
            "permission denied: " + file + "; add the user to the group gpio and start again");
      } catch (IOException e) {
        throw new ChipTrouble(file + ": " + FileTrouble.writing(e));
      }
    }
  }
}
