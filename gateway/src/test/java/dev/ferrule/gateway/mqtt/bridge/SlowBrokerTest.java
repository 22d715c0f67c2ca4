package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that says nothing for a while, and one whose line is cut. */
@Timeout(120)
class SlowBrokerTest {

  private static final String TEMP = "ferrule/g/boiler/temp";
  private static final int MANY = 60_000;

  @TempDir private Path temp;

  @Test
  void getsTheNewestReadingAndNumbersThatTellHowManyWereReplaced() throws Exception {
    try (var broker = new MosquittoProcess(temp)) {
      broker.start();
      try (var proxy = new Proxy(broker.port());
          var watcher = new Watcher(broker.port(), "ferrule/g/#");
          var rig = new BridgeRig(BridgeRig.settings(BridgeRig.broker(proxy.port(), Version.V5)))) {
        watcher.await("ferrule/g/$state", "online");
        rig.read(BridgeRig.TEMP, -1);
        watcher.await(TEMP, one -> Watcher.json(one).path("v").asDouble() == -1);

        proxy.hold();
        for (int i = 1; i <= MANY; i++) {
          rig.read(BridgeRig.TEMP, i / 10.0);
        }
        rig.own.call(() -> 0);
        proxy.release();

        JsonNode last =
            Watcher.json(
                watcher.await(TEMP, one -> Watcher.json(one).path("v").asDouble() == MANY / 10.0));
        long published =
            watcher.passed().stream().filter(one -> one.getTopic().toString().equals(TEMP)).count();
        assertTrue(
            published < WaitingReadings.LIMIT + 2 * Bridge.IN_FLIGHT + 10,
            () -> published + " were published");
        assertTrue(last.path("seq").asLong() > published, () -> last + ", " + published);
        assertEquals(MANY + 1L, last.path("seq").asLong());
        assertInOrder(watcher.passed());
      }
    }
  }

  private static void assertInOrder(List<Mqtt5Publish> heard) {
    long before = 0;
    for (Mqtt5Publish one : heard) {
      if (one.getTopic().toString().equals(TEMP)) {
        long number = Watcher.json(one).path("seq").asLong();
        assertTrue(number > before, number + " came after " + before);
        before = number;
      }
    }
  }

  @Test
  void tellsTheLastWillWhenTheLineIsCutAndComesBack() throws Exception {
    try (var broker = new MosquittoProcess(temp)) {
      broker.start();
      try (var proxy = new Proxy(broker.port());
          var watcher = new Watcher(broker.port(), "ferrule/g/#");
          var _ = new BridgeRig(BridgeRig.settings(BridgeRig.broker(proxy.port(), Version.V5)))) {
        watcher.await("ferrule/g/$state", "online");
        proxy.cut();
        watcher.await("ferrule/g/$state", "offline");
        watcher.await("ferrule/g/$state", "online");
      }
    }
  }
}
