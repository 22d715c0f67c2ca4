package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.RecordedEvents;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.DeviceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A line with units, at work on a loop that the test winds. */
final class ModbusRig {

  final ManualLoop loop = new ManualLoop();
  final TestBus bus = new TestBus(loop);
  final ModbusLine line = new ModbusLine("/dev/test", bus, loop);
  private final List<DeviceRuntime> devices = new ArrayList<>();

  /** Adds a unit and puts it to work; what it reports. */
  RecordedEvents add(ModbusSettings settings) {
    var events = new RecordedEvents();
    String id = "unit" + settings.unit();
    var driver = new ModbusDriver(id, settings, line, loop, events);
    var device = new DeviceRuntime(id, loop, line.join(settings.unit()), driver, events);
    devices.add(device);
    device.start();
    loop.runReady();
    return events;
  }

  void run(Duration time) {
    loop.advance(time);
  }

  /** Commands the unit that was added as number {@code device}. */
  void command(int device, String id, int channel, double value) {
    long deadline = loop.nanoTime() + 1_000_000_000L;
    devices.get(device).sendCommand(new DeviceCommand(id, channel, value, deadline));
  }

  DeviceRuntime device(int number) {
    return devices.get(number);
  }

  static CommandProgress last(RecordedEvents events, String id) {
    return events.progress(id).getLast();
  }

  static DeviceState state(RecordedEvents events) {
    return events.states.getLast();
  }
}
