package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.DeviceRuntime;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.RunningDevice;
import dev.ferrule.gateway.device.firmware.FirmwareDriver;
import dev.ferrule.gateway.device.gpio.GpioDevice;
import dev.ferrule.gateway.device.modbus.ModbusDriver;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.nmea.NmeaDriver;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.text.TextDriver;
import dev.ferrule.gateway.loop.Loop;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes devices: the one place that decides which class serves which driver.
 *
 * <p>Owner: the thread that made it; the devices report on their loop.
 */
public final class DeviceFactory {

  /** Makes the serial line of a device; it is not started. */
  @FunctionalInterface
  public interface Lines {
    /** The line with these settings, named after the device. */
    ByteLink line(SerialSettings settings, String device);
  }

  private final Loop loop;
  private final WallClock clock;
  private final Lines lines;

  /** Modbus units with equal settings share their line. */
  private final Map<SerialSettings, ModbusLine> shared = new HashMap<>();

  /** A factory of devices on {@code loop}; whose device tells the time, {@code clock} knows. */
  public DeviceFactory(Loop loop, WallClock clock, Lines lines) {
    this.loop = loop;
    this.clock = clock;
    this.lines = lines;
  }

  /** A device that is not started; it reports to {@code events}. */
  public RunningDevice make(DeviceConfiguration device, DeviceEvents events) {
    String id = device.id();
    return switch (device.driver()) {
      case DriverSettings.Firmware(var settings) ->
          onLine(device, new FirmwareDriver(id, settings, loop, events), events);
      case DriverSettings.Text(var settings) ->
          onLine(device, new TextDriver(id, settings, loop, events), events);
      case DriverSettings.Nmea(var settings) ->
          onLine(device, new NmeaDriver(id, settings, loop, events, timeListener(id)), events);
      case DriverSettings.Modbus(var settings) -> {
        ModbusLine line = shared.computeIfAbsent(serial(device), s -> modbusLine(s, id));
        var driver = new ModbusDriver(id, settings, line, loop, events);
        yield new DeviceRuntime(id, loop, line.join(settings.unit()), driver, events);
      }
      case DriverSettings.Gpio(var settings) -> new GpioDevice(id, settings, loop, events);
    };
  }

  private RunningDevice onLine(DeviceConfiguration device, Driver driver, DeviceEvents events) {
    String id = device.id();
    return new DeviceRuntime(id, loop, lines.line(serial(device), id), driver, events);
  }

  private ModbusLine modbusLine(SerialSettings serial, String device) {
    return new ModbusLine(serial.port().toString(), lines.line(serial, device), loop);
  }

  private static SerialSettings serial(DeviceConfiguration device) {
    return device.serial().orElseThrow();
  }

  private NmeaDriver.TimeListener timeListener(String device) {
    return clock.hears(device) ? clock::told : (_, _) -> {};
  }
}
