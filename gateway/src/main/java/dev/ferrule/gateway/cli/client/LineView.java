package dev.ferrule.gateway.cli.client;

import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A line for each reading: for people, or one JSON object each with fields that stay as they are.
 */
public final class LineView implements WatchView {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;

  /** Prints readings to {@code out} and everything else to {@code err}. */
  public LineView(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  @Override
  public void reading(ClientReading reading) {
    out.println(json ? json(reading) : text(reading));
  }

  private static String text(ClientReading reading) {
    String line =
        "%s  %-24s %s"
            .formatted(
                LOCAL.format(Instant.ofEpochMilli(reading.time())),
                reading.channel().id(),
                reading.text());
    return reading.quality() == 0 ? line : line + "  (" + reading.qualityText() + ")";
  }

  private static String json(ClientReading reading) {
    String value =
        Double.isNaN(reading.value()) ? "null" : reading.channel().number(reading.value());
    return new JsonText()
        .object()
        .field("time", Forms.rfc3339(reading.time()))
        .field("channel", reading.channel().id())
        .fieldRaw("value", value)
        .field("unit", reading.channel().unit())
        .field("quality", reading.qualityText())
        .endObject()
        .toString();
  }

  @Override
  public void note(String text) {
    err.println("ferrule: " + text);
    err.flush();
  }

  @Override
  public void tick(long gatewayTime) {
    out.flush();
  }

  @Override
  public boolean isAbandoned() {
    return out.checkError();
  }

  @Override
  public void close() {
    out.flush();
  }
}
