package dev.ferrule.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ferrule.sim.line.WireCounts;
import dev.ferrule.sim.replay.Replay;
import dev.ferrule.sim.replay.Replay.Content;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** Says on standard output what is where: for people, or as JSON, one object per line. */
final class ConsoleOutput {

  private static final JsonFactory JSON = new JsonFactory();

  private final PrintWriter out;
  private final boolean json;

  /** Writes the fields of one object. */
  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  ConsoleOutput(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** All links exist now. */
  void ready(Simulation simulation) {
    if (json) {
      line("ready", body -> describe(simulation, body));
      return;
    }
    int channels = simulation.boards().stream().mapToInt(b -> b.plan().channels().size()).sum();
    out.printf(
        "%s: %s, %s%n",
        simulation.scenario().name(),
        count(simulation.boards().size(), "board"),
        count(channels, "channel"));
    for (SimBoard board : simulation.boards()) {
      BoardPlan plan = board.plan();
      out.printf(
          "%n%s  %s%s%n  %s%n",
          plan.name(),
          word(plan.driver()),
          plan.line().baud() == 0 ? "" : ", " + plan.line().baud() + " baud",
          board.link());
      String row =
          "  %%-%ds %%-%ds %%-8s %%-2s %%s%%n"
              .formatted(width(plan, ChannelPlan::key, 16), width(plan, ChannelPlan::name, 24));
      for (ChannelPlan channel : plan.channels()) {
        out.printf(
            row,
            channel.key(),
            channel.name(),
            channel.unit(),
            access(channel),
            channel.access().dangerous() ? "dangerous" : "");
      }
    }
    out.printf("%nCtrl-C stops.%n");
    out.flush();
  }

  private static int width(BoardPlan plan, Function<ChannelPlan, String> column, int least) {
    return Math.max(
        least, plan.channels().stream().mapToInt(c -> column.apply(c).length()).max().orElse(0));
  }

  /** The link exists; the capture begins when somebody opens it. */
  void ready(Replay replay) {
    Content content = replay.content();
    if (json) {
      line(
          "ready",
          body -> {
            body.writeStringField("replay", replay.plan().file().toString());
            body.writeNumberField("pid", ProcessHandle.current().pid());
            body.writeStringField("link", replay.plan().link().toString());
            body.writeNumberField("bytes", content.bytes());
            body.writeNumberField("seconds", content.length().toMillis() / 1e3);
          });
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s: %,d bytes in %.1f s from %s at %d baud%n%n%s%n%n"
            + "Plays when somebody opens it. Ctrl-C stops.%n",
        replay.plan().file(),
        content.bytes(),
        content.length().toMillis() / 1e3,
        content.head().port(),
        content.head().baud(),
        replay.plan().link());
    out.flush();
  }

  /** What was played until the end. */
  void played(Replay replay) {
    WireCounts counts = replay.counts();
    long missed = counts.overrun() + counts.unheard();
    if (json) {
      line(
          "played",
          body -> {
            body.writeNumberField("bytes", counts.bytes());
            body.writeNumberField("missed_bytes", missed);
          });
    } else {
      out.printf(
          Locale.ROOT,
          "played %,d bytes%s%n",
          counts.bytes(),
          missed == 0 ? "" : String.format(Locale.ROOT, ", %,d of them to nobody", missed));
      out.flush();
    }
  }

  /** What the load came to in the last interval. */
  void load(ThroughputMeter.Interval interval) {
    if (json) {
      line(
          "load",
          body -> {
            body.writeNumberField("seconds", interval.seconds());
            body.writeNumberField("readings", interval.readings());
            body.writeNumberField("readings_per_s", Math.round(interval.readingsPerSecond()));
            body.writeNumberField("bytes_per_s", Math.round(interval.bytesPerSecond()));
            body.writeNumberField("missed_rows", interval.missedRows());
            body.writeNumberField("overrun_bytes", interval.overrunBytes());
            body.writeNumberField("unheard_bytes", interval.unheardBytes());
            body.writeNumberField("cpu_pct", Math.round(interval.cpuPercent()));
          });
    } else {
      out.printf(
          Locale.ROOT,
          "%6.1f s  %,10.0f readings/s  %,12.0f B/s  missed rows %d  overrun %d B  unheard %d B"
              + "  CPU %.0f %%%n",
          interval.seconds(),
          interval.readingsPerSecond(),
          interval.bytesPerSecond(),
          interval.missedRows(),
          interval.overrunBytes(),
          interval.unheardBytes(),
          interval.cpuPercent());
      out.flush();
    }
  }

  /** All links are gone. */
  void stopped() {
    if (json) {
      line("stopped", _ -> {});
    }
  }

  private static void describe(Simulation simulation, JsonGenerator body) throws IOException {
    body.writeStringField("scenario", simulation.scenario().name());
    body.writeNumberField("pid", ProcessHandle.current().pid());
    body.writeArrayFieldStart("boards");
    for (SimBoard board : simulation.boards()) {
      BoardPlan plan = board.plan();
      body.writeStartObject();
      body.writeStringField("name", plan.name());
      body.writeStringField("driver", word(plan.driver()));
      body.writeStringField("link", board.link().toString());
      body.writeNumberField("baud", plan.line().baud());
      body.writeArrayFieldStart("channels");
      for (ChannelPlan channel : plan.channels()) {
        describe(channel, body);
      }
      body.writeEndArray();
      body.writeEndObject();
    }
    body.writeEndArray();
  }

  private static void describe(ChannelPlan channel, JsonGenerator body) throws IOException {
    body.writeStartObject();
    body.writeStringField("key", channel.key());
    body.writeStringField("name", channel.name());
    body.writeStringField("unit", channel.unit());
    body.writeStringField("kind", channel.kind().name().toLowerCase(Locale.ROOT));
    body.writeNumberField("decimals", channel.decimals());
    body.writeNumberField("period_ms", millis(channel.period()));
    body.writeStringField("access", access(channel));
    body.writeBooleanField("dangerous", channel.access().dangerous());
    body.writeEndObject();
  }

  private void line(String event, Body fields) {
    var text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeStringField("event", event);
      fields.write(generator);
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(text);
    out.flush();
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static double millis(Duration period) {
    return period.toNanos() / 1e6;
  }

  private static String word(BoardPlan.Driver driver) {
    return driver.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String access(ChannelPlan channel) {
    return (channel.access().readable() ? "r" : "") + (channel.access().writable() ? "w" : "");
  }
}
