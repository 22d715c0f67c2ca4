package dev.ferrule.protocol.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The C library's own tests, and what it comes to on the chips that it is made for. */
class CLibraryTest {
  private static final Pattern SIZE =
      Pattern.compile("^ *(?<text>\\d+)\\s+(?<data>\\d+)\\s+(?<bss>\\d+)\\s", Pattern.MULTILINE);

  private static final Pattern CYCLES = Pattern.compile(": \\d+$", Pattern.MULTILINE);

  /** Flash of an ATmega328P beside the boot loader of an Uno. */
  private static final int UNO_FLASH = 32_256;

  /**
   * Of the chip's 2,048 bytes; the rest is for the stack and for the sensors of whoever starts from
   * the example.
   */
  private static final int EXAMPLE_RAM = 1_228;

  @Test
  void passesItsOwnTestsUnderSanitizers() throws Exception {
    Toolchain.needs("gcc make", "cc", "make");
    String output = Toolchain.make("test");
    assertTrue(output.contains(" tests, 0 failed"), output);
  }

  @Test
  void compilesForAnAtmega328p() throws Exception {
    Toolchain.needs("gcc-avr avr-libc make", "avr-gcc", "make");
    Toolchain.make("avr");
  }

  @Test
  void showsWhatItCosts() throws Exception {
    Toolchain.needs(
        "gcc make pkg-config gcc-avr avr-libc libsimavr-dev libelf-dev",
        "cc",
        "make",
        "pkg-config",
        "avr-gcc",
        "/usr/include/simavr/sim_avr.h");
    String output = Toolchain.make("cycles");
    assertEquals(2 * 5, CYCLES.matcher(output).results().count(), output);
    assertFalse(output.contains("not obeyed"), output);
  }

  @Test
  void theExampleFitsAnUno() throws Exception {
    Toolchain.needs("gcc-avr avr-libc make", "avr-gcc", "make");
    checkSize(Toolchain.make("uno"));
  }

  @Test
  void theArduinoSketchFitsAnUno() throws Exception {
    Toolchain.needs(
        "arduino-core-avr gcc-avr make",
        "avr-g++",
        "make",
        "/usr/share/arduino/hardware/arduino/avr/cores/arduino/Arduino.h");
    checkSize(Toolchain.make("sketch"));
  }

  private static void checkSize(String output) {
    Matcher size = SIZE.matcher(output);
    assertTrue(size.find(), output);
    int data = Integer.parseInt(size.group("data"));
    assertTrue(data + Integer.parseInt(size.group("bss")) <= EXAMPLE_RAM, output);
    assertTrue(data + Integer.parseInt(size.group("text")) <= UNO_FLASH, output);
  }
}
