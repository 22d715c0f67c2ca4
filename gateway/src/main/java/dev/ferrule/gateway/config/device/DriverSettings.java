package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.device.firmware.FirmwareSettings;
import dev.ferrule.gateway.device.gpio.GpioSettings;
import dev.ferrule.gateway.device.modbus.ModbusSettings;
import dev.ferrule.gateway.device.nmea.NmeaSettings;
import dev.ferrule.gateway.device.text.TextSettings;
import dev.ferrule.gateway.model.Channel;
import java.util.List;
import java.util.Optional;

/** A driver with what it needs to know. */
public sealed interface DriverSettings {

  /** Its word in a configuration. */
  String word();

  /**
   * Whether the device puts its outputs to their safe values by itself when it starts and when the
   * link is lost; else the gateway does it when the device comes up.
   */
  default boolean keepsSafe() {
    return false;
  }

  /** The channels, when the configuration describes them; else the device does it later. */
  default Optional<List<Channel>> channels(String device) {
    return Optional.empty();
  }

  /** The Ferrule protocol; the board describes its channels itself. */
  record Firmware(FirmwareSettings settings) implements DriverSettings {
    @Override
    public String word() {
      return "firmware";
    }

    @Override
    public boolean keepsSafe() {
      return true;
    }
  }

  /** Lines of key=value. */
  record Text(TextSettings settings) implements DriverSettings {
    @Override
    public String word() {
      return "text";
    }

    @Override
    public Optional<List<Channel>> channels(String device) {
      return Optional.of(settings.describe(device));
    }
  }

  /** Lines of a GPIO chip. */
  record Gpio(GpioSettings settings) implements DriverSettings {
    @Override
    public String word() {
      return "gpio";
    }

    /** Lines are requested with their safe value, at the start as after a lost chip. */
    @Override
    public boolean keepsSafe() {
      return true;
    }

    @Override
    public Optional<List<Channel>> channels(String device) {
      return Optional.of(settings.describe(device));
    }
  }

  /** An instrument that talks NMEA 0183. */
  record Nmea(NmeaSettings settings) implements DriverSettings {
    @Override
    public String word() {
      return "nmea";
    }

    @Override
    public Optional<List<Channel>> channels(String device) {
      return Optional.of(settings.describe(device));
    }
  }

  /** A unit on a Modbus line, which it may share with others. */
  record Modbus(ModbusSettings settings) implements DriverSettings {
    @Override
    public String word() {
      return "modbus-rtu";
    }

    @Override
    public Optional<List<Channel>> channels(String device) {
      return Optional.of(settings.describe(device));
    }
  }
}
