package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example firmware against the packaged gateway, on a good line. */
@Timeout(300)
class FirmwareBoardIT extends UnoRig {

  @Test
  void readingsComeARelayFollowsAndFallsSafeWithoutHeartbeats() throws Exception {
    startGateway(terminal(), 115_200);
    awaitState("up");
    assertTrue(ask("adc 0 750").startsWith("ok"));
    JsonNode reading = rest().reading("uno.temperature");
    assertEquals("good", reading.path("quality").asText(), reading.toString());

    JsonNode command = rest().command("uno.relay", 1);
    assertEquals("confirmed", command.path("state").asText(), command.toString());
    assertTrue(relayIsOn());

    gateway().kill();
    long killed = System.nanoTime();
    while (relayIsOn()) {
      long waited = System.nanoTime() - killed;
      assertTrue(waited < TimeUnit.SECONDS.toNanos(3), "the relay is still on");
      Thread.sleep(20);
    }
    System.out.println(
        "relay safe "
            + (System.nanoTime() - killed) / 1_000_000
            + " ms after the last heartbeat could come");
  }
}
