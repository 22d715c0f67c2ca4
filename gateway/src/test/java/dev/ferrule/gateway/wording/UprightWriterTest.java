package dev.ferrule.gateway.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class UprightWriterTest {

  @Test
  void writesOutWhatWouldTurnALineAround() {
    var screen = new StringWriter();
    var out = new PrintWriter(new UprightWriter(screen), true);

    out.println("name \u202enoitcerid\u202c is \u05d0 of 20 °C \ud83d\ude00");
    out.print('\u2067');
    out.printf("%s", "\u200f|");
    out.flush();

    assertEquals(
        "name \\u202enoitcerid\\u202c is \u05d0 of 20 °C \ud83d\ude00"
            + System.lineSeparator()
            + "\\u2067\\u200f|",
        screen.toString());
  }
}
