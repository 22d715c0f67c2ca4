package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.Refused;
import dev.ferrule.protocol.link.Value;
import dev.ferrule.sim.board.BoardState;
import dev.ferrule.sim.board.Effect;
import dev.ferrule.sim.loop.ManualClock;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The device side of PROTOCOL.md, part A, asked over a real pseudo-terminal. */
class FirmwareBoardTest {

  private static final Scenario SCENARIO =
      Scenario.parse(
          """
          boards:
            - name: rig
              firmware: rig 1.2
              uid: "cafe"
              clock_hz: 1000
              drift_ppm: 2000
              channels:
                - {key: temp, unit: Cel, decimals: 1, min: -40, max: 85, period: 100ms,
                   wave: {shape: ramp, from: 0, to: 10, period: 10s}}
                - {key: level, kind: float, period: 100ms, wave: 0.25}
                - {key: pump, kind: switch, access: rw, period: 5s}
                - {key: heater, access: rw, dangerous: true, max: 100, safe: 0, period: 5s}
                - {key: mode, access: rw, labels: {0: off, 2: auto}, period: 5s}
            - name: door
              channels:
                - {key: door, labels: {0: closed, 1: open}, period: 0s,
                   wave: {shape: square, low: 0, high: 1, period: 20s, duty: 0.5}}
          """);

  private static final int PUMP = 2;
  private static final int HEATER = 3;
  private static final int MODE = 4;

  private final ManualClock clock = new ManualClock();
  @TempDir private Path directory;
  private Simulation simulation;
  private SimBoard board;
  private Host host;

  @BeforeEach
  void start() {
    simulation = Simulation.start(SCENARIO, directory, clock);
    board = simulation.board("rig");
    host = Host.open(board);
  }

  @AfterEach
  void stop() {
    host.close();
    simulation.close();
  }

  @Test
  void saysHelloEverySecondUntilSomebodyAnswers() {
    pass(2500);
    host.until(() -> host.messages().size() == 2);
    assertEquals(
        List.of(0, 0), host.messages().stream().map(m -> ((LinkMessage.Hello) m).nonce()).toList());
    host.begin(7);
    host.forget();
    pass(3000);
    assertTrue(host.messages().stream().noneMatch(LinkMessage.Hello.class::isInstance));
  }

  @Test
  void saysWhoItIs() {
    LinkMessage.Hello hello = host.begin(0x1234_5678);
    assertEquals("rig 1.2", hello.firmware());
    assertEquals(Bytes.fromHex("cafe"), hello.uid());
    assertEquals(1000, hello.clockHz());
    assertEquals(ResetCause.POWER_ON.code(), hello.resetCause());
    Dictionary dictionary = host.learn();
    assertEquals(hello.dictionaryHash(), dictionary.hash());
    assertEquals(hello.dictionarySize(), dictionary.bytes().length());
    assertEquals(5, dictionary.channels().size());
    assertEquals(2, dictionary.templates().size());
  }

  @Test
  void answersTheSameNonceWithoutANewSession() {
    host.begin(7);
    host.sendReliably(new LinkMessage.DictionaryGet(0));
    host.await(LinkMessage.DictionaryData.class);
    host.send(new LinkMessage.HelloRequest(1, 0, 7, 254));
    host.await(LinkMessage.Hello.class);
    host.sendReliably(new LinkMessage.DictionaryGet(1));
    assertEquals(1, host.await(LinkMessage.DictionaryData.class).offset());
  }

  @Test
  void bootDiffersAndCauseIsTold() {
    int boot = host.begin(7).boot();
    board.reset(ResetCause.WATCHDOG);
    LinkMessage.Hello hello = host.await(LinkMessage.Hello.class, h -> h.nonce() == 0);
    assertNotEquals(boot, hello.boot());
    assertEquals(ResetCause.WATCHDOG.code(), hello.resetCause());
  }

