package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.gpio.GpioChip;
import dev.ferrule.gateway.device.modbus.ModbusSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who may have a port together: one device alone, or the units of one Modbus line, which must agree
 * on how the line talks and differ in their unit ids. A GPIO chip is for one device.
 */
public final class PortSharing {

  private PortSharing() {}

  /** Adds what keeps devices from the ports that they ask for. */
  public static void check(Section devices) {
    Map<String, String> byPort = new HashMap<>();
    Map<String, String> byUnit = new HashMap<>();
    for (String id : devices.names()) {
      Section device = devices.section(id);
      checkChip(device, id, byPort, devices);
      Optional<String> port = port(device);
      Optional<String> other = port.map(path -> byPort.putIfAbsent(path, id));
      if (other.isPresent()) {
        String place = other.get() + " too (line " + devices.line(other.get()) + ")";
        if (isModbus(device) && isModbus(devices.section(other.get()))) {
          checkLine(device, devices.section(other.get()), place.replace(" too", ""));
        } else {
          device.problem(
              device.has("usb") ? "usb" : "port",
              "is the port of the device " + place + "; one port, one device");
        }
      }
      if (port.isPresent() && isModbus(device)) {
        String twin = byUnit.putIfAbsent(device.integer("unit", 0) + "@" + port.get(), id);
        if (twin != null) {
          String place = twin + " on this line too (line " + devices.line(twin) + ")";
          device.problem("unit", "is the unit id of the device " + place);
        }
      }
    }
  }

  /** How the port is named, the same for the same name; nothing when that is wrong. */
  private static Optional<String> port(Section device) {
    Section usb = device.section("usb");
    return device.has("usb")
        ? Optional.of(
            "usb " + usb.raw("vendor") + ":" + usb.raw("product") + ":" + usb.raw("serial"))
        : device.text("port");
  }

  /** A chip is one device's; simulated ones are as many as one likes. */
  private static void checkChip(
      Section device, String id, Map<String, String> byPort, Section devices) {
    device
        .text("driver")
        .filter("gpio"::equals)
        .filter(_ -> !device.has("chip") || device.text("chip").isPresent())
        .map(_ -> device.text("chip").orElse(GpioChip.HEADER))
        .filter(chip -> !chip.equals(GpioChip.SIMULATED))
        .map(chip -> byPort.putIfAbsent(chip.startsWith("/") ? chip : "chip " + chip, id))
        .ifPresent(
            other ->
                device.problem(
                    "chip",
                    "is the chip of the device "
                        + other
                        + " too (line "
                        + devices.line(other)
                        + "); put its lines there"));
  }

  private static boolean isModbus(Section device) {
    return device.text("driver").filter("modbus-rtu"::equals).isPresent();
  }

  private static void checkLine(Section device, Section other, String place) {
    int baud = ModbusSettings.DEFAULT_BAUD;
    compare("baud", device.integer("baud", baud), other.integer("baud", baud), device, place);
    compare(
        "data_bits", device.integer("data_bits", 8), other.integer("data_bits", 8), device, place);
    compare(
        "parity",
        device.text("parity").orElse("even"),
        other.text("parity").orElse("even"),
        device,
        place);
    compare(
        "stop_bits", device.integer("stop_bits", 1), other.integer("stop_bits", 1), device, place);
  }

  private static void compare(
      String key, Object mine, Object theirs, Section device, String place) {
    if (!mine.equals(theirs)) {
      device.problem(
          key,
          "must be "
              + theirs
              + " as for the device "
              + place
              + ", which is on the same line, not "
              + mine);
    }
  }
}
