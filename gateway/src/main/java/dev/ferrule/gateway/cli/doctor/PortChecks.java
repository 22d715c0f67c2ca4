package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.device.serial.ports.PortAccess;
import dev.ferrule.gateway.device.serial.ports.PortHolder;
import dev.ferrule.gateway.device.serial.ports.PortInventory;
import dev.ferrule.gateway.device.serial.ports.PortLocator;
import dev.ferrule.gateway.device.serial.ports.PortLocator.Located;
import dev.ferrule.gateway.device.serial.ports.PortName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether serial ports are there and can be opened. */
final class PortChecks {

  private final Machine machine;
  private final PortInventory inventory;

  PortChecks(Machine machine) {
    this.machine = machine;
    this.inventory = new PortInventory(machine.root());
  }

  /** The port behind a name, or empty when it is not to be found. */
  Optional<Path> path(PortName name) {
    return new PortLocator(inventory, name).locate() instanceof Located.At(Path path)
            && Files.exists(path)
        ? Optional.of(path)
        : Optional.empty();
  }

  /**
   * Whether a port can be opened.
   *
   * @param name of the port
   * @param where what to call it, such as the port and its device
   * @param mine whether a gateway that runs with this configuration is supposed to hold it
   */
  Finding port(PortName name, String where, boolean mine) {
    return switch (new PortLocator(inventory, name).locate()) {
      case Located.Nowhere(String reason) -> Finding.fail("port", where, reason, "plug it in");
      case Located.At(Path path) ->
          Files.exists(path) ? present(path, where, mine) : missing(path, where);
    };
  }

  private Finding missing(Path path, String where) {
    String others =
        inventory.list().stream()
            .map(port -> port.steadiest().toString())
            .limit(4)
            .collect(Collectors.joining(", "));
    return Finding.fail(
        "port",
        where,
        Files.isSymbolicLink(path) ? "is a link to nothing" : "does not exist",
        others.isEmpty()
            ? "plug it in; no serial port is here"
            : "plug it in; here are: " + others);
  }

  private Finding present(Path path, String where, boolean mine) {
    Optional<String> group = PortAccess.groupToJoin(path);
    if (group.isPresent() && !mine) {
      return Finding.fail(
          "port",
          where,
          "permission denied for " + machine.user(),
          "sudo usermod -aG " + group.get() + " " + machine.user() + ", and log in again");
    }
    return holders(PortHolder.all(path), where, mine);
  }

  /** Who has a port open: one with a lock, which is the gateway's if it is ours, and listeners. */
  static Finding holders(List<PortHolder> holders, String where, boolean mine) {
    Optional<PortHolder> holder = holders.stream().filter(PortHolder::locks).findFirst();
    String state =
        mine ? "held by the gateway" + holder.map(h -> " (" + h + ")").orElse("") : "can be opened";
    if (!mine && holder.isPresent()) {
      return Finding.fail("port", where, "in use by " + holder.get(), remedy(holder.get()));
    }
    List<PortHolder> listeners = holders.stream().filter(h -> !h.locks()).toList();
    if (listeners.isEmpty()) {
      return Finding.ok("port", where, state);
    }
    String named = listeners.stream().map(PortHolder::toString).collect(Collectors.joining("; "));
    return Finding.warn(
        "port",
        where,
        state + ", but is open elsewhere too, where bytes are lost: " + named,
        remedy(listeners.getFirst()));
  }

  private static String remedy(PortHolder holder) {
    return holder.name().equals("ModemManager")
        ? "sudo systemctl disable --now ModemManager, or the udev rules of config/udev"
        : "end that program, or give the device another port";
  }

  /** ModemManager speaks to every new port, as to a modem. */
  Optional<Finding> modemManager() {
    boolean usb = inventory.list().stream().anyMatch(port -> port.usb().isPresent());
    return usb && machine.runs("ModemManager")
        ? Optional.of(
            Finding.warn(
                "modem",
                "ModemManager",
                "sends AT commands to boards that are plugged in",
                "sudo systemctl disable --now ModemManager, or the udev rules of config/udev"))
        : Optional.empty();
  }

  PortInventory inventory() {
    return inventory;
  }
}