  @Test
  void saysWhatIsWrongWithAHelloRequest() {
    host.send(new LinkMessage.HelloRequest(1, 0, 0, 254));
    LinkMessage.Refused refused = host.await(LinkMessage.Refused.class);
    assertEquals(Refused.Rule.NONCE.code(), refused.rule());
  }

  @Test
  void sendsReadingsByTheirPeriodsWithTheirTicks() {
    host.begin(7);
    host.learn();
    host.forget();
    pass(1000);
    host.until(() -> host.rows().size() == 10);
    Host.Row last = host.rows().getLast();
    assertEquals(1.0, last.value("temp"));
    assertEquals(0.25, last.value("level"));
    assertEquals(1002, last.tick(), "2000 ppm fast");
  }

  @Test
  void tellsTheTimeOfItsOwnClock() {
    host.begin(7);
    for (int second = 0; second < 20; second++) {
      pass(1_000);
      host.forget(); // before the line is full
    }
    host.send(new LinkMessage.TimeRequest(9));
    var response = host.await(LinkMessage.TimeResponse.class);
    assertEquals(9, response.nonce());
    assertEquals(20_040, response.tick());
  }

  @Test
  void sendsAllValuesOnceTheHostIsReady() {
    host.begin(7);
    host.learn();
    host.send(new LinkMessage.Heartbeat(1000));
    host.until(() -> host.rows().size() == 2);
    assertEquals(0, host.rows().getLast().value("pump"));
  }

  @Test
  void tellsChangesByEventsThatAreSentUntilAcknowledged() {
    try (Host other = Host.open(simulation.board("door"))) {
      other.arm(7, 60_000);
      other.awaitRow(row -> row.value("door") == 1);
      other.acknowledge(false);
      pass(10_000);
      other.forget();
      pass(60);
      other.acknowledge(true);
      pass(450);
      var event = other.await(LinkMessage.Event.class);
      assertEquals(0, event.channel());
      assertEquals(new Value(Kind.ENUMERATION, 0), event.value());
    }
  }

  @Test
  void refusesCommandsUntilArmed() {
    host.begin(7);
    host.learn();
    assertEquals(CommandStatus.FAIL_SAFE, host.result(command(1, PUMP, 1, 1000), 1).status());
    host.sendReliably(new LinkMessage.Rearm());
    assertEquals(CommandStatus.FAIL_SAFE, host.result(command(2, PUMP, 1, 1000), 2).status());
    host.send(new LinkMessage.Heartbeat(1000));
    host.sendReliably(new LinkMessage.Rearm());
    assertEquals(CommandStatus.DONE, host.result(command(3, PUMP, 1, 1000), 3).status());
    assertEquals(1, board.value("pump"));
  }

  @Test
  void reportsAnOutputAtOnce() {
    host.arm(7, 60_000);
    host.forget();
    var result = host.result(command(1, MODE, 2, 1000), 1);
    assertEquals(new Value(Kind.ENUMERATION, 2), result.value());
    assertEquals(2, host.awaitRow(row -> row.keys().contains("mode")).value("mode"));
  }

  @Test
  void checksCommandsInTheOrderOfTheProtocol() {
    host.arm(7, 60_000);
    assertEquals(CommandStatus.NO_CHANNEL, host.result(command(1, 99, 1, 1000), 1).status());
    assertEquals(CommandStatus.READ_ONLY, host.result(command(2, 0, 1, 1000), 2).status());
    assertEquals(CommandStatus.RANGE, host.result(command(3, PUMP, 2, 1000), 3).status());
    assertEquals(CommandStatus.RANGE, host.result(command(4, MODE, 1, 1000), 4).status());
    assertEquals(CommandStatus.EXPIRED, host.result(command(5, PUMP, 1, -1), 5).status());
    assertEquals(CommandStatus.NOT_ARMED, host.result(command(6, HEATER, 50, 1000), 6).status());
    assertTrue(commandEffects().isEmpty());
  }

