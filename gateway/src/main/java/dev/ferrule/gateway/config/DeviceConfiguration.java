package dev.ferrule.gateway.config;

import dev.ferrule.gateway.device.firmware.FirmwareSettings;
import dev.ferrule.gateway.device.modbus.ModbusSettings;
import dev.ferrule.gateway.device.nmea.NmeaSettings;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.text.TextSettings;

/**
 * One device of a configuration.
 *
 * @param id first half of its channels' ids
 * @param name its name for people, 1 to 64 characters
 * @param serial the line that it hangs on
 * @param driver what it speaks
 */
public record DeviceConfiguration(String id, String name, SerialSettings serial, Driver driver) {

  /** A driver with what it needs to know. */
  public sealed interface Driver {

    /** Its word in a configuration. */
    String word();

    /** The Ferrule protocol; the board describes its channels itself. */
    record Firmware(FirmwareSettings settings) implements Driver {
      @Override
      public String word() {
        return "firmware";
      }
    }

    /** Lines of key=value. */
    record Text(TextSettings settings) implements Driver {
      @Override
      public String word() {
        return "text";
      }
    }

    /** An instrument that talks NMEA 0183. */
    record Nmea(NmeaSettings settings) implements Driver {
      @Override
      public String word() {
        return "nmea";
      }
    }

    /** A unit on a Modbus line, which it may share with others. */
    record Modbus(ModbusSettings settings) implements Driver {
      @Override
      public String word() {
        return "modbus-rtu";
      }
    }
  }
}
