package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.loop.ManualLoop;
import java.time.Duration;
import java.util.SplittableRandom;

/** A driver and the greenhouse board at the ends of a line, in hand-wound time. */
abstract class BoardRig {

  static final long SEED = 2;

  final ManualLoop loop = new ManualLoop();
  final GatewayLoop gateway = new GatewayLoop(loop);
  final RecordedEvents events = new RecordedEvents();
  final FirmwareDriver driver;
  final TestBoard board;

  BoardRig() {
    this(ExpectedBoard.ANY);
  }

  BoardRig(ExpectedBoard expected) {
    this(new FirmwareSettings(Duration.ofSeconds(2), expected));
  }

  BoardRig(FirmwareSettings settings) {
    driver =
        new FirmwareDriver(
            "bed",
            settings,
            gateway,
            events,
            new SplittableRandom(SEED),
            DictionaryStore.inMemory());
    board = new TestBoard(loop, gateway, driver, Boards.greenhouse().build().orThrow());
  }

  final void plugIn() {
    board.plugged = true;
    driver.linkUp(board);
  }

  final void unplug() {
    board.plugged = false;
    driver.linkDown("unplugged");
  }

  final void replug() {
    unplug();
    plugIn();
  }

  final void run(long millis) {
    loop.advance(Duration.ofMillis(millis));
  }

  final void command(String id, int channel, double value, long ttlMs) {
    driver.sendCommand(new DeviceCommand(id, channel, value, loop.nanoTime() + ttlMs * 1_000_000));
  }

  /** How many messages of a type the board heard. */
  final int count(Class<?> type) {
    return (int) board.heard.stream().filter(type::isInstance).count();
  }
}
