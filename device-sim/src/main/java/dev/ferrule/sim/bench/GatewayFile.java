package dev.ferrule.sim.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The configuration that a gateway gets for a run. */
final class GatewayFile {

  /** Clients beyond those of the run: somebody may look at the dashboard meanwhile. */
  private static final int SPARE_CLIENTS = 16;

  private final Workload workload;
  private final StringBuilder yaml = new StringBuilder();

  private GatewayFile(Workload workload) {
    this.workload = workload;
  }

  /**
   * The text of the file.
   *
   * @param links of the boards
   * @param tick the gateway's {@code limits.tick}
   */
  static String of(Workload workload, List<Path> links, Optional<String> tick) {
    return new GatewayFile(workload).text(links, tick);
  }

  private String text(List<Path> links, Optional<String> tick) {
    line("gateway: {name: Load}");
    line("http: {port: 0}");
    line("limits:");
    line("  clients: " + (workload.crowd().all() + SPARE_CLIENTS));
    tick.ifPresent(time -> line("  tick: " + time));
    line("devices:");
    for (int board = 0; board < links.size(); board++) {
      line("  " + ChannelMap.device(board) + ":");
      line("    port: \"" + links.get(board) + "\"");
      switch (workload.load().form()) {
        case FIRMWARE -> line("    driver: firmware");
        case TEXT -> text();
      }
    }
    return yaml.toString();
  }

  /** A board that only prints lines does not say what is in them. */
  private void text() {
    String period =
        String.format(Locale.ROOT, "period: %.3fms", Math.max(1, 1000 / workload.load().rate()));
    line("    driver: text");
    line("    channels:");
    line("      " + BoardSource.SEQUENCE + ": {kind: counter, " + period + "}");
    line("      " + BoardSource.STAMP + ": {unit: us, " + period + "}");
    line("      " + BoardSource.OUTPUT + ":");
    line("        write: \"" + BoardSource.OUTPUT + "={value}\\n\"");
    line("        acknowledgement: \"ok " + BoardSource.OUTPUT + "={value}\"");
    line("        safe: 0");
    line("        " + period);
    for (int i = 0; i < workload.load().channels() - 3; i++) {
      line("      " + BoardSource.FILLER + i + ": {unit: Cel, decimals: 2, " + period + "}");
    }
  }

  private void line(String text) {
    yaml.append(text).append('\n');
  }
}
