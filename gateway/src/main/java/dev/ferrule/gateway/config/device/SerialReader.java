package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.serial.SerialSettings.Parity;
import dev.ferrule.gateway.device.serial.ports.PortName;
import dev.ferrule.gateway.device.serial.ports.PortPath;
import dev.ferrule.gateway.device.serial.ports.UsbMatch;
import org.jspecify.annotations.Nullable;

/** The part of a device that says which serial port it is on, and how that talks. */
public final class SerialReader {

  private SerialReader() {}

  /** The line of a device that talks at {@code baud}, 8N1, when it says nothing else. */
  public static @Nullable SerialSettings read(Section device, int baud) {
    return read(device, baud, Parity.NONE);
  }

  /** The line of a device with such defaults; null when anything in {@code device} is wrong. */
  public static @Nullable SerialSettings read(Section device, int baud, Parity parity) {
    PortName port = port(device);
    if (port == null) {
      return null;
    }
    return device.make(
        () ->
            new SerialSettings(
                port,
                device.integer("baud", baud),
                device.integer("data_bits", 8),
                device.text("parity").map(SerialReader::parity).orElse(parity),
                device.integer("stop_bits", 1)));
  }

  /** Which port; null when {@code device} does not say so rightly. */
  static @Nullable PortName port(Section device) {
    if (!device.has("usb")) {
      return device.make("port", () -> new PortPath(device.text("port").orElse("")));
    }
    if (device.has("port")) {
      device.problem("usb", "is said beside port; one of the two, please");
      return null;
    }
    Section usb = device.section("usb");
    return usb.make(
        () ->
            new UsbMatch(
                usb.raw("vendor").orElse(""), usb.raw("product").orElse(""), usb.raw("serial")));
  }

  private static Parity parity(String word) {
    return switch (word) {
      case "even" -> Parity.EVEN;
      case "odd" -> Parity.ODD;
      default -> Parity.NONE;
    };
  }
}
