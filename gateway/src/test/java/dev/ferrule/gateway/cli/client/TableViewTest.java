package dev.ferrule.gateway.cli.client;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.gateway.linux.TerminalSize;
import dev.ferrule.protocol.Quality;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableViewTest {

  private final StringWriter screen = new StringWriter();
  private final AtomicReference<TerminalSize> size =
      new AtomicReference<>(new TerminalSize(80, 24));

  @Test
  void drawsAligned() throws IOException {
    TableView view = view(false);
    view.reading(reading(0, "temp", "\"unit\":\"Cel\",\"decimals\":1", 10_000, 21.5, Quality.GOOD));
    view.reading(
        reading(
            1,
            "humidity",
            "\"unit\":\"%\",\"decimals\":0",
            7_000,
            100,
            Quality.of(Quality.STALE, Quality.LINK_DOWN)));

    view.tick(10_300);

    assertEquals(
        """
        DEVICE   CHANNEL     VALUE    AGE  QUALITY
        climate  temp      21.5 °C  0.3 s  good
        climate  humidity    100 %  3.3 s  stale: link down
        """,
        drawn());
  }

  @Test
  void neverWrapsNorScrollsAfterAResize() throws IOException {
    TableView view = view(false);
    for (int i = 0; i < 30; i++) {
      view.reading(reading(i, "channel_" + i, "\"decimals\":0", 0, i, Quality.GOOD));
    }
    view.note("connection lost");

    size.set(new TerminalSize(30, 10));
    view.tick(0);

    var lines = drawn().lines().toList();
    assertAll(
        () -> assertEquals(9, lines.size(), lines::toString),
        () -> assertTrue(lines.stream().allMatch(l -> l.length() < 30), lines::toString),
        () -> assertTrue(lines.getLast().startsWith("23 more; "), lines::toString));
  }

  @Test
  void colorsOnlyWhenWanted() throws IOException {
    ClientReading stale =
        reading(0, "temp", "\"decimals\":0", 0, 1, Quality.of(Quality.STALE, Quality.NO_DATA));
    TableView plain = view(false);
    plain.reading(stale);
    plain.tick(0);
    assertFalse(screen.toString().contains("\u001b[2m"));

    TableView colored = view(true);
    colored.reading(stale);
    colored.tick(0);

    assertTrue(screen.toString().contains("\u001b[2mclimate  temp"), screen::toString);
  }

  @Test
  void leavesTheTerminalAsItWasWithTheLastState() throws IOException {
    TableView view = view(true);
    view.reading(reading(0, "temp", "\"decimals\":0", 0, 1, Quality.GOOD));
    view.tick(0);

    view.close();
    view.close();
    view.tick(5);

    String[] parts = screen.toString().split("\u001b\\[\\?25h\u001b\\[\\?1049l", -1);
    assertAll(
        () -> assertEquals(2, parts.length),
        () -> assertTrue(parts[0].startsWith("\u001b[?1049h\u001b[?25l")),
        () ->
            assertEquals(
                "DEVICE   CHANNEL  VALUE    AGE  QUALITY\nclimate  temp         1  0.0 s  good\n",
                parts[1].replace(System.lineSeparator(), "\n")));
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0.0 s",
    "940, 0.9 s",
    "9949, 9.9 s",
    "9950, 9 s",
    "119999, 119 s",
    "120000, 2 min",
    "7200000, 2 h",
    "172800000, 2 d"
  })
  void ageGrowsUnits(long millis, String age) {
    assertEquals(age, TableView.age(millis));
  }

  private TableView view(boolean color) {
    return new TableView(new PrintWriter(screen), color, size::get);
  }

  /** The lines of the last drawing without what moves the cursor. */
  private String drawn() {
    String all = screen.toString();
    String last = all.substring(all.lastIndexOf("\u001b[H") + 3);
    return String.join(
        "\n",
        Arrays.asList(last.replace("\u001b[J", "").replace("\u001b[K", "").split("\r\n", -1)));
  }

  private static ClientReading reading(
      int number, String key, String fields, long time, double value, int quality)
      throws IOException {
    String id = "climate." + key;
    ClientChannel channel =
        ClientChannel.of(
            JsonTree.read(
                "{\"n\":"
                    + number
                    + ",\"id\":\""
                    + id
                    + "\",\"device\":\"climate\","
                    + fields
                    + "}"));
    return new ClientReading(channel, time, value, quality);
  }
}
