package dev.ferrule.protocol.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example firmware, as avr-gcc made it, on an emulated ATmega328P; the Java codec as its host.
 */
class UnoBoardIT {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TEMPERATURE = 1;
  private static final int LIGHT = 2;
  private static final int RELAY = 3;
  private static final int HEATER = 4;
  private static final String RELAY_PIN = "D8";
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int EXAMPLE_RAM = 1_228;

  /** What the emulator and a busy machine may add to a time. */
  private static final Duration SLACK = Duration.ofMillis(500);

  /** The emulator runs ahead of the clock by a slice at most. */
  private static final Duration EARLY = Duration.ofMillis(20);

  @TempDir private Path directory;
  private AvrBoard board;
  private SerialHost host;
  private LinkMessage.Hello hello;
  private Dictionary dictionary;
  private int nextId = 1;
  private long faultsAtStart;
  private int faultsExpected;

  @BeforeEach
  void connect() throws Exception {
    board = AvrBoard.start(directory);
    host = new SerialHost(board.line());
    hello = host.connect();
    dictionary = host.fetchDictionary(hello);
    faultsAtStart = host.faults(); // the line may be opened in the middle of a HELLO
  }

  @AfterEach
  void checkFiguresAndStop() throws IOException {
    if (host == null) {
      return; // skipped
    }
    try (AvrBoard stopped = board;
        SerialHost closed = host) {
      assertEquals(0.0, stopped.stat("overrun"), "bytes lost in the UART");
      assertTrue(stopped.stat("ram") <= EXAMPLE_RAM, () -> "too much RAM: see stats");
      System.out.println(stopped.ask("stats"));
      assertTrue(
          closed.faults() - faultsAtStart <= faultsExpected, "frames that the host could not read");
    }
  }

  private void arm() {
    host.beat(TIMEOUT_MILLIS);
    host.send(new LinkMessage.Rearm());
  }

  /** The device's tick, in time for a command that is sent at once. */
  private int tick() {
    host.bestEffort(new LinkMessage.TimeRequest(77));
    return host.await(LinkMessage.TimeResponse.class).tick();
  }

  private static Value value(int raw) {
    return new Value(Kind.NUMBER, raw);
  }

  private LinkMessage.CommandResult command(int id, int channel, int raw) {
    host.send(new LinkMessage.Command(id, channel, tick() + 1_000, value(raw)));
    return host.await(LinkMessage.CommandResult.class);
  }

  private void assertResult(
      LinkMessage.CommandResult result, int id, CommandStatus status, int raw) {
    assertEquals(id, result.id());
    assertEquals(status, result.status());
    assertEquals(raw, result.value().raw());
  }

  @Test
  void describesItself() {
    assertEquals("uno-example 1.0", hello.firmware());
    assertEquals(hello.dictionaryHash(), dictionary.hash());
    assertEquals("Uno example", dictionary.model());
    assertEquals(
        List.of("temperature", "light", "relay", "heater"),
        dictionary.channels().stream().map(ChannelSpec::key).toList());
    assertTrue(dictionary.channel(HEATER).orElseThrow().dangerous());
    assertFalse(dictionary.channel(LIGHT).orElseThrow().writable());
  }

  @Test
  void sendsWhatItsSensorsMeasure() throws IOException {
    board.ask("adc 0 715");
    board.ask("adc 1 2500");
    host.awaitReading(LIGHT);
    assertEquals(215, host.awaitReading(TEMPERATURE).raw(), 5.0);
    assertEquals(500, host.awaitReading(LIGHT).raw(), 5.0);
    host.readings.clear();
    host.pass(Duration.ofSeconds(3));
    long count = host.readings.stream().filter(r -> r.channel() == TEMPERATURE).count();
    assertEquals(30.0, (double) count, 3.0, "readings in 3 s at 10 a second");
  }

  @Test
  void saysThatASensorIsMissing() throws IOException {
    board.ask("adc 0 0");
    host.awaitReading(TEMPERATURE);
    assertEquals(
        Quality.of(Quality.BAD, Quality.SENSOR_FAULT), host.awaitReading(TEMPERATURE).quality());
    assertEquals(Quality.GOOD, host.awaitReading(LIGHT).quality());
  }

  @Test
  void switchesItsRelayAndShowsIt() throws IOException {
    assertFalse(board.isHigh(RELAY_PIN));
    arm();
    assertResult(command(1, RELAY, 1), 1, CommandStatus.DONE, 1);
    assertTrue(board.isHigh(RELAY_PIN));
    assertEquals(1, host.awaitReading(RELAY).raw());
    assertResult(command(2, RELAY, 0), 2, CommandStatus.DONE, 0);
    assertFalse(board.isHigh(RELAY_PIN));
  }

  @Test
  void givesACommandTwiceOneEffect() throws IOException {
    arm();
    assertResult(command(7, RELAY, 1), 7, CommandStatus.DONE, 1);
    assertResult(command(7, RELAY, 0), 7, CommandStatus.DONE, 1);
    assertTrue(board.isHigh(RELAY_PIN));
    host.connect();
    host.send(new LinkMessage.CommandQuery(7));
    assertResult(host.await(LinkMessage.CommandResult.class), 7, CommandStatus.DONE, 1);
    host.send(new LinkMessage.CommandQuery(8));
    assertResult(host.await(LinkMessage.CommandResult.class), 8, CommandStatus.NOT_FOUND, 0);
  }

