package dev.ferrule.sim.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferrule.sim.bench.model.Outcome;
import dev.ferrule.sim.bench.model.Target;
import dev.ferrule.sim.bench.model.Workload;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Says what came of runs: for people, or one JSON object per line with its kind in "event". */
public final class Report {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private static final double MEGA = 1024.0 * 1024;

  private final PrintWriter out;
  private final PrintWriter progress;
  private final boolean json;
  private StringBuilder text = new StringBuilder();

  private record Machine(int processors, String java) {}

  private record Run(Outcome outcome, List<Target.Judged> targets) {}

  private record Sustained(double readingsPerSecond, double rowsPerSecond) {}

  private record Compared(double p50Without, double p50With, long rssWithout, long rssWith) {}

  /**
   * A report.
   *
   * @param out where results go
   * @param progress where it is said what is under way
   * @param json for programs
   */
  public Report(PrintWriter out, PrintWriter progress, boolean json) {
    this.out = out;
    this.progress = progress;
    this.json = json;
  }

  /** Says what all runs on. */
  public void machine() {
    var machine =
        new Machine(Runtime.getRuntime().availableProcessors(), Runtime.version().toString());
    text.append(form("%d processors, Java %s%n", machine.processors, machine.java));
    say("machine", machine);
  }

  void begin(Workload workload) {
    progress.printf(
        Locale.ROOT,
        "%s: connects %,d clients, warms up for %.1f s, measures for %.1f s ...%n",
        workload.name(),
        workload.crowd().all(),
        workload.warmup().toMillis() / 1e3,
        workload.window().toMillis() / 1e3);
    progress.flush();
  }

  void run(Outcome outcome, List<Target.Judged> targets) {
    Outcome.Sent sent = outcome.sent();
    text.append(
        form(
            "%n%s: %d boards x %d channels x %,.0f rows/s, %,d clients%s, %.1f s%n",
            outcome.name(),
            sent.boards(),
            sent.channels(),
            sent.rate(),
            outcome.clients(),
            outcome.slow() == 0 ? "" : " and " + outcome.slow() + " that stop reading",
            outcome.seconds()));
    delivery(outcome);
    usage(outcome);
    for (String complaint : outcome.complaints()) {
      row("gateway says", "%s", complaint);
    }
    for (Target.Judged target : targets) {
      row(
          "target",
          "%s %s %,.2f: %,.2f, %s",
          target.what(),
          target.relation(),
          target.limit(),
          target.figure(),
          target.met() ? "met" : "NOT MET");
    }
    say("run", new Run(outcome, targets));
  }

  private void delivery(Outcome outcome) {
    Outcome.Sent sent = outcome.sent();
    row(
        "sent",
        "%,.0f readings/s (%,.0f rows/s); rows not made in time %,d, bytes not taken %,d",
        sent.readingsPerSecond(),
        sent.rowsPerSecond(),
        sent.missedRows(),
        sent.overrunBytes());
    Outcome.Received got = outcome.received();
    double messages = Math.max(1, got.messages());
    row(
        "received",
        "%,.0f client readings/s (%,.0f client rows/s), %.1f rows and %.0f B a message",
        got.readingsPerSecond(),
        got.rowsPerSecond(),
        got.rows() / messages,
        got.bytes() / messages);
    row(
        "lost",
        "%,d client rows (%.3f %%); doubled %,d, wrong %,d, faulty %,d; merged readings told %,d",
        got.lost(),
        got.lossPercent(),
        got.doubled(),
        got.wrong(),
        got.faulty(),
        got.merged());
    row("latency", "%s", got.latency());
    Outcome.Commands commands = outcome.commands();
    if (commands.sent() > 0) {
      row("commands", "%d sent, %s; no end %d", commands.sent(), commands.ends(), commands.open());
      row("acknowledged", "%s", commands.acknowledged());
      row("confirmed", "%s", commands.confirmed());
    }
    if (outcome.slow() > 0) {
      Outcome.Stopped stopped = outcome.stopped();
      row("slow", "closed %s, merged readings told %,d", stopped.closes(), stopped.merged());
    }
  }

  private void usage(Outcome outcome) {
    Outcome.Gateway gateway = outcome.gateway();
    row(
        "gateway CPU",
        "%.1f %% of one processor; µs per reading %.2f, per client reading %.3f, per client row %.3f",
        gateway.cpuPercent(),
        gateway.cpuMicrosPerReading(),
        gateway.cpuMicrosPerClientReading(),
        gateway.cpuMicrosPerClientRow());
    row(
        "gateway memory",
        "RSS %.1f MB, at the window's beginning %.1f, at most %.1f",
        gateway.rss() / MEGA,
        gateway.rssBefore() / MEGA,
        gateway.rssPeak() / MEGA);
    Outcome.Bench bench = outcome.bench();
    row(
        "measuring",
        "boards and clients %.0f %% of one processor, everybody else here %.0f %%",
        bench.cpuPercent(),
        bench.othersCpuPercent());
    if (bench.isLimit()) {
      row("WARNING", "boards and clients were the limit: the gateway may do better than this");
    }
  }

  /** The fastest step of a scenario that met all its targets. */
  void sustained(Outcome outcome) {
    var sustained =
        new Sustained(outcome.sent().readingsPerSecond(), outcome.sent().rowsPerSecond());
    text.append(
        form(
            "%nSustained: %,.0f readings/s (%,.0f rows/s)%n",
            sustained.readingsPerSecond, sustained.rowsPerSecond));
    say("sustained", sustained);
  }

  /** A load without and with a client that stopped reading. */
  void compared(Outcome control, Outcome slow) {
    var compared =
        new Compared(
            control.received().latency().p50(),
            slow.received().latency().p50(),
            control.gateway().rss(),
            slow.gateway().rss());
    text.append(
        form(
            "%nA client that stops reading: the others' p50 %+.0f %% (target within 15 %%), RSS at the"
                + " end %+.1f MB (target 1 MB)%n",
            100 * (compared.p50With / compared.p50Without - 1),
            (compared.rssWith - compared.rssWithout) / MEGA));
    say("compared", compared);
  }

  private void row(String name, String form, Object... values) {
    text.append(form("  %-15s %s%n", name, form(form, values)));
  }

  private static String form(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  /** Prints the record, or the text that was written for it. */
  private void say(String event, Object what) {
    if (json) {
      ObjectNode line = JSON.createObjectNode().put("event", event);
      line.setAll(JSON.<ObjectNode>valueToTree(what));
      try {
        out.println(JSON.writeValueAsString(line));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } else {
      out.print(text);
    }
    out.flush();
    text = new StringBuilder();
  }
}
