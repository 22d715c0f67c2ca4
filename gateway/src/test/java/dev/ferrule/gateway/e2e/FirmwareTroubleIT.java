package dev.ferrule.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The example firmware through what happens to boards: reset, unplug, noise, wrong baud. Throughout
 * each, every reading that the gateway gave out is right, and the relay stands as it was commanded
 * last, or safe.
 */
@Timeout(300)
class FirmwareTroubleIT extends UnoRig {

  private static final long SEED = Long.getLong("seed", 20261123L);
  private static final int BAUD = 115_200;

  /** From the end of the trouble to a board that is up. */
  private static final long BACK_MS = 3_000;

  /** The board's heartbeat timeout, and what emulator and machine may add. */
  private static final long SAFE_MS = 2_000 + 1_000;

  private Cable cable;
  private @Nullable Program watch;
  private Path port;
  private int commanded;

  @BeforeEach
  void plugIn() throws Exception {
    ask("adc 0 750"); // 25 degrees
    ask("adc 1 2500"); // half of the light
    port = temp.resolve("port");
    cable = new Cable(terminal(), port, SEED);
    cable.plug();
  }

  @AfterEach
  void unplug() {
    if (watch != null) {
      watch.close();
    }
    if (cable != null) {
      cable.close();
    }
  }

  private void run() throws Exception {
    startGateway(port, BAUD);
    awaitState("up");
    Program watching = Program.ferrule(temp, "watch", "--json", "--url", address());
    watch = watching;
    watching.await("uno.temperature");
  }

  @Test
  void aResetPutsTheRelaySafeIsNoticedAndNothingIsSwitchedOnAgain() throws Exception {
    run();
    for (int i = 1; i <= 3; i++) {
      switchOn();
      ask("reset");
      assertFalse(relayIsOn(), "the reset puts it safe");
      gateway().await("(?s)(the board restarted \\(.*){%d}".formatted(i));
      long back = awaitState("up");
      assertTrue(back <= BACK_MS, "up after " + back + " ms");
      commanded = 0; // what a new boot knows of
      rest().reading("uno.temperature");
      assertEquals(0, rest().reading("uno.relay").path("value").asInt());
      checkRelay();
    }
    awaitDevice("three restarts", d -> d.at("/counts/details/restarts").asInt() == 3);
    checkReadings();
  }

  @Test
  void unpluggedTheRelayGoesSafeByItselfAndPluggedInItObeysAgain() throws Exception {
    run();
    for (int i = 0; i < 3; i++) {
      switchOn();
      cable.unplug();
      long unplugged = System.nanoTime();
      long noticed = awaitState("down");
      assertTrue(noticed <= 1_000, "noticed after " + noticed + " ms");
      String quality =
          rest()
              .get("/api/v1/readings?channels=uno.temperature")
              .at("/readings/0/quality")
              .asText();
      assertEquals("stale", quality);
      while (relayIsOn()) {
        long waited = (System.nanoTime() - unplugged) / 1_000_000;
        assertTrue(waited <= SAFE_MS, "the relay is still on");
      }
      cable.plug();
      long back = awaitState("up");
      assertTrue(back <= BACK_MS, "up after " + back + " ms");
      commanded = 0; // it fell safe: nobody switches it on again but a new command
      checkRelay();
    }
    switchOn();
    checkReadings();
  }

  @Test
  void noiseCostsFramesButNeverAWrongReadingOrAWrongRelay() throws Exception {
    run();
    Cable.Carried carried = settle();
    JsonNode before = device().path("counts");
    cable.noise(0.003, 0.003);
    cable.silence(false);
    Map<String, Integer> ends = new TreeMap<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    for (int i = 1; System.nanoTime() < end; i++) {
      int value = i & 1;
      boolean wasOn = relayIsOn();
      JsonNode outcome = rest().command("uno.relay", value);
      String state = outcome.path("state").asText();
      ends.merge(state, 1, Integer::sum);
      switch (state) {
        case "confirmed" -> commanded = value;
        case "rejected", "expired" -> commanded = wasOn ? 1 : 0;
        default ->
            commanded = relayIsOn() ? 1 : 0; // failed, unknown: it says that it may be either
      }
      checkRelay();
    }
    Cable.Carried noisy = settle();
    JsonNode after = device().path("counts");
    System.out.println("commands in noise: " + ends + "; counts " + after + "; " + noisy);
    assertTrue(ends.getOrDefault("confirmed", 0) > 5, ends.toString());
    long frames = noisy.frames() - carried.frames();
    long undelivered = frames - difference(before, after, "frames");
    assertTrue(undelivered > 0, "seed " + SEED + " damages nothing");
    assertTrue(
        difference(before, after, "damaged") >= undelivered - (noisy.joints() - carried.joints()),
        () -> undelivered + " of " + frames + " frames did not come through: " + after);
    assertEquals(noisy.bytes() - carried.bytes(), difference(before, after, "bytes"));

    cable.noise(0, 0);
    cable.silence(false);
    long back = awaitState("up");
    assertTrue(back <= BACK_MS, "up after " + back + " ms");
    switchOn();
    checkReadings();
  }

