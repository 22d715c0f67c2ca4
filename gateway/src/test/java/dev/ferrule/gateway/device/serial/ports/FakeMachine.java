package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A directory that looks like the root of a machine with serial ports; udev's work included. */
public final class FakeMachine {

  private final Path root;

  /** A machine without ports below {@code root}. */
  public FakeMachine(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("sys/class/tty"));
    Files.createDirectories(root.resolve("dev"));
  }

  /** Its ports. */
  public PortInventory inventory() {
    return new PortInventory(root);
  }

  /** The device node of a port. */
  public Path node(String name) {
    return root.resolve("dev").resolve(name);
  }

  /** The name that udev gives to an adapter. */
  public Path byId(UsbIdentity usb) {
    return root.resolve("dev/serial/by-id")
        .resolve("usb-" + usb.name().replace(' ', '_') + usb.serial().map(s -> "_" + s).orElse(""));
  }

  /** Plugs an adapter in; bytes go to and come from {@code behind}, any file. */
  public void plug(String name, String socket, UsbIdentity usb, Path behind) throws IOException {
    Path device = root.resolve("sys/devices/usb1").resolve(socket);
    Path tty = tty(device.resolve(socket + ":1.0"), name);
    Files.createSymbolicLink(tty.resolve("device"), Path.of("../.."));
    Files.writeString(device.resolve("idVendor"), usb.vendor() + "\n");
    Files.writeString(device.resolve("idProduct"), usb.product() + "\n");
    Files.writeString(device.resolve("product"), usb.name() + "\n");
    if (usb.serial().isPresent()) {
      Files.writeString(device.resolve("serial"), usb.serial().get() + "\n");
    }
    link(node(name), behind);
    link(byId(usb), node(name));
    link(root.resolve("dev/serial/by-path/platform-usb-" + socket), node(name));
  }

  /** A UART of the board itself; {@code type} as the kernel numbers them, 0 for one not there. */
  void uart(String name, int type, Path behind) throws IOException {
    Path tty = tty(root.resolve("sys/devices/platform").resolve(name + ".serial"), name);
    Files.createSymbolicLink(tty.resolve("device"), Path.of("../.."));
    Files.writeString(tty.resolve("type"), type + "\n");
    link(node(name), behind);
  }

  /** A terminal with no device behind it. */
  void console(String name, Path behind) throws IOException {
    tty(root.resolve("sys/devices/virtual"), name);
    link(node(name), behind);
  }

  /** Pulls an adapter out. */
  public void unplug(String name, String socket, UsbIdentity usb) throws IOException {
    Files.deleteIfExists(byId(usb));
    Files.deleteIfExists(root.resolve("dev/serial/by-path/platform-usb-" + socket));
    Files.delete(node(name));
    Files.delete(root.resolve("sys/class/tty").resolve(name));
    Files.delete(
        root.resolve("sys/devices/usb1")
            .resolve(socket + "/" + socket + ":1.0/tty/" + name)
            .resolve("device"));
    Files.delete(
        root.resolve("sys/devices/usb1").resolve(socket + "/" + socket + ":1.0/tty/" + name));
  }

  private Path tty(Path device, String name) throws IOException {
    Path tty = Files.createDirectories(device.resolve("tty").resolve(name));
    link(root.resolve("sys/class/tty").resolve(name), tty);
    return tty;
  }

  /** At once, as udev does: whoever looks finds the one before or the new one. */
  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.getParent());
    Path fresh = link.resolveSibling("." + link.getFileName() + ".new");
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }
}
