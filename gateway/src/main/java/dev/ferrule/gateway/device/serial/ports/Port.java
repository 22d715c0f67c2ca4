package dev.ferrule.gateway.device.serial.ports;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A serial port that is here now.
 *
 * @param path its device node, such as {@code /dev/ttyUSB0}; another one after the next replug
 * @param byId its name below {@code /dev/serial/by-id}, which stays with the adapter
 * @param byPath its name below {@code /dev/serial/by-path}, which stays with the socket
 * @param usb the USB device that it belongs to
 */
public record Port(
    Path path, Optional<Path> byId, Optional<Path> byPath, Optional<UsbIdentity> usb) {

  /** The name to put into a configuration: that of the adapter, of the socket, or of the node. */
  public Path steadiest() {
    return byId.or(() -> byPath).orElse(path);
  }

  /** {@code /dev/ttyACM0, Arduino Uno (usb 2341:0043 serial 7573530)}. */
  public String title() {
    return path + usb.map(Port::title).orElse("");
  }

  private static String title(UsbIdentity usb) {
    return (usb.name().isEmpty() ? "" : ", " + usb.name()) + " (usb " + usb + ")";
  }
}
