package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MistakePrinterTest {

  @Test
  void pointsAtTheValueOnATerminal() {
    assertEquals(
        """
        f.yaml:3:14: devices.climate.driver: must be one of firmware, text, nmea, modbus-rtu, gpio, not "fimware"; did you mean "firmware"?
          3 |     driver:  fimware  # a comment
            |              ^^^^^^^
        f.yaml: 1 problem
        """,
        printed("devices:\n  climate:\n    driver:  fimware  # a comment\n    port: /dev/ttyS0\n"));
  }

  @Test
  void keepsControlCharactersFromTheTerminal() {
    assertEquals(
        """
        f.yaml:2:1: a tab stands here; YAML is indented with spaces
          2 |  name: x
            | ^
        f.yaml: 1 problem
        """,
        printed("gateway:\n\tname: x\n"));
  }

  @Test
  void pointsPastTheEndWithoutALine() {
    assertEquals(
        """
        f.yaml:3:1: the file ends inside a quoted text; its first quote is in line 2
        f.yaml: 1 problem
        """,
        printed("gateway:\n  name: \"x\n"));
  }

  private static String printed(String yaml) {
    var out = new StringWriter();
    var invalid = assertInstanceOf(Loaded.Invalid.class, ConfigurationFile.parse(yaml));
    new MistakePrinter(new PrintWriter(out), true).print("f.yaml", invalid);
    return out.toString();
  }
}