  @Test
  void obeysACommandOnceHoweverOftenItComes() {
    host.arm(7, 60_000);
    assertEquals(CommandStatus.DONE, host.result(command(1, PUMP, 1, 1000), 1).status());
    assertEquals(CommandStatus.DONE, host.result(command(2, PUMP, 0, 1000), 2).status());
    assertEquals(CommandStatus.DONE, host.result(command(1, PUMP, 1, 1000), 1).status());
    host.begin(8);
    host.learn();
    assertEquals(CommandStatus.DONE, host.result(new LinkMessage.CommandQuery(1), 1).status());
    assertEquals(List.of(1L, 2L), commandEffects());
    assertEquals(0, board.value("pump"));
  }

  @Test
  void forgetsResultsWhenItBoots() {
    host.arm(7, 60_000);
    host.result(command(1, PUMP, 1, 1000), 1);
    board.reset(ResetCause.POWER_ON);
    assertEquals(0, board.value("pump"));
    host.arm(8, 60_000);
    assertEquals(CommandStatus.NOT_FOUND, host.result(new LinkMessage.CommandQuery(1), 1).status());
  }

  @Test
  void dangerousOutputsNeedTheTokenInTime() {
    host.arm(7, 60_000);
    LinkMessage.ArmOk armed = announce(1, 60_000);
    assertEquals(new Value(Kind.NUMBER, 40), armed.value());
    assertEquals(0, board.value("heater"));
    assertEquals(
        CommandStatus.DONE, host.result(new LinkMessage.Confirm(1, armed.token()), 1).status());
    assertEquals(40, board.value("heater"));

    int wrong = announce(2, 60_000).token() ^ 1;
    assertEquals(
        CommandStatus.NOT_ARMED, host.result(new LinkMessage.Confirm(2, wrong), 2).status());
    int late = announce(3, 60_000).token();
    pass(5001);
    assertEquals(
        CommandStatus.NOT_ARMED, host.result(new LinkMessage.Confirm(3, late), 3).status());
    int expired = announce(4, 2000).token();
    pass(2100);
    assertEquals(
        CommandStatus.EXPIRED, host.result(new LinkMessage.Confirm(4, expired), 4).status());
    assertEquals(List.of(1L), commandEffects());
  }

  @Test
  void goesToSafeValuesWhenHeartbeatsStop() {
    host.arm(7, 500);
    host.result(command(1, PUMP, 1, 1000), 1);
    pass(499);
    assertEquals(BoardState.ARMED, board.state());
    host.forget();
    pass(1);
    assertEquals(BoardState.FAIL_SAFE, board.state());
    assertEquals(0, board.value("pump"));
    assertEquals(0, host.awaitRow(row -> row.keys().contains("pump")).value("pump"));
    assertEquals(Effect.Cause.FAIL_SAFE, board.effects().getLast().cause());
    host.send(new LinkMessage.Heartbeat(500));
    assertTrue(host.await(LinkMessage.Status.class).failSafe());
    assertEquals(CommandStatus.FAIL_SAFE, host.result(command(2, PUMP, 1, 9000), 2).status());
    host.sendReliably(new LinkMessage.Rearm());
    assertEquals(CommandStatus.DONE, host.result(command(3, PUMP, 1, 9000), 3).status());
  }

  @Test
  void overlooksHeartbeatsWhenTold() {
    host.arm(7, 500);
    board.ignoreHeartbeats(true);
    pass(400);
    host.send(new LinkMessage.Heartbeat(500));
    host.send(new LinkMessage.TimeRequest(1));
    host.await(LinkMessage.TimeResponse.class);
    pass(100);
    assertEquals(BoardState.FAIL_SAFE, board.state());
  }

