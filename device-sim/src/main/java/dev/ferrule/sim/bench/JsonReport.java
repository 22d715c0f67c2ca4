package dev.ferrule.sim.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results for programs: one object a line, its kind in {@code event}. Times are in ms. */
final class JsonReport implements Bench.Report {

  private static final JsonFactory JSON = new JsonFactory();

  private final PrintWriter out;

  /** Writes the fields of one object. */
  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  JsonReport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void machine(String description) {
    line(
        "machine",
        json -> {
          json.writeStringField("processors", description);
          json.writeStringField("java", Runtime.version().toString());
        });
  }

  @Override
  public void run(Outcome outcome, List<Target> targets) {
    line(
        "run",
        json -> {
          workload(json, outcome.workload());
          json.writeNumberField("seconds", outcome.seconds());
          json.writeNumberField("readings_per_s", outcome.readingsPerSecond());
          json.writeNumberField("rows_per_s", outcome.rowsPerSecond());
          json.writeNumberField("client_readings_per_s", outcome.clientReadingsPerSecond());
          json.writeNumberField("client_rows_per_s", outcome.clientRowsPerSecond());
          delivery(json, outcome);
          commands(json, outcome.clients().commands());
          gateway(json, outcome);
          json.writeNumberField("bench_cpu_pct", outcome.bench().cpuPercent());
          json.writeNumberField("others_cpu_pct", outcome.bench().othersPercent());
          targets(json, outcome, targets);
        });
  }

  private static void workload(JsonGenerator json, Workload workload) throws IOException {
    json.writeStringField("name", workload.name());
    json.writeStringField("driver", workload.load().form().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("boards", workload.load().boards());
    json.writeNumberField("channels", workload.load().channels());
    json.writeNumberField("rate", workload.load().rate());
    json.writeNumberField("clients", workload.crowd().clients());
    json.writeNumberField("slow", workload.crowd().slow());
  }

  private static void delivery(JsonGenerator json, Outcome outcome) throws IOException {
    Scores.Delivery got = outcome.clients().delivery();
    json.writeNumberField("lost_rows", got.lost());
    json.writeNumberField("loss_pct", outcome.lossPercent());
    json.writeNumberField("doubled_rows", got.duplicates());
    json.writeNumberField("repeated_rows", got.repeated());
    json.writeNumberField("wrong_rows", got.wrong());
    json.writeNumberField("faulty", got.faulty());
    json.writeNumberField("merged", got.merged());
    json.writeNumberField("messages", got.messages());
    json.writeNumberField("bytes", got.bytes());
    json.writeNumberField("missed_rows", outcome.bench().missedRows());
    json.writeNumberField("overrun_bytes", outcome.bench().overrunBytes());
    json.writeNumberField("slow_merged", outcome.clients().slowMerged());
    json.writeObjectFieldStart("slow_closed");
    for (Map.Entry<Integer, Integer> close : outcome.clients().slowCloses().entrySet()) {
      json.writeNumberField(Integer.toString(close.getKey()), close.getValue());
    }
    json.writeEndObject();
    times(json, "latency", got.latency());
  }

  private static void commands(JsonGenerator json, CommandTimer.Commands commands)
      throws IOException {
    json.writeNumberField("commands", commands.sent());
    json.writeNumberField("commands_without_end", commands.open());
    json.writeObjectFieldStart("command_ends");
    for (Map.Entry<String, Integer> end : commands.ends().entrySet()) {
      json.writeNumberField(end.getKey(), end.getValue());
    }
    json.writeEndObject();
    times(json, "acknowledged", commands.acknowledged());
    times(json, "confirmed", commands.confirmed());
  }

  private static void gateway(JsonGenerator json, Outcome outcome) throws IOException {
    Outcome.GatewayUse gateway = outcome.gateway();
    json.writeNumberField("cpu_pct", outcome.gatewayCpuPercent());
    json.writeNumberField("cpu_us_per_reading", outcome.cpuPerReading());
    json.writeNumberField("cpu_us_per_client_reading", outcome.cpuPerClientReading());
    json.writeNumberField("cpu_us_per_client_row", outcome.cpuPerClientRow());
    json.writeNumberField("rss", gateway.rssAfter());
    json.writeNumberField("rss_before", gateway.rssBefore());
    json.writeNumberField("rss_peak", gateway.rssPeak());
    json.writeObjectFieldStart("thread_cpu_ms");
    for (Map.Entry<String, Long> thread : gateway.threads().entrySet()) {
      json.writeNumberField(thread.getKey(), thread.getValue() / 1_000_000);
    }
    json.writeEndObject();
  }

  private static void targets(JsonGenerator json, Outcome outcome, List<Target> targets)
      throws IOException {
    json.writeArrayFieldStart("targets");
    for (Target target : targets) {
      json.writeStartObject();
      json.writeStringField("what", target.what());
      json.writeNumberField(target.atMost() ? "at_most" : "at_least", target.limit());
      json.writeNumberField("figure", target.figure().applyAsDouble(outcome));
      json.writeBooleanField("met", target.isMet(outcome));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void times(JsonGenerator json, String name, Latency latency) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", latency.count());
    json.writeNumberField("p50", latency.p50());
    json.writeNumberField("p99", latency.p99());
    json.writeNumberField("p999", latency.p999());
    json.writeNumberField("max", latency.max());
    json.writeEndObject();
  }

  @Override
  public void sustained(Outcome outcome) {
    line(
        "sustained",
        json -> {
          json.writeNumberField("readings_per_s", outcome.readingsPerSecond());
          json.writeNumberField("rows_per_s", outcome.rowsPerSecond());
        });
  }

  @Override
  public void compared(Outcome control, Outcome slow) {
    line(
        "compared",
        json -> {
          json.writeNumberField("p50_without", control.clients().delivery().latency().p50());
          json.writeNumberField("p50_with", slow.clients().delivery().latency().p50());
          json.writeNumberField("rss_without", control.gateway().rssAfter());
          json.writeNumberField("rss_with", slow.gateway().rssAfter());
        });
  }

  @Override
  public void failed(Workload workload, RunFailed why) {
    line(
        "failed",
        json -> {
          json.writeStringField("name", workload.name());
          json.writeStringField("why", why.why());
        });
  }

  private void line(String event, Body fields) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("event", event);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(text);
    out.flush();
  }
}
