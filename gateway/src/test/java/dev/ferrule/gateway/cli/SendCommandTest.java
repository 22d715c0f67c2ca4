package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ferrule send} against a real server whose devices this test speaks for. */
class SendCommandTest {

  private final ServingFixture server = new ServingFixture(StreamSettings.DEFAULT, 1, "climate");

  @BeforeEach
  void aGreenhouse() {
    server.up(
        "climate",
        Channels.sensor("climate", "temp"),
        Channels.relay("climate", "pump"),
        Channels.setPoint("climate", "heater", true));
    for (int channel = 0; channel < 3; channel++) {
      server.read(
          "climate",
          ReadingBatch.single(channel, System.currentTimeMillis(), 0, (byte) Quality.GOOD));
    }
    server.settle();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void waitsUntilTheDeviceReportsTheValueBack() throws Exception {
    var sending = sending("climate.pump", "on", "--wait");
    DeviceCommand command = server.written();
    server.report("climate", command.id(), new CommandProgress.Written());
    server.report("climate", command.id(), new CommandProgress.Done(1));
    server.read(
        "climate", ReadingBatch.single(1, System.currentTimeMillis(), 1, (byte) Quality.GOOD));

    CommandRun run = sending.get(60, TimeUnit.SECONDS);

    assertAll(
        () -> assertEquals(1, command.value()),
        () -> assertEquals(0, run.exitCode(), run.err()),
        () ->
            assertTrue(
                run.out().startsWith("climate.pump = on: admitted\n")
                    && run.out().endsWith("climate.pump = on: confirmed\n"),
                run.out()));
  }

  @Test
  void goesOnceItIsAdmitted() throws Exception {
    CommandRun run = sending("climate.pump", "1").get(60, TimeUnit.SECONDS);

    assertAll(
        () -> assertEquals(0, run.exitCode(), run.err()),
        () -> assertTrue(run.out().endsWith("climate.pump = on: admitted\n"), run.out()));
  }

  @Test
  void saysWhyTheGatewayRejects() throws Exception {
    CommandRun readOnly = sending("climate.temp", "5").get(60, TimeUnit.SECONDS);
    CommandRun danger = sending("climate.heater", "50").get(60, TimeUnit.SECONDS);
    CommandRun range = sending("climate.heater", "500", "--confirm").get(60, TimeUnit.SECONDS);

    assertAll(
        () -> assertEquals(6, readOnly.exitCode()),
        () -> assertTrue(readOnly.err().contains("rejected (read_only)"), readOnly.err()),
        () -> assertEquals(6, danger.exitCode()),
        () ->
            assertTrue(
                danger.err().endsWith("true. Say --confirm or --proof when you mean it\n"),
                danger.err()),
        () -> assertEquals(6, range.exitCode()),
        () -> assertTrue(range.err().contains("rejected (range)"), range.err()));
  }

  @Test
  void namesTheChannelThatWasMeant() throws Exception {
    CommandRun run = sending("climate.pmup", "on").get(60, TimeUnit.SECONDS);

    assertAll(
        () -> assertEquals(6, run.exitCode()),
        () ->
            assertEquals(
                "ferrule: no channel climate.pmup; did you mean \"climate.pump\"?\n", run.err()));
  }

  @Test
  void namesTheWordsThatAChannelTakes() throws Exception {
    CommandRun run = sending("climate.pump", "maybe").get(60, TimeUnit.SECONDS);

    assertAll(
        () -> assertEquals(2, run.exitCode()),
        () ->
            assertEquals(
                "ferrule: \"maybe\" is no value of climate.pump; it takes off, on or a number\n",
                run.err()));
  }

  @Test
  void endsWithSevenWhenNobodyCanSay() throws Exception {
    var sending = sending("climate.pump", "on", "--wait", "--id", "my-command-1");
    DeviceCommand command = server.written();
    server.report("climate", command.id(), new CommandProgress.Written());
    server.report(
        "climate", command.id(), new CommandProgress.Lost(Reason.LINK_LOST, "the link went down"));

    CommandRun run = sending.get(60, TimeUnit.SECONDS);

    assertAll(
        () -> assertEquals("my-command-1", command.id()),
        () -> assertEquals(7, run.exitCode()),
        () -> assertTrue(run.err().contains("unknown (link_lost)"), run.err()),
        () -> assertTrue(run.err().contains("--id my-command-1"), run.err()));
  }

  @Test
  void endsWithSixWhenTheTimeToLiveIsOver() throws Exception {
    var sending = sending("climate.pump", "on", "--wait");
    DeviceCommand command = server.written();
    server.report("climate", command.id(), new CommandProgress.Expired());

    CommandRun run = sending.get(20, TimeUnit.SECONDS);

    assertAll(
        () -> assertEquals(6, run.exitCode()),
        () -> assertTrue(run.err().contains("expired (ttl)"), run.err()));
  }

  @Test
  void endsWithSixWhenTheDeviceRefuses() throws Exception {
    var sending = sending("climate.pump", "on", "--wait", "--json");
    DeviceCommand command = server.written();
    server.report(
        "climate", command.id(), new CommandProgress.Refused(Reason.DEVICE_INTERLOCK, "door open"));

    CommandRun run = sending.get(60, TimeUnit.SECONDS);

    assertAll(
        () -> assertEquals(6, run.exitCode()),
        () -> assertTrue(run.err().contains("device_interlock"), run.err()),
        () -> assertTrue(run.out().contains("\"state\":\"rejected\""), run.out()));
  }

  private CompletableFuture<CommandRun> sending(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("send", "--url", "http://127.0.0.1:" + server.port()));
    all.addAll(List.of(arguments));
    return CompletableFuture.supplyAsync(() -> CommandRun.of(all.toArray(String[]::new)));
  }
}
