package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import dev.ferrule.gateway.mqtt.BrokerTrial;
import dev.ferrule.gateway.mqtt.Publication;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a broker is told of an outage when the history has let some of it go. */
@Timeout(180)
class DroppedByHistoryTest {

  private static final String PAST = "ferrule/g/boiler/temp/past";

  @TempDir private Path temp;

  @Test
  void saysHowManyReadingsAreMissingAndWhere() throws Exception {
    try (var broker = new MosquittoProcess(temp)) {
      broker.start();
      Path data = temp.resolve("data");
      try (var proxy = new Proxy(broker.port());
          var watcher = new Watcher(broker.port(), PAST)) {
        proxy.down();
        BridgeSettings settings = BridgeRig.settings(BridgeRig.broker(proxy.port(), Version.V5));
        try (var rig = BridgeRig.remembering(settings, data)) {
          read(rig, 1, 3_000);
        }
        try (Connection file =
                DriverManager.getConnection("jdbc:sqlite:" + data.resolve("history.db"));
            Statement drop = file.createStatement()) {
          // What retention does: the oldest blocks of the channel go, wherever they end.
          assertTrue(
              drop.executeUpdate(
                      "WITH mine AS (SELECT block.id FROM block JOIN series ON series.id = series"
                          + " WHERE channel = 'boiler.temp' ORDER BY number)"
                          + " DELETE FROM block WHERE id IN (SELECT id FROM mine LIMIT 2)")
                  == 2);
        }
        try (var rig = BridgeRig.remembering(settings, data)) {
          proxy.up();
          JsonNode gap = Watcher.json(watcher.await(PAST));
          JsonNode first = Watcher.json(watcher.await(PAST));
          assertTrue(gap.path("past").asBoolean(), gap::toString);
          long lost = gap.path("lost").asLong();
          assertTrue(lost > 0, gap::toString);
          assertEquals(gap.path("t").asLong(), first.path("t").asLong());
          assertEquals(lost + 1, Math.round(first.path("v").asDouble() * 10));
          long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
          while (rig.backlog().lost() != lost && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
          }
          assertEquals(lost, rig.backlog().lost());
        }
      }
    }
  }

  private static void read(BridgeRig rig, int first, int last) throws Exception {
    for (int number = first; number <= last; number++) {
      rig.read(BridgeRig.TEMP, new long[] {number * 1_000L}, new double[] {number / 10.0});
    }
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    // From then on the outbox knows where it began, and keeps it when it is closed.
    while (rig.backlog().readings() < last - first && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void takesATestMessage() throws Exception {
    try (var broker = new MosquittoProcess(temp)) {
      broker.start();
      try (var watcher = new Watcher(broker.port(), "ferrule/g/$test")) {
        var told =
            BrokerTrial.tell(
                BridgeRig.broker(broker.port(), Version.V5),
                new Publication("ferrule/g/$test", new byte[] {'x'}, false));
        assertTrue(told instanceof BrokerTrial.Told.Taken, told::toString);
        watcher.await("ferrule/g/$test", "x");
      }
    }
  }
}
