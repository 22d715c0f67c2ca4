package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway is killed (SIGKILL) while its broker is away, and once more while it tells what that
 * left: what its history had is told, and what was acknowledged does not come again but for what
 * was under way.
 */
@Timeout(600)
class KilledInOutageIT {

  private static final int RUN = 1_000_000;

  @TempDir private Path temp;

  @Test
  void losesNothingThatItsHistoryHas() throws Exception {
    try (var broker = new MosquittoProcess(temp, "max_queued_messages 0")) {
      broker.start();
      try (var proxy = new Proxy(broker.port());
          var receipts = new Receipts(broker.port())) {
        long first;
        try (var one = new Run(proxy.port(), 0)) {
          receipts.await("temp", 50);
          proxy.down();
          one.awaitCommitted(receipts.count("temp") + 500);
          first = one.kill();
        }
        long second;
        try (var two = new Run(proxy.port(), RUN)) {
          two.awaitCommitted(RUN + 500);
          second = two.kill();
        }
        assertTrue(receipts.missing("temp", 1, first) > 400);
        try (var three = new Run(proxy.port(), 2 * RUN)) {
          three.awaitCommitted(2 * RUN + 100);
          proxy.up();
          receipts.await("temp", receipts.count("temp") + 200);
          three.kill();
        }
        int before = receipts.again("temp");
        try (var four = new Run(proxy.port(), 3 * RUN)) {
          receipts.awaitAll("temp", 1, first);
          receipts.awaitAll("temp", RUN + 1, second);
          four.kill();
        }
        int again = receipts.again("temp");
        System.out.printf(
            "outage with 3 kills: %d and %d committed, lost 0, again %d of the outage, %d in all,"
                + " out of order %d%n",
            first, second - RUN, before, again, receipts.outOfOrder("temp"));
        assertTrue(before <= Bridge.IN_FLIGHT, () -> "again: " + before);
        assertTrue(again <= before + 400, () -> "again: " + again);
        assertEquals(0, receipts.lost().size());
      }
    }
  }

  /** One life of a gateway. */
  private final class Run implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private long committed;

    Run(int port, long before) throws Exception {
      process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx96m",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  ManagementFactory.getRuntimeMXBean().getClassPath(),
                  OutagedProcess.class.getName(),
                  temp.resolve("data").toString(),
                  Integer.toString(port),
                  Long.toString(before))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    void awaitCommitted(long number) throws Exception {
      while (committed < number) {
        assertTrue(hear(), "it ended by itself");
      }
    }

    private boolean hear() throws Exception {
      String line = out.readLine();
      if (line != null && line.startsWith("committed ")) {
        committed = Long.parseLong(line.substring(10));
      }
      return line != null;
    }

    /** Kills it; what it had said was committed. */
    long kill() throws Exception {
      // By its handle: the process itself would throw away what it said last.
      assertTrue(process.toHandle().destroyForcibly());
      while (hear()) {}
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      return committed;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
