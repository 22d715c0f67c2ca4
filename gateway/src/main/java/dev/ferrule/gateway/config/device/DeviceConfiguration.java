package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.device.serial.SerialSettings;
import java.util.Optional;

/**
 * One device of a configuration.
 *
 * @param id first half of its channels' ids
 * @param name its name for people, 1 to 64 characters
 * @param area where it is, for people, 1 to 64 characters; empty when nobody said
 * @param serial the line that it hangs on; empty for a driver without one
 * @param driver what it speaks
 */
public record DeviceConfiguration(
    String id, String name, String area, Optional<SerialSettings> serial, DriverSettings driver) {

  public DeviceConfiguration {
    if (serial.isEmpty() != driver instanceof DriverSettings.Gpio) {
      throw new IllegalArgumentException(id + ": " + driver.word() + " and its link do not fit");
    }
  }

  /** Where it hangs, for people. */
  public String link() {
    return driver instanceof DriverSettings.Gpio(var settings)
        ? settings.chip().toString()
        : serial.orElseThrow().port().toString();
  }
}
