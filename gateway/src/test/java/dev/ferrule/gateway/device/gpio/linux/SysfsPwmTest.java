package dev.ferrule.gateway.device.gpio.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmConfigBuilder;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files that look like the kernel's; no machine of ours has a PWM chip. */
class SysfsPwmTest {

  @TempDir private Path root;
  private @Nullable Context context;

  @AfterEach
  void shutDown() {
    if (context != null) {
      context.shutdown();
    }
  }

  @Test
  void startsWithItsSafeDutyAndFollows() throws IOException {
    chip(0, "fe20c000.pwm");
    Pwm fan = output("", 30);
    assertEquals(List.of("40000", "12000", "1"), values(0));

    fan.on(50);
    assertEquals(List.of("40000", "20000", "1"), values(0));
    assertEquals(50, fan.getDutyCycle());
  }

  @Test
  void zeroIsNoDutyRatherThanSwitchedOff() throws IOException {
    chip(0, "fe20c000.pwm");
    Pwm fan = output("", 0);

    fan.on(50);
    fan.on(0);

    assertEquals(List.of("40000", "0", "1"), values(0));
  }

  @Test
  void chipIsFoundByItsDevice() throws IOException {
    chip(0, "other.pwm");
    chip(3, "1f00098000.pwm");

    output("1f00098000.pwm", 10);

    assertEquals(List.of("40000", "4000", "1"), values(3));
    assertEquals(List.of("0", "0", "0"), values(0));
  }

  @Test
  void saysWhichChipsThereAreWhenOneMustBeNamed() throws IOException {
    chip(0, "a.pwm");
    chip(1, "b.pwm");

    var trouble = assertThrows(ChipTrouble.class, () -> output("", 0));

    String said = String.valueOf(trouble.getMessage());
    assertTrue(said.startsWith("say with pwm_chip which of these: "), said);
    assertTrue(said.contains("a.pwm") && said.contains("b.pwm"), said);
  }

  @Test
  void saysHowAPiGetsPwm() {
    var trouble = assertThrows(ChipTrouble.class, () -> output("", 0));

    assertEquals(
        "this machine has no PWM; on a Pi put dtoverlay=pwm into /boot/firmware/config.txt",
        trouble.getMessage());
  }

  /** 25 kHz on channel 0. */
  private Pwm output(String device, int safe) {
    var provider = new SysfsPwm(root, device);
    Context made = Pi4J.newContextBuilder().noAutoDetect().add(provider).build();
    context = made;
    PwmConfigBuilder builder = Pwm.newConfigBuilder(made);
    builder.id("fan");
    builder.channel(0);
    builder.bcm(0);
    builder.frequency(25_000);
    builder.initial(safe);
    builder.shutdown(safe);
    return provider.create(builder.build());
  }

  private void chip(int number, String device) throws IOException {
    Path chip = Files.createDirectories(root.resolve("pwmchip" + number).resolve("pwm0"));
    for (String name : List.of("period", "duty_cycle", "enable")) {
      Files.writeString(chip.resolve(name), "0\n");
    }
    Files.createDirectories(root.resolve("devices").resolve(device));
    Files.createSymbolicLink(
        chip.resolveSibling("device"), root.resolve("devices").resolve(device));
  }

  private List<String> values(int number) throws IOException {
    Path output = root.resolve("pwmchip" + number).resolve("pwm0");
    return List.of(
        Files.readString(output.resolve("period")).strip(),
        Files.readString(output.resolve("duty_cycle")).strip(),
        Files.readString(output.resolve("enable")).strip());
  }
}
