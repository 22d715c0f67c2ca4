package dev.ferrule.gateway.config;

import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.serial.SerialSettings.Parity;
import org.jspecify.annotations.Nullable;

/** The part of a device that says which serial port it is on, and how that talks. */
final class SerialReader {

  private SerialReader() {}

  /** The line of a device that talks at {@code baud}, 8N1, when it says nothing else. */
  static @Nullable SerialSettings read(Section device, int baud) {
    return read(device, baud, Parity.NONE);
  }

  /** The line of a device with such defaults; null when anything in {@code device} is wrong. */
  static @Nullable SerialSettings read(Section device, int baud, Parity parity) {
    String port = device.text("port").orElse("");
    return device.make(
        () ->
            new SerialSettings(
                port,
                device.integer("baud", baud),
                device.integer("data_bits", 8),
                device.text("parity").map(SerialReader::parity).orElse(parity),
                device.integer("stop_bits", 1)));
  }

  private static Parity parity(String word) {
    return switch (word) {
      case "even" -> Parity.EVEN;
      case "odd" -> Parity.ODD;
      default -> Parity.NONE;
    };
  }
}
