package dev.ferrule.gateway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The outside of a simulated chip of the kernel (gpio-sim): what a wire and a meter would be. */
record GpioLines(Path chip) {

  /** Pulls a line up or down; an input follows, an output does not. */
  void pull(int line, boolean up) throws IOException {
    Files.writeString(attribute(line, "pull"), up ? "pull-up" : "pull-down");
  }

  /** The level of a line. */
  boolean isHigh(int line) throws IOException {
    return Files.readString(attribute(line, "value")).startsWith("1");
  }

  private Path attribute(int line, String name) {
    return chip.resolve("sim_gpio" + line).resolve(name);
  }
}
