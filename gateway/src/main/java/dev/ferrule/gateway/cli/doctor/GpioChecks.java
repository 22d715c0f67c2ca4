package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.device.gpio.GpioChannel;
import dev.ferrule.gateway.device.gpio.GpioChip;
import dev.ferrule.gateway.device.gpio.GpioSettings;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import java.util.Set;
import java.util.TreeSet;

/** Whether GPIO chips are there, can be opened, and have their lines free; touches no line. */
final class GpioChecks {

  private GpioChecks() {}

  static Finding chip(GpioSettings settings, String where) {
    if (settings.chip() instanceof GpioChip.Simulated) {
      return Finding.ok("gpio", where, "simulated");
    }
    Set<Integer> lines = new TreeSet<>();
    for (GpioChannel channel : settings.channels()) {
      if (!(channel.use() instanceof GpioChannel.Pwm)) {
        lines.add(channel.line());
      }
    }
    try (Chip chip = settings.chip().open(settings.pwm())) {
      chip.check(lines);
      return Finding.ok("gpio", where, "all " + lines.size() + " lines are free");
    } catch (ChipTrouble trouble) {
      String[] parts = String.valueOf(trouble.getMessage()).split("; ", 2);
      return Finding.fail("gpio", where, parts[0], parts.length == 2 ? parts[1] : "");
    }
  }
}
