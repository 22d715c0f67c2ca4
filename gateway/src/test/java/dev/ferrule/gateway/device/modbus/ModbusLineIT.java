package dev.ferrule.gateway.device.modbus;

import static dev.ferrule.gateway.device.modbus.ModbusUnits.channel;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.RegisterType;
import dev.ferrule.gateway.device.modbus.registers.Table;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two units of a simulated line on a real pseudo-terminal, one line owner, all the line's faults.
 */
@Timeout(300)
class ModbusLineIT {

  private static final Duration PERIOD = Duration.ofMillis(30);

  @TempDir private Path directory;

  private final ThreadLoop loop = new ThreadLoop();
  private final RecordedEvents one = new RecordedEvents();
  private final RecordedEvents two = new RecordedEvents();
  private Simulation simulation;
  private SimBoard board;
  private ModbusLine line;
  private DeviceRuntime first;
  private DeviceRuntime second;

  @BeforeEach
  void start() throws Exception {
    simulation =
        Simulation.start(
            Scenario.parse(
                """
                boards:
                  - name: line
                    driver: modbus-rtu
                    vendor: Acme
                    model: EM-1
                    channels:
                      - {key: temp, unit_id: 1, input: 0, decimals: 1, wave: 21.5}
                      - {key: fan, unit_id: 1, holding: 3, access: rw, max: 100}
                      - {key: serial, unit_id: 1, input: 40, type: uint32, wave: 4711, max: 100000}
                      - {key: pump, unit_id: 2, coil: 7, kind: switch, access: rw}
                """),
            directory,
            SimClock.system());
    board = simulation.board("line");
    var settings = new SerialSettings(board.link().toString(), 115_200);
    line = new ModbusLine("test", new SerialLine(settings, "line", loop), loop);
    var word = Encoding.of(RegisterType.INT16);
    var temp = channel("temp", Table.INPUT_REGISTER, 0, word, 0.1, PERIOD, false);
    var fan = channel("fan", Table.HOLDING_REGISTER, 3, word, 1, PERIOD, true);
    var pump = channel("pump", Table.COIL, 7, word, 1, PERIOD, true);
    first = connect(line, one, ModbusUnits.unit(1, temp, fan));
    second = connect(line, two, ModbusUnits.unit(2, pump));
    loop.await(() -> one.values(0).size() >= 5 && two.values(0).size() >= 5);
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    loop.close();
    simulation.close();
  }

  @Test
  void noiseMakesNoWrongValue() throws Exception {
    board.faults(LineFaults.NONE.flipping(0.002), LineFaults.NONE.flipping(0.005).losing(0.005));
    int before = loop.call(() -> one.values(0).size());
    loop.await(() -> one.values(0).size() >= before + 40);
    Set<Double> values = new HashSet<>(loop.call(() -> one.values(0)));
    values.remove(Double.NaN); // bad, while the unit was silent
    assertEquals(Set.of(21.5), values);
    board.faults(LineFaults.NONE, LineFaults.NONE);
    loop.await(() -> isUp(one) && isUp(two));
  }

  @Test
  void commandsAreReadBackRefusedByNameAndFollowedWhenTheAnswerIsLost() throws Exception {
    command(second, "on", 0, 1);
    loop.await(() -> two.progress("on").equals(List.of(new Written(), new Done(1))));
    loop.await(() -> two.values(0).getLast() == 1);

    board.refuse("fan", CommandStatus.BUSY);
    command(first, "busy", 1, 40);
    loop.await(() -> one.progress("busy").size() == 2);
    assertEquals(
        new CommandProgress.Refused(Reason.DEVICE_BUSY, "unit 1: server device busy (6)"),
        loop.call(() -> one.progress("busy").getLast()));
    board.refuse("fan", CommandStatus.DONE);

    board.withholdAcks(true);
    command(first, "mute", 1, 60);
    loop.await(() -> one.progress("mute").equals(List.of(new Written(), new Done(60))));
  }

  @Test
  void brokenSensorIsNamed() throws Exception {
    board.sensorFault("temp", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
    loop.await(() -> one.notes.contains("unit 1: server device failure (4) for input register 0"));
  }

  @Test
  void comesBackAfterUnpluggingAndEndsSafe() throws Exception {
    board.unplug();
    loop.await(() -> isDown(one) && isDown(two));
    board.replug();
    loop.await(() -> isUp(one) && isUp(two));
    command(first, "fan", 1, 60);
    command(second, "pump", 0, 1);
    loop.await(() -> one.progress("fan").size() == 2 && two.progress("pump").size() == 2);
    assertEquals(60, board.value("fan"));

    first.close();
    assertEquals(0, board.value("fan"), "its safe value");
    assertEquals(1, board.value("pump"), "another unit, still at work");
    second.close();
    assertTrue(board.await(b -> b.value("pump") == 0, Duration.ofSeconds(2)), "not safe");
    assertTrue(board.await(b -> !b.isOpened(), Duration.ofSeconds(2)), "still open");
  }

  @Test
  void readsTheUnitThatIsExpectedAndRefusesAnother() throws Exception {
    var right = new RecordedEvents();
    var wrong = new RecordedEvents();
    var word = Encoding.of(RegisterType.INT16);
    var temp = channel("temp", Table.INPUT_REGISTER, 0, word, 0.1, PERIOD, false);
    try (var _ = connect(line, right, ModbusUnits.unit(1, expected("EM-1"), temp));
        var _ = connect(line, wrong, ModbusUnits.unit(1, expected("EM-2"), temp))) {
      loop.await(() -> right.values(0).size() >= 5 && !isUp(wrong) && wrong.states.size() == 2);
      assertEquals(
          new DeviceState.Refused(
              "unit 1: wrong device: expected vendor Acme, product EM-2, but vendor Acme, product"
                  + " EM-1 answers; plug the right one in here, or change expect"),
          loop.call(() -> wrong.states.getLast()));
      assertEquals(List.of(), loop.call(() -> wrong.values(0)));
    }
  }

  private static ExpectedUnit expected(String product) {
    var serial =
        new ExpectedUnit.Register(Table.INPUT_REGISTER, 40, Encoding.of(RegisterType.UINT32), 4711);
    return new ExpectedUnit(Optional.of(serial), Optional.of("Acme"), Optional.of(product));
  }

  private DeviceRuntime connect(ModbusLine line, RecordedEvents events, ModbusSettings settings) {
    String id = "unit" + settings.unit();
    var driver = new ModbusDriver(id, settings, line, loop, events);
    var device = new DeviceRuntime(id, loop, line.join(settings.unit()), driver, events);
    device.start();
    return device;
  }

  private void command(DeviceRuntime device, String id, int channel, double value) {
    device.sendCommand(new DeviceCommand(id, channel, value, loop.nanoTime() + 2_000_000_000L));
  }

  private static boolean isUp(RecordedEvents events) {
    return !events.states.isEmpty() && events.states.getLast() instanceof DeviceState.Up;
  }

  private static boolean isDown(RecordedEvents events) {
    return events.states.getLast() instanceof DeviceState.Down;
  }
}