  @Test
  void answersEveryHeartbeatButStatusOnlyWhenItIsNews() {
    host.arm(7, 60_000);
    host.send(new LinkMessage.Heartbeat(60_000));
    host.until(() -> !host.messages().isEmpty());
    host.forget();
    host.send(new LinkMessage.Heartbeat(60_000));
    host.await(LinkMessage.Ack.class);
    pass(5000);
    host.forget();
    host.send(new LinkMessage.Heartbeat(60_000));
    LinkMessage.Status status = host.await(LinkMessage.Status.class);
    assertFalse(status.failSafe());
    assertTrue(status.neverCommanded());
    assertTrue(status.receivedFrames() > 5);
  }

  @Test
  void goesOnTellingUntilSomebodyAcknowledges() {
    host.arm(7, 60_000);
    host.acknowledge(false);
    host.sendReliably(command(1, PUMP, 1, 60_000));
    host.until(() -> board.value("pump") == 1);
    host.forget();
    pass(4000);
    assertTrue(board.counts().protocol().resent() >= 10);
    host.acknowledge(true);
    pass(500);
    assertEquals(1, host.await(LinkMessage.CommandResult.class).id());
    assertTrue(host.messages().stream().noneMatch(LinkMessage.Hello.class::isInstance));
  }

  @Test
  void acknowledgesNothingWhenTold() {
    host.arm(7, 60_000);
    board.withholdAcks(true);
    host.forget();
    host.sendReliably(command(1, PUMP, 1, 60_000));
    host.await(LinkMessage.CommandResult.class);
    assertTrue(host.messages().stream().noneMatch(LinkMessage.Ack.class::isInstance));
  }

  @Test
  void marksTheReadingsOfABrokenSensor() {
    host.arm(7, 60_000);
    board.sensorFault("temp", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
    host.forget();
    pass(100);
    Host.Row row = host.awaitRow(r -> r.keys().contains("temp"));
    assertEquals(Quality.of(Quality.BAD, Quality.SENSOR_FAULT), row.quality("temp"));
    assertEquals(Quality.GOOD, row.quality("level"));
    board.sensorFault("temp", Quality.GOOD);
    host.forget();
    pass(100);
    assertEquals(Quality.GOOD, host.awaitRow(r -> r.keys().contains("temp")).quality("temp"));
  }

  @Test
  void saysWhichCriticalTypesItDoesNotKnow() {
    host.begin(7);
    host.send(new LinkMessage.Other(0x75, Bytes.EMPTY));
    host.send(new LinkMessage.Other(0x93, Bytes.EMPTY));
    assertEquals(0x93, host.await(LinkMessage.Unsupported.class).type());
  }

  @Test
  void failsCommandsWhenTold() {
    host.arm(7, 60_000);
    board.refuse("pump", CommandStatus.INTERLOCK);
    assertEquals(CommandStatus.INTERLOCK, host.result(command(1, PUMP, 1, 1000), 1).status());
    board.refuse("pump", CommandStatus.DONE);
    assertEquals(CommandStatus.DONE, host.result(command(2, PUMP, 1, 1000), 2).status());
    assertEquals(List.of(2L), commandEffects());
  }

  private LinkMessage.ArmOk announce(int id, int ticks) {
    host.sendReliably(new LinkMessage.Arm(id, HEATER, tick() + ticks, new Value(Kind.NUMBER, 40)));
    return host.await(LinkMessage.ArmOk.class, ok -> ok.id() == id);
  }

  private LinkMessage.Command command(int id, int channel, int raw, int ticks) {
    Kind kind =
        switch (channel) {
          case PUMP -> Kind.SWITCH;
          case MODE -> Kind.ENUMERATION;
          default -> Kind.NUMBER;
        };
    return new LinkMessage.Command(id, channel, tick() + ticks, new Value(kind, raw));
  }

  private int tick() {
    return (int) (clock.nanos() / 1_000_000.0 * 1.002);
  }

  private List<Long> commandEffects() {
    return board.effects().stream().flatMapToLong(e -> e.command().stream()).boxed().toList();
  }

  private void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }
}
