package dev.ferrule.sim.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results for people. */
final class TextReport implements Bench.Report {

  /** Above this the clients are what limits. */
  private static final double BENCH_LIMIT_PERCENT = 85;

  private static final double MEGA = 1024.0 * 1024;
  private static final int THREADS = 6;

  private final PrintWriter out;

  TextReport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void machine(String description) {
    print("On %s, Java %s%n", description, Runtime.version());
  }

  @Override
  public void run(Outcome outcome, List<Target> targets) {
    Workload workload = outcome.workload();
    Workload.Load load = workload.load();
    print(
        "%n%s: %d %s boards x %d channels x %s rows/s, %d clients%s; %.1f s after %.0f s of warm-up%n",
        workload.name(),
        load.boards(),
        load.form().name().toLowerCase(Locale.ROOT),
        load.channels(),
        number(load.rate()),
        workload.crowd().clients(),
        workload.crowd().slow() == 0
            ? ""
            : " and " + workload.crowd().slow() + " that stop reading",
        outcome.seconds(),
        workload.timing().warmup().toMillis() / 1000.0);
    delivery(outcome);
    usage(outcome);
    for (Target target : targets) {
      row(
          "target",
          "%s %s %s: %s, %s",
          target.what(),
          target.atMost() ? "<=" : ">=",
          number(target.limit()),
          number(target.figure().applyAsDouble(outcome)),
          target.isMet(outcome) ? "met" : "NOT MET");
    }
    out.flush();
  }

  private void delivery(Outcome outcome) {
    Scores.Delivery got = outcome.clients().delivery();
    row(
        "sent",
        "%,.0f readings/s (%,.0f rows/s)%s",
        outcome.readingsPerSecond(),
        outcome.rowsPerSecond(),
        faults(outcome.bench()));
    row(
        "received",
        "%,.0f client readings/s (%,.0f client rows/s), %.1f rows and %.0f B a message",
        outcome.clientReadingsPerSecond(),
        outcome.clientRowsPerSecond(),
        (double) got.rows() / Math.max(1, got.messages()),
        (double) got.bytes() / Math.max(1, got.messages()));
    row(
        "lost",
        "%,d client rows (%.3f %%); doubled %,d, wrong %,d, faulty %,d; merged readings told %,d",
        got.lost(),
        outcome.lossPercent(),
        got.duplicates(),
        got.wrong(),
        got.faulty(),
        got.merged());
    row("latency", "%s", times(got.latency()));
    CommandTimer.Commands commands = outcome.clients().commands();
    if (commands.sent() > 0) {
      row("commands", "%d sent, %s; no end %d", commands.sent(), commands.ends(), commands.open());
      row("acknowledged", "%s", times(commands.acknowledged()));
      row("confirmed", "%s", times(commands.confirmed()));
    }
    for (String complaint : outcome.clients().complaints()) {
      row("gateway says", "%s", complaint);
    }
    if (outcome.workload().crowd().slow() > 0) {
      row(
          "slow clients",
          "closed %s, merged readings told %,d",
          outcome.clients().slowCloses(),
          outcome.clients().slowMerged());
    }
  }

  private static String faults(Outcome.BenchUse bench) {
    return bench.missedRows() + bench.overrunBytes() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; rows not made in time %,d, bytes that the lines did not take %,d",
            bench.missedRows(),
            bench.overrunBytes());
  }

  private void usage(Outcome outcome) {
    row(
        "gateway CPU",
        "%.1f %% of one processor; µs per reading %.2f, per client reading %.3f, per client row %.3f",
        outcome.gatewayCpuPercent(),
        outcome.cpuPerReading(),
        outcome.cpuPerClientReading(),
        outcome.cpuPerClientRow());
    row("its threads", "%s", threads(outcome));
    Outcome.GatewayUse gateway = outcome.gateway();
    row(
        "gateway memory",
        "RSS %.1f MB, at the window's beginning %.1f, at most %.1f",
        gateway.rssAfter() / MEGA,
        gateway.rssBefore() / MEGA,
        gateway.rssPeak() / MEGA);
    Outcome.BenchUse bench = outcome.bench();
    row(
        "measuring",
        "boards and clients %.0f %% of one processor%s, everybody else here %.0f %%",
        bench.cpuPercent(),
        bench.cpuPercent() > BENCH_LIMIT_PERCENT ? " (THE LIMIT IS HERE)" : "",
        bench.othersPercent());
  }

  private static String threads(Outcome outcome) {
    double window = outcome.seconds() * 1e9;
    return outcome.gateway().threads().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(THREADS)
        .map(e -> String.format(Locale.ROOT, "%s %.1f %%", e.getKey(), 100 * e.getValue() / window))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void sustained(Outcome outcome) {
    print(
        "%nSustained: %,.0f readings/s (%,.0f rows/s)%n",
        outcome.readingsPerSecond(), outcome.rowsPerSecond());
  }

  @Override
  public void compared(Outcome control, Outcome slow) {
    double before = control.clients().delivery().latency().p50();
    double after = slow.clients().delivery().latency().p50();
    print(
        "%nA client that stops reading: the others' p50 %+.0f %% (target within 15 %%); RSS at the end"
            + " %+.1f MB beside the run without (target 1 MB)%n",
        100 * (after / before - 1),
        (slow.gateway().rssAfter() - control.gateway().rssAfter()) / MEGA);
  }

  @Override
  public void failed(Workload workload, RunFailed why) {
    print("%n%s: %s%n", workload.name(), why.why());
  }

  private static String times(Latency latency) {
    return String.format(
        Locale.ROOT,
        "p50 %.2f  p99 %.2f  p99.9 %.2f  max %.1f ms (%,d)",
        latency.p50(),
        latency.p99(),
        latency.p999(),
        latency.max(),
        latency.count());
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private void row(String name, String form, Object... values) {
    print("  %-15s %s%n", name, String.format(Locale.ROOT, form, values));
  }

  private void print(String form, Object... values) {
    out.printf(Locale.ROOT, form, values);
    out.flush();
  }
}
