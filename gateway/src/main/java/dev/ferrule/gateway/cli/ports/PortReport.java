package dev.ferrule.gateway.cli.ports;

import dev.ferrule.gateway.app.PortClaims;
import dev.ferrule.gateway.device.serial.ports.Port;
import dev.ferrule.gateway.device.serial.ports.PortAccess;
import dev.ferrule.gateway.device.serial.ports.PortHolder;
import dev.ferrule.gateway.device.serial.ports.UsbIdentity;
import dev.ferrule.gateway.json.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What there is to say about a port.
 *
 * @param devices ids of the configured devices on it
 * @param holder another process that has it open
 * @param group to be joined before this user can open it
 */
public record PortReport(
    Port port, List<String> devices, Optional<PortHolder> holder, Optional<String> group) {

  private static final int LONGEST_ID = 32;

  public PortReport {
    devices = List.copyOf(devices);
  }

  /** Looks at a port now. */
  public static PortReport of(Port port, PortClaims claims) {
    return new PortReport(
        port, claims.of(port), PortHolder.of(port.path()), PortAccess.groupToJoin(port.path()));
  }

  /** Lines for a terminal: what is known, what is in the way, and how to add it. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(port.title());
    port.byId().ifPresent(link -> lines.add("  by id     " + link));
    port.byPath().ifPresent(link -> lines.add("  by path   " + link));
    if (!devices.isEmpty()) {
      lines.add("  device    " + String.join(", ", devices));
    }
    holder.ifPresent(who -> lines.add("  in use    " + who));
    if (group.isPresent()) {
      lines.add("  " + PortAccess.remedy(port.path()));
    }
    if (devices.isEmpty()) {
      lines.add("  to add it, below devices: in the configuration:");
      yaml().forEach(line -> lines.add("    " + line));
    }
    return lines;
  }

  /** The device that a configuration would have for it, as lines of YAML. */
  List<String> yaml() {
    return List.of(
        id() + ":",
        "  driver: firmware   # or text, nmea, modbus-rtu; to find out: ferrule try --port "
            + port.path(),
        "  port: " + port.steadiest());
  }

  private String id() {
    String words =
        port.usb()
            .map(UsbIdentity::name)
            .filter(name -> !name.isEmpty())
            .orElseGet(() -> fileName(port.path()))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[0-9_]+|_+$", "");
    String id = words.isEmpty() ? "board" : words;
    return id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id;
  }

  private static String fileName(Path path) {
    return path.getName(path.getNameCount() - 1).toString();
  }

  /** Its fields, in an object that the caller opens and closes; what is not known is not there. */
  public void json(JsonText out) {
    out.field("path", port.path().toString());
    port.byId().ifPresent(link -> out.field("by_id", link.toString()));
    port.byPath().ifPresent(link -> out.field("by_path", link.toString()));
    port.usb().ifPresent(usb -> json(out, usb));
    out.list("devices");
    devices.forEach(out::item);
    out.endList();
    holder.ifPresent(
        who -> out.object("holder").field("pid", who.pid()).field("name", who.name()).endObject());
    group.ifPresent(missing -> out.field("join_group", missing));
  }

  private static void json(JsonText out, UsbIdentity usb) {
    out.object("usb").field("vendor", usb.vendor()).field("product", usb.product());
    usb.serial().ifPresent(serial -> out.field("serial", serial));
    out.field("name", usb.name()).endObject();
  }
}
