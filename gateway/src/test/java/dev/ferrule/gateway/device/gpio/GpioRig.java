package dev.ferrule.gateway.device.gpio;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.gpio.chip.Chip;
import dev.ferrule.gateway.device.gpio.simulated.SimulatedChip;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.DeviceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A GPIO device on a simulated chip, in real time. */
final class GpioRig implements AutoCloseable {

  static final GpioChannel DOOR = input("door", 17, false);
  static final GpioChannel PUMP = output("pump", 23, false, 0);

  final SimulatedChip chip = new SimulatedChip(32);
  final ThreadLoop loop = new ThreadLoop();
  final GpioDevice device;
  private final RecordedEvents events = new RecordedEvents();
  private int commands;

  private GpioRig(Supplier<Chip> opener, GpioChannel... channels) {
    var settings = new GpioSettings(new GpioChip.Simulated(), "", List.of(channels));
    device = new GpioDevice("pi", settings, loop, events, opener);
  }

  private GpioRig(GpioSettings settings) {
    device = new GpioDevice("pi", settings, loop, events);
  }

  /** Started and up on the board behind a link. */
  static GpioRig on(Path link, GpioChannel... channels) {
    GpioRig rig = new GpioRig(new GpioSettings(new GpioChip.Board(link), "", List.of(channels)));
    rig.start(channels);
    return rig;
  }

  /** Not started. */
  static GpioRig of(GpioChannel... channels) {
    var chips = new SimulatedChip[1];
    var rig = new GpioRig(() -> chips[0], channels);
    chips[0] = rig.chip;
    return rig;
  }

  /** Not started; opens what {@code opener} makes of its chip. */
  static GpioRig opening(Function<SimulatedChip, Chip> opener, GpioChannel... channels) {
    var chips = new SimulatedChip[1];
    var rig = new GpioRig(() -> opener.apply(chips[0]), channels);
    chips[0] = rig.chip;
    return rig;
  }

  /** Started and up. */
  static GpioRig up(GpioChannel... channels) {
    GpioRig rig = of(channels);
    rig.start(channels);
    return rig;
  }

  private void start(GpioChannel... channels) {
    device.start();
    await("up", events -> events.states.contains(new DeviceState.Up()));
    await("first values", events -> events.batches.size() >= switches(channels));
  }

  private static long switches(GpioChannel... channels) {
    return List.of(channels).stream().filter(c -> c.period().isZero()).count();
  }

  static GpioChannel input(String key, int line, boolean activeLow) {
    return new GpioChannel(
        key, key, line, activeLow, new GpioChannel.Input(GpioChannel.Pull.OFF, Duration.ZERO));
  }

  static GpioChannel output(String key, int line, boolean activeLow, double safe) {
    return new GpioChannel(
        key,
        key,
        line,
        activeLow,
        new GpioChannel.Output(safe, GpioChannel.Drive.PUSH_PULL, false));
  }

  /** Looks at what was told, on the thread that it is told on. */
  <T> T told(Function<RecordedEvents, T> look) {
    return CompletableFuture.supplyAsync(() -> look.apply(events), loop)
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  /** Waits, for up to 5 s, until what was told is as it should be. */
  void await(String what, Predicate<RecordedEvents> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!told(condition::test)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not " + what + ": " + told(e -> e.states + " " + e.commands));
      }
      Thread.onSpinWait();
    }
  }

  /** Commands a channel and waits for the last word. */
  List<CommandProgress> command(int channel, double value) {
    commands++;
    String id = "c" + commands;
    device.sendCommand(new DeviceCommand(id, channel, value, loop.nanoTime() + 5_000_000_000L));
    await(
        "answered",
        e -> e.progress(id).stream().anyMatch(p -> !(p instanceof CommandProgress.Written)));
    return told(e -> List.copyOf(e.progress(id)));
  }

  @Override
  public void close() {
    device.close();
    loop.close();
  }
}
