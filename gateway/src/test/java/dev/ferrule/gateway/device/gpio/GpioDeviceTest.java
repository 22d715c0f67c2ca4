package dev.ferrule.gateway.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.provider.Provider;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.gpio.GpioChannel.Edge;
import dev.ferrule.gateway.device.gpio.GpioChannel.Pull;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GpioDeviceTest {

  @Test
  void announcesItsChannelsBeforeTheChipIsThere() {
    try (var rig = GpioRig.opening(_ -> fail("no chip"), GpioRig.DOOR, GpioRig.PUMP)) {
      rig.device.start();

      rig.await("announced", e -> e.channels.size() == 2);
      Channel pump = rig.told(e -> e.channels.get(1));
      assertEquals("pi.pump", pump.id().toString());
      assertEquals(OptionalDouble.of(0), pump.control().orElseThrow().safe());
    }
  }

  @Test
  void outputsStartWithTheirSafeValuesAndShowThem() {
    try (var rig =
        GpioRig.up(
            GpioRig.output("a", 1, false, 0),
            GpioRig.output("b", 2, false, 1),
            GpioRig.output("c", 3, true, 0))) {
      assertEquals(List.of("1=0", "2=1", "3=1"), rig.chip.history());
      assertEquals(List.of(0.0), rig.told(e -> e.values(0)));
      assertEquals(List.of(1.0), rig.told(e -> e.values(1)));
      assertEquals(List.of(0.0), rig.told(e -> e.values(2)));
    }
  }

  @Test
  void commandIsWrittenReadBackAndShown() {
    try (var rig = GpioRig.up(GpioRig.DOOR, GpioRig.PUMP)) {
      List<CommandProgress> progress = rig.command(1, 1);

      assertEquals(List.of(new CommandProgress.Written(), new CommandProgress.Done(1)), progress);
      assertTrue(rig.chip.isHigh(23));
      assertEquals(List.of(0.0, 1.0), rig.told(e -> e.values(1)));
    }
  }

  @Test
  void simulatedChipKeepsADutyCycle() {
    var fan = new GpioChannel("fan", "Fan", 0, false, new GpioChannel.Pwm(25_000, 30, false));
    try (var rig = GpioRig.up(fan, GpioRig.PUMP)) {
      assertEquals(List.of(30.0), rig.told(e -> e.values(0)));

      List<CommandProgress> progress = rig.command(0, 55);

      assertEquals(List.of(new CommandProgress.Written(), new CommandProgress.Done(55)), progress);
      assertEquals(List.of(30.0, 55.0), rig.told(e -> e.values(0)));
    }
  }

  @Test
  void lowLevelMeansOnWhenActiveLow() {
    try (var rig =
        GpioRig.up(GpioRig.input("door", 17, true), GpioRig.output("pump", 23, true, 0))) {
      rig.command(1, 1);
      assertEquals("23=0", rig.chip.history().getLast());
      assertEquals(List.of(1.0), rig.told(e -> e.values(0)));

      rig.chip.drive(17, true);
      rig.await("read", e -> e.values(0).equals(List.of(1.0, 0.0)));
    }
  }

  @Test
  void edgesBecomeReadingsInOrder() {
    try (var rig = GpioRig.up(GpioRig.DOOR, GpioRig.PUMP)) {
      for (int i = 0; i < 1000; i++) {
        rig.chip.drive(17, i % 2 == 0);
      }

      rig.await("all read", e -> e.values(0).size() == 1001);
      List<Double> values = rig.told(e -> List.copyOf(e.values(0)));
      for (int i = 0; i < 1000; i++) {
        assertEquals(i % 2 == 0 ? 1.0 : 0.0, values.get(i + 1), "edge " + i);
      }
    }
  }

  @Test
  void countsTheEdgesThatCount() {
    var water =
        new GpioChannel(
            "water",
            "Water",
            4,
            true,
            new GpioChannel.Counter(Pull.OFF, Duration.ZERO, Edge.RISING, GpioChannel.MIN_PERIOD));
    try (var rig = GpioRig.up(water)) {
      for (int i = 0; i < 100; i++) {
        rig.chip.drive(4, true);
        rig.chip.drive(4, false); // low is on: this is the rising one
      }

      rig.await("counted", e -> e.values(0).contains(100.0));
    }
  }

  @Test
  void inputTakesNoCommand() {
    try (var rig = GpioRig.up(GpioRig.DOOR)) {
      var refused = assertInstanceOf(CommandProgress.Refused.class, rig.command(0, 1).getLast());
      assertEquals(Reason.READ_ONLY, refused.reason());
    }
  }

  @Test
  void commandWithoutAChipIsRefused() {
    try (var rig = GpioRig.opening(_ -> fail("no chip"), GpioRig.PUMP)) {
      rig.device.start();

      var refused = assertInstanceOf(CommandProgress.Refused.class, rig.command(0, 1).getLast());
      assertEquals(Reason.STALE, refused.reason());
    }
  }

  @Test
  void saysOnceWhyTheChipCannotBeHadAndTriesAgain() {
    var tries = new AtomicInteger();
    try (var rig =
        GpioRig.opening(
            chip -> tries.incrementAndGet() < 3 ? fail("line 4 is busy") : chip, GpioRig.PUMP)) {
      rig.device.start();

      rig.await("up", e -> e.states.contains(new DeviceState.Up()));
      assertEquals(
          List.of(new DeviceState.Down("line 4 is busy"), new DeviceState.Up()),
          rig.told(e -> List.copyOf(e.states)));
    }
  }

  @Test
  void lineThatIsNotThereIsNamedAndTheOthersWork() {
    try (var rig = GpioRig.of(GpioRig.PUMP, GpioRig.input("door", 99, false))) {
      rig.device.start();

      rig.await("noted", e -> !e.notes.isEmpty());
      assertEquals(
          "a channel has no line: door: no line 99: the simulated chip has lines 0 to 31",
          rig.told(e -> e.notes.getFirst()));
      assertInstanceOf(CommandProgress.Done.class, rig.command(0, 1).getLast());
    }
  }

  @Test
  void chipWithNoLineToHaveIsDown() {
    try (var rig = GpioRig.of(GpioRig.input("door", 99, false))) {
      rig.device.start();

      rig.await("down", e -> !e.states.isEmpty());
      assertEquals(
          new DeviceState.Down("no line 99: the simulated chip has lines 0 to 31"),
          rig.told(e -> e.states.getFirst()));
    }
  }

  @Test
  void lineThatAnotherHoldsIsBadUntilItIsFree() {
    Set<Integer> held = ConcurrentHashMap.newKeySet();
    held.add(23);
    try (var rig =
        GpioRig.opening(chip -> new SharedChip(chip, held), GpioRig.DOOR, GpioRig.PUMP)) {
      rig.device.start();

      rig.await("noted", e -> !e.notes.isEmpty());
      assertEquals(
          "a channel has no line: pump: line 23 is busy: \"gpiomon\" holds it",
          rig.told(e -> e.notes.getFirst()));
      assertEquals(List.of(new DeviceState.Up()), rig.told(e -> List.copyOf(e.states)));
      assertEquals(List.of(0.0), rig.told(e -> e.values(0)));
      assertTrue(Quality.isBad(rig.told(e -> e.batches.getLast().qualityAt(0, 0))));
      var refused = assertInstanceOf(CommandProgress.Refused.class, rig.command(1, 1).getLast());
      assertEquals("line 23 is busy: \"gpiomon\" holds it", refused.text());
      assertEquals(List.of(), rig.chip.history());

      held.clear();

      rig.await("noted", e -> e.notes.size() == 2);
      assertEquals("a channel has its line now: pump", rig.told(e -> e.notes.getLast()));
      rig.await("read", e -> e.values(1).size() == 2);
      assertInstanceOf(CommandProgress.Done.class, rig.command(1, 1).getLast());
      assertEquals(List.of(new DeviceState.Up()), rig.told(e -> List.copyOf(e.states)));
    }
  }

  @Test
  void lostChipIsDownAndComesBackWithSafeOutputs() {
    try (var rig = GpioRig.up(GpioRig.PUMP)) {
      rig.command(0, 1);

      rig.chip.lose("the chip is gone");

      rig.await("up again", e -> e.values(0).size() == 3);
      assertEquals(
          List.of(
              new DeviceState.Up(), new DeviceState.Down("the chip is gone"), new DeviceState.Up()),
          rig.told(e -> List.copyOf(e.states)));
      assertEquals(List.of(0.0, 1.0, 0.0), rig.told(e -> e.values(0)));
      assertEquals(0.0, rig.chip.isHigh(23) ? 1.0 : 0.0);
    }
  }

  @Test
  void closingPutsOutputsToTheirSafeValuesAndTellsNothing() {
    try (var rig = GpioRig.up(GpioRig.PUMP)) {
      rig.command(0, 1);
      Integer told = rig.told(e -> e.batches.size() + e.states.size());

      rig.device.close();

      assertEquals("23=0", rig.chip.history().getLast());
      assertEquals(told, rig.told(e -> e.batches.size() + e.states.size()));
    }
  }

  @Test
  void tellsAtTheEndWhichOutputsItCouldNotMakeSafe() {
    var fan = GpioRig.output("fan", 24, false, 0);
    try (var rig =
        GpioRig.opening(
            chip -> new SharedChip(chip, Set.of(23)), GpioRig.PUMP, fan, GpioRig.DOOR)) {
      rig.device.start();
      rig.await("noted", e -> !e.notes.isEmpty());

      assertEquals(List.of("pump"), rig.device.stop(Duration.ofSeconds(60)));
    }
  }

  /** A chip of which another program holds some lines. */
  private record SharedChip(Chip chip, Set<Integer> held) implements Chip {
    @Override
    public List<Provider<?, ?, ?>> providers() {
      return chip.providers();
    }

    @Override
    public void check(Set<Integer> lines) {
      for (int line : lines) {
        if (held.contains(line)) {
          throw new ChipTrouble("line " + line + " is busy: \"gpiomon\" holds it");
        }
      }
      chip.check(lines);
    }

    @Override
    public void whenLost(Consumer<String> listener) {
      chip.whenLost(listener);
    }

    @Override
    public void close() {
      chip.close();
    }
  }

  private static Chip fail(String reason) {
    throw new ChipTrouble(reason);
  }
}