  @Test
  void wrongBaudIsSuspectedInPlainWordsAndRightBaudIsAllThatItTakes() throws Exception {
    for (int wrong : new int[] {9_600, 57_600, 230_400}) {
      cable.speeds(BAUD, wrong);
      startGateway(port, wrong);
      gateway().await("uno is silent: bytes come, but no valid frame: is the baud rate right\\?");
      JsonNode device = device();
      assertEquals("silent", device.path("state").asText());
      assertTrue(device.path("reason").asText().contains("baud"), device.toString());
      awaitDevice("counting bytes", d -> d.path("counts").path("bytes").asLong() > 0);
      assertEquals(0, device().path("counts").path("frames").asInt());
      assertEquals(0, rest().get("/api/v1/channels").path("channels").size());
      assertFalse(relayIsOn());
      Program doctor =
          Program.ferrule(
              temp, "doctor", temp.resolve("gateway.yaml").toString(), "--url", address());
      assertEquals(1, doctor.exitCode(), doctor.said());
      assertTrue(doctor.said().contains("; is " + wrong + " baud right?"));
      assertEquals(143, gateway().terminate(), gateway().said());
    }
    cable.speeds(BAUD, BAUD);
    run();
    switchOn();
    checkReadings();
  }

  private void switchOn() throws Exception {
    JsonNode outcome = rest().command("uno.relay", 1);
    assertEquals("confirmed", outcome.path("state").asText(), outcome.toString());
    assertTrue(relayIsOn());
    commanded = 1;
  }

  /** Off is safe, so always right; on only when it was commanded last. */
  private void checkRelay() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertTrue(commanded == 1 || !relayIsOn(), "on, though commanded off: seed " + SEED);
    }
  }

  /** Lets nothing through until the gateway has counted all that came. */
  private Cable.Carried settle() throws Exception {
    cable.silence(true);
    awaitState("silent");
    Cable.Carried carried = cable.carried();
    long[] last = {-1};
    int[] same = {0};
    awaitDevice(
        "settled",
        device -> {
          long bytes = device.path("counts").path("bytes").asLong();
          same[0] = bytes == last[0] ? same[0] + 1 : 0;
          last[0] = bytes;
          return same[0] >= 75; // 1.5 s; counts are told once a second
        });
    Cable.Carried still = cable.carried();
    assertEquals(
        List.of(carried.bytes(), carried.frames()), List.of(still.bytes(), still.frames()));
    return carried;
  }

  private static long difference(JsonNode before, JsonNode after, String field) {
    return after.path(field).asLong() - before.path(field).asLong();
  }

  /** All that a client was ever shown. */
  private void checkReadings() throws Exception {
    Objects.requireNonNull(watch).await("(?s)(uno\\.light.*?){15}");
    int seen = 0;
    for (String line :
        Objects.requireNonNull(watch).said().lines().filter(l -> l.startsWith("{")).toList()) {
      JsonNode reading = new ObjectMapper().readTree(line);
      double value = reading.path("value").asDouble();
      boolean right =
          switch (reading.path("channel").asText()) {
            case "uno.temperature" -> Math.abs(value - 25) <= 0.5;
            case "uno.light" -> Math.abs(value - 50) <= 0.5;
            case "uno.relay" -> value == 0 || value == 1;
            case "uno.heater" -> value == 0;
            default -> false;
          };
      assertTrue(right || reading.path("value").isNull(), line);
      seen++;
    }
    assertTrue(seen > 20, "readings: " + seen);
  }
}
