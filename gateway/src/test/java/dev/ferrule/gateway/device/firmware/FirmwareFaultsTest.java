package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Expired;
import dev.ferrule.gateway.device.CommandProgress.Failed;
import dev.ferrule.gateway.device.CommandProgress.Lost;
import dev.ferrule.gateway.device.CommandProgress.Refused;
import dev.ferrule.gateway.device.CommandProgress.Sent;
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.protocol.link.LinkMessage;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must hold whatever gets lost: one last word, one effect at most, none after the deadline.
 */
class FirmwareFaultsTest extends BoardRig {

  @BeforeEach
  void comeUp() {
    plugIn();
    run(1_000);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.97, 0.985, 0.99, 0.995, 1, 1.005, 1.01, 1.015, 1.03})
  void takesNoEffectAfterItsDeadlineWhateverTheClockOfTheBoard(double drift) {
    board.drift = drift;
    board.reset();
    run(500);
    for (int i = 0; i < 300; i++) {
      int late = i;
      long deadline = loop.nanoTime() + 100_000_000L;
      board.effects.clear();
      board.plugged = false; // the frame is lost; the reliable layer repeats it
      command("d" + late, Boards.PUMP_INDEX, i % 2, 100);
      run(40 + i % 61);
      board.plugged = true;
      run(300);
      board.effects.forEach(e -> assertTrue(e.nanoTime() <= deadline, "late, drift " + drift));
      run(2_000);
    }
    run(20_000);
    events.commands.values().forEach(FirmwareFaultsTest::assertOneLastWord);
  }

  @Test
  void takesNoEffectLateThoughTheRateOfTheClockIsNotKnownYet() {
    board.drift = 0.97;
    for (int ttl = 730; ttl < 830; ttl++) {
      board.reset();
      run(400);
      int[] lost = {4}; // the fifth try leaves 750 ms after the first
      board.loseFromHost = m -> m instanceof LinkMessage.Command && lost[0]-- > 0;
      board.effects.clear();
      command("t" + ttl, Boards.PUMP_INDEX, 1, ttl);
      long deadline = loop.nanoTime() + ttl * 1_000_000L;
      run(1_000);
      board.effects.forEach(e -> assertTrue(e.nanoTime() <= deadline, "late"));
      assertEquals(ttl >= 761, !board.effects.isEmpty(), ttl + " ms");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void endsAThousandCommandsOnceEachThroughEveryFault(long seed) {
    var random = new SplittableRandom(seed);
    board.loseFromHost = _ -> random.nextInt(100) < 12;
    board.loseToHost = _ -> random.nextInt(100) < 12;
    board.damage = bytes -> damaged(bytes, random);
    board.drift = 0.99 + random.nextInt(21) / 1000.0;
    Map<String, Long> deadlines = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      int channel = random.nextInt(4) == 0 ? Boards.HEATER_INDEX : Boards.PUMP_INDEX;
      long ttl = random.nextLong(100, 3_000);
      deadlines.put("c" + i, loop.nanoTime() + ttl * 1_000_000);
      command("c" + i, channel, random.nextInt(2), ttl);
      run(random.nextInt(150));
      fault(random);
    }
    board.loseFromHost = _ -> false;
    board.loseToHost = _ -> false;
    board.damage = UnaryOperator.identity();
    run(30_000);
    assertEquals(1_000, events.commands.size());
    events.commands.values().forEach(FirmwareFaultsTest::assertOneLastWord);
    assertEffectsAreTrue(deadlines);
  }

  private void fault(SplittableRandom random) {
    switch (random.nextInt(60)) {
      case 0 -> board.reset();
      case 1 -> {
        unplug();
        run(random.nextInt(4_000));
        plugIn();
      }
      case 2 -> {
        board.silent = true;
        run(random.nextInt(3_000));
        board.silent = false;
      }
      case 3 -> board.exchange();
      case 4 -> {
        unplug();
        board.exchange();
        plugIn();
      }
      case 5 -> {
        board.boot--; // as one that keeps no count
        board.startTick -= 9_000;
        board.reset();
      }
      case 6 -> {
        gateway.standStill();
        run(random.nextInt(4_000));
        gateway.goOn(random.nextBoolean());
      }
      default -> {} // nothing but the losses
    }
  }

  /** One byte in two hundred has a flipped bit, is gone, or comes twice. */
  private static byte[] damaged(byte[] bytes, SplittableRandom random) {
    var line = new ByteArrayOutputStream();
    for (byte b : bytes) {
      int chance = random.nextInt(600);
      int flip = chance == 0 ? 1 << random.nextInt(8) : 0;
      for (int copies = chance == 1 ? 0 : chance == 2 ? 2 : 1; copies > 0; copies--) {
        line.write(b ^ flip);
      }
    }
    return line.toByteArray();
  }

  /**
   * What the gateway says and what the outputs did must agree, and nothing may have happened late
   * or twice.
   */
  private void assertEffectsAreTrue(Map<String, Long> deadlines) {
    Map<String, Integer> times = new HashMap<>();
    board.effects.forEach(
        effect -> {
          String name = nameOf(effect.id());
          times.merge(name, 1, Integer::sum);
          assertTrue(
              effect.nanoTime() <= deadlines.getOrDefault(name, 0L),
              name + " took effect too late");
        });
    events.commands.forEach(
        (name, told) -> {
          int effects = times.getOrDefault(name, 0);
          switch (told.getLast()) {
            case Done _ -> assertEquals(1, effects, name);
            case Expired _, Refused _, Failed _ -> assertEquals(0, effects, name + " " + told);
            case Lost _ -> assertTrue(effects <= 1, name);
            case Sent _ -> throw new AssertionError(name + ": a board says whether it acted");
            case Written _ -> throw new AssertionError(name + " has no last word");
          }
        });
    long done = events.commands.values().stream().filter(p -> p.getLast() instanceof Done).count();
    assertTrue(done > 200, "only " + done + " done: the faults leave nothing to test");
  }

  /** Ids on the link count up with the commands, from the first that was used. */
  private String nameOf(int id) {
    return "c" + (id - firstId());
  }

  private int firstId() {
    return new SplittableRandom(SEED).nextInt();
  }

  private static void assertOneLastWord(List<CommandProgress> told) {
    long last = told.stream().filter(p -> !(p instanceof Written)).count();
    assertEquals(1, last, told.toString());
    assertTrue(!(told.getLast() instanceof Written), told.toString());
    assertTrue(told.size() <= 2, told.toString());
  }
}
