package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.board.Effect;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand commands over real pseudo-terminals to boards whose lines drop, repeat, delay and
 * damage, that reset and are pulled out: desk, registry, driver and serial line together, the
 * board's own log of effects as the witness.
 */
@Timeout(300)
class BadLinesIT {

  private static final int BOARDS = 8;
  private static final int COMMANDS = 1_000;
  private static final long SEED = 20_260;

  private static final LineFaults BAD =
      LineFaults.NONE
          .droppingFrames(0.06)
          .repeatingFrames(0.05)
          .delayingFrames(0.03, Duration.ofMillis(200))
          .flipping(0.0005)
          .losing(0.0002);

  @TempDir private Path directory;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final ThreadLoop loop = new ThreadLoop();
  private final Registry registry = new Registry(loop);
  private final CommandDesk desk =
      onLoop(() -> new CommandDesk(loop, registry, Rules.NONE, new MemoryLedger()));
  private final List<DeviceRuntime> devices = new ArrayList<>();
  private final Map<String, List<CommandRecord>> records = new HashMap<>();
  private final Map<String, Long> deadlines = new HashMap<>();
  private final CountDownLatch ended = new CountDownLatch(COMMANDS);

  @AfterEach
  void stop() {
    devices.forEach(DeviceRuntime::close);
    loop.close();
  }

  @Test
  void everyCommandEndsOnceAndActsAtMostOnceAndNeverLate() throws Exception {
    try (var simulation =
        Simulation.start(Scenario.parse(scenario()), directory, SimClock.system())) {
      onLoop(
          () -> {
            desk.listen(this::record);
            registry.start();
            return true;
          });
      simulation.boards().forEach(this::connect);
      awaitAllUp();
      simulation.boards().forEach(board -> board.faults(BAD, BAD));
      for (int i = 0; i < COMMANDS; i++) {
        submit(i);
        trouble(simulation, i);
        TimeUnit.MILLISECONDS.sleep(15);
      }
      assertTrue(ended.await(40, TimeUnit.SECONDS), ended.getCount() + " commands without an end");
      verify(simulation);
    }
  }

  private static String scenario() {
    var yaml = new StringBuilder("seed: 5\nboards:\n");
    for (int i = 0; i < BOARDS; i++) {
      yaml.append(
          """
            - name: b%d
              drift_ppm: %d
              channels:
                - {key: out, access: rw, min: -1, max: 1000000, period: 200ms}
                - {key: danger, access: rw, dangerous: true, min: -1, max: 1000000, period: 200ms}
          """
              .formatted(i, (i - BOARDS / 2) * 2_000));
    }
    return yaml.toString();
  }

  private void connect(SimBoard board) {
    String id = board.name();
    var feed = onLoop(() -> registry.feed(id, id, "firmware", board.link().toString(), desk));
    var line = new SerialLine(new SerialSettings(board.link().toString()), id, loop);
    var driver = new FirmwareDriver(id, FirmwareSettings.DEFAULT, loop, feed);
    var device = new DeviceRuntime(id, loop, line, driver, feed);
    onLoop(
        () -> {
          desk.attach(id, true, device::sendCommand);
          return true;
        });
    devices.add(device);
    device.start();
  }

  private void awaitAllUp() throws InterruptedException {
    while (onLoop(
            () ->
                registry.directory().devices().stream()
                    .filter(d -> d.state().word().equals("up"))
                    .count())
        < BOARDS) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Each command asks for a value of its own, by which its effects are known. */
  private void submit(int number) {
    String key = random.nextInt(4) == 0 ? "danger" : "out";
    var channel = new ChannelId("b" + random.nextInt(BOARDS), key);
    Duration ttl = Duration.ofMillis(random.nextLong(200, 3_000));
    var command = new Command(id(number), channel, number, ttl, true, "test");
    onLoop(() -> desk.submit(command, Caller.local("test")));
    deadlines.put(command.id(), System.nanoTime() + ttl.toNanos());
  }

  private static String id(int number) {
    return "command-%04d".formatted(number);
  }

  private void trouble(Simulation simulation, int number) {
    SimBoard board = simulation.boards().get(random.nextInt(BOARDS));
    if (number % 100 == 50) {
      board.reset(ResetCause.WATCHDOG);
    } else if (number % 100 == 75) {
      board.unplug();
      loop.after(Duration.ofMillis(random.nextLong(2_000)), board::replug);
    }
  }

  private void record(CommandRecord record) {
    records.computeIfAbsent(record.command().id(), _ -> new ArrayList<>()).add(record);
    if (record.state() instanceof CommandState.Ended) {
      ended.countDown();
    }
  }

  private void verify(Simulation simulation) {
    Map<String, List<Effect>> effects = new HashMap<>();
    for (SimBoard board : simulation.boards()) {
      for (Effect effect : board.effects()) {
        if (effect.cause() == Effect.Cause.COMMAND) {
          effects.computeIfAbsent(id((int) effect.value()), _ -> new ArrayList<>()).add(effect);
        }
      }
    }
    Map<String, Integer> ends = new HashMap<>();
    onLoop(() -> Map.copyOf(records))
        .forEach((id, told) -> verify(told, effects.getOrDefault(id, List.of()), ends));
    System.out.println("1,000 commands over bad lines: " + ends);
    assertEquals(COMMANDS, ends.values().stream().mapToInt(i -> i).sum());
    assertTrue(ends.getOrDefault("confirmed", 0) > COMMANDS / 4, ends.toString());
  }

  private void verify(List<CommandRecord> told, List<Effect> effects, Map<String, Integer> ends) {
    CommandRecord last = told.getLast();
    String about = last + " " + effects;
    assertEquals(
        1, told.stream().filter(r -> r.state() instanceof CommandState.Ended).count(), about);
    ends.merge(last.state().word(), 1, Integer::sum);
    assertTrue(effects.size() <= 1, about);
    for (Effect effect : effects) {
      assertTrue(effect.nanos() <= deadlines.getOrDefault(last.command().id(), 0L), about);
      assertFalse(effect.isLate(), about);
    }
    switch (last.state()) {
      case CommandState.Confirmed _ -> assertEquals(1, effects.size(), about);
      case CommandState.Rejected _, CommandState.Expired _, CommandState.Failed _ ->
          assertEquals(0, effects.size(), about);
      case CommandState.Unknown _ -> {} // none or one, and the gateway says that it cannot tell
      case CommandState.Open _ -> throw new AssertionError(about);
    }
  }

  private <R> R onLoop(Callable<R> task) {
    var future = new FutureTask<>(task);
    loop.execute(future);
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