  @Test
  void refusesWhatItMustNotDo() throws IOException {
    assertResult(command(1, RELAY, 1), 1, CommandStatus.FAIL_SAFE, 0);
    arm();
    assertResult(command(2, RELAY, 2), 2, CommandStatus.RANGE, 0);
    assertResult(command(3, 99, 1), 3, CommandStatus.NO_CHANNEL, 0);
    assertEquals(CommandStatus.READ_ONLY, command(4, LIGHT, 1).status());
    host.send(new LinkMessage.Command(5, RELAY, tick() - 1, value(1)));
    assertResult(host.await(LinkMessage.CommandResult.class), 5, CommandStatus.EXPIRED, 0);
    assertFalse(board.isHigh(RELAY_PIN));
  }

  @Test
  void heatsOnlyAfterArmAndConfirm() throws IOException {
    arm();
    assertResult(command(1, HEATER, 40), 1, CommandStatus.NOT_ARMED, 0);
    host.send(new LinkMessage.Arm(2, HEATER, tick() + 3_000, value(40)));
    var armed = host.await(LinkMessage.ArmOk.class);
    assertEquals(2, armed.id());
    assertEquals(HEATER, armed.channel());
    assertEquals(40, armed.value().raw());
    assertEquals("0", board.ask("peek " + AvrBoard.HEATER_COMPARE));
    host.send(new LinkMessage.Confirm(2, armed.token()));
    assertResult(host.await(LinkMessage.CommandResult.class), 2, CommandStatus.DONE, 40);
    assertEquals("102", board.ask("peek " + AvrBoard.HEATER_COMPARE));
  }

  @Test
  void putsItsOutputsSafeWhenHeartbeatsStop() throws IOException {
    arm();
    assertResult(command(1, RELAY, 1), 1, CommandStatus.DONE, 1);
    host.beat(0);
    long silence = host.lastHeartbeat();
    while (board.isHigh(RELAY_PIN)) {
      assertTrue(
          System.nanoTime() - silence < Duration.ofMillis(TIMEOUT_MILLIS).plus(SLACK).toNanos(),
          "held too long");
      host.pass(Duration.ofMillis(1));
    }
    assertTrue(
        System.nanoTime() - silence > Duration.ofMillis(TIMEOUT_MILLIS).minus(EARLY).toNanos(),
        "let go too early");
    System.out.printf(
        "relay low %.0f ms after the last heartbeat%n", (System.nanoTime() - silence) / 1e6);
    assertEquals(0, host.awaitReading(RELAY).raw());
    assertResult(command(2, RELAY, 1), 2, CommandStatus.FAIL_SAFE, 0);
    arm();
    assertFalse(board.isHigh(RELAY_PIN), "arming moves nothing");
    assertResult(command(3, RELAY, 1), 3, CommandStatus.DONE, 1);
    assertTrue(board.isHigh(RELAY_PIN));
  }

  @Test
  void startsAgainWithItsOutputsSafeAndAnotherBoot() throws IOException {
    arm();
    assertResult(command(1, RELAY, 1), 1, CommandStatus.DONE, 1);
    host.messages.clear();
    faultsExpected = 1; // the frame that the reset cuts
    board.ask("reset");
    var again = host.await(LinkMessage.Hello.class);
    assertFalse(board.isHigh(RELAY_PIN));
    assertEquals(0, again.nonce());
    assertNotEquals(hello.boot(), again.boot());
    assertEquals(again.boot(), host.connect().boot());
    host.send(new LinkMessage.CommandQuery(1));
    assertResult(host.await(LinkMessage.CommandResult.class), 1, CommandStatus.NOT_FOUND, 0);
  }

  @Test
  void obeysOnceWhatWasSentAgainWhileItStoodStill() throws IOException {
    arm();
    int deadline = tick() + 1_000;
    board.tell("freeze 400");
    host.send(new LinkMessage.Command(1, RELAY, deadline, value(1)));
    assertResult(host.await(LinkMessage.CommandResult.class), 1, CommandStatus.DONE, 1);
    assertEquals("", board.answer());
    assertTrue(host.resent() >= 2, "sent again after 50 and 100 ms");
    host.pass(SLACK);
    assertTrue(host.messages.stream().noneMatch(LinkMessage.CommandResult.class::isInstance));
    assertTrue(board.isHigh(RELAY_PIN));
  }

  @Test
  void hearsEveryCommandThroughNoise() throws IOException {
    var random = new Random(SEED);
    arm();
    var times = new ArrayList<Double>();
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(16)];
      random.nextBytes(noise);
      int now = tick();
      host.write(noise, noise.length);
      host.write(new byte[1], 1);
      long start = System.nanoTime();
      host.send(new LinkMessage.Command(nextId, RELAY, now + 1_000, value(i & 1)));
      var result = host.await(LinkMessage.CommandResult.class);
      times.add((System.nanoTime() - start) / 1e6);
      assertResult(result, nextId++, CommandStatus.DONE, i & 1);
      assertEquals((i & 1) == 1, board.isHigh(RELAY_PIN), "seed " + SEED);
    }
    Collections.sort(times);
    System.out.printf(
        "command to result: median %.1f ms, 99 %% %.1f ms%n", times.get(100), times.get(198));
  }
}
