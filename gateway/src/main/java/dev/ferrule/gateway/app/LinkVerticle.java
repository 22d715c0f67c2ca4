package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DeviceConfiguration.Driver;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.device.firmware.FirmwareDriver;
import dev.ferrule.gateway.device.gpio.GpioDevice;
import dev.ferrule.gateway.device.modbus.ModbusDriver;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.nmea.NmeaDriver;
import dev.ferrule.gateway.device.serial.LineRecorder;
import dev.ferrule.gateway.device.serial.RecorderSettings;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.text.TextDriver;
import dev.ferrule.gateway.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loop of one link and what hangs on it: one device, or the units of a Modbus line. Owner: the
 * loop that it is deployed on.
 */
final class LinkVerticle extends VerticleBase {

  private final List<DeviceSlot> slots;
  private final RecorderSettings recording;
  private final WallClock clock;
  private final Map<String, FlightRecorder> recorders = new HashMap<>();

  /** A link with at least one device; more than one are Modbus units with equal line settings. */
  LinkVerticle(List<DeviceSlot> slots, RecorderSettings recording, WallClock clock) {
    this.slots = List.copyOf(slots);
    this.recording = recording;
    this.clock = clock;
  }

  /** Of a serial line, by device; none of another link. For whoever waited for the deployment. */
  Map<String, FlightRecorder> recorders() {
    return Map.copyOf(recorders);
  }

  @Override
  public Future<?> start() {
    Loop loop = VertxLoop.current(clock);
    DeviceSlot first = slots.getFirst();
    if (first.device().driver() instanceof Driver.Gpio(var settings)) {
      first.start(new GpioDevice(first.device().id(), settings, loop, first.events()));
    } else {
      startOnLine(loop, first.device());
    }
    return Future.succeededFuture();
  }

  private void startOnLine(Loop loop, DeviceConfiguration first) {
    SerialSettings serial = first.serial().orElseThrow();
    var recorder = new LineRecorder(serial, recording, loop);
    var line = new SerialLine(serial, first.id(), loop, recorder);
    var bus = new ModbusLine(serial.port().toString(), line, loop);
    for (DeviceSlot slot : slots) {
      String id = slot.device().id();
      recorders.put(id, recorder);
      DeviceEvents events = slot.events();
      switch (slot.device().driver()) {
        case Driver.Firmware(var settings) ->
            slot.start(loop, line, new FirmwareDriver(id, settings, loop, events));
        case Driver.Text(var settings) ->
            slot.start(loop, line, new TextDriver(id, settings, loop, events));
        case Driver.Nmea(var settings) ->
            slot.start(loop, line, new NmeaDriver(id, settings, loop, events, listener(id)));
        case Driver.Modbus(var settings) ->
            slot.start(loop, bus.join(), new ModbusDriver(id, settings, bus, loop, events));
        case Driver.Gpio _ -> throw new IllegalStateException(id + " has no serial line");
      }
    }
  }

  private NmeaDriver.TimeListener listener(String device) {
    return clock.hears(device) ? clock::told : (_, _) -> {};
  }
}
