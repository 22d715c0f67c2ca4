package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The serial ports of a machine: every tty of {@code /sys/class/tty} that belongs to a device. The
 * USB device is the next directory above it that has an {@code idVendor}.
 *
 * <p>Stateless; reads some hundred small files, a few milliseconds.
 */
public final class PortInventory {

  /** Longest text taken from an attribute; USB strings have at most 126 characters. */
  private static final int TEXT_LIMIT = 128;

  private static final String UNKNOWN_UART = "0";

  private final Path root;

  /**
   * The ports of a machine whose root directory is {@code root}: a test's own, or {@code /}.
   *
   * @param root holds {@code sys} and {@code dev}
   */
  public PortInventory(Path root) {
    this.root = root;
  }

  /** The ports of this machine. */
  public static PortInventory ofThisMachine() {
    return new PortInventory(Path.of("/"));
  }

  /** All ports, in the order of their names. */
  public List<Port> list() {
    Map<Path, Path> byId = links(root.resolve("dev/serial/by-id"));
    Map<Path, Path> byPath = links(root.resolve("dev/serial/by-path"));
    List<Port> ports = new ArrayList<>();
    for (Path tty : entries(root.resolve("sys/class/tty"))) {
      Path node = root.resolve("dev").resolve(tty.getFileName());
      if (isPort(tty) && Files.exists(node)) {
        Path real = real(node);
        ports.add(
            new Port(
                node,
                Optional.ofNullable(byId.get(real)),
                Optional.ofNullable(byPath.get(real)),
                usb(tty)));
      }
    }
    ports.sort(
        Comparator.comparing((Port p) -> p.path().toString().length()).thenComparing(Port::path));
    return List.copyOf(ports);
  }

  /** The directory in which device nodes come and go. */
  Path nodes() {
    return root.resolve("dev");
  }

  /** Differs when ports came or went since it was asked before; costs one look at {@code /dev}. */
  Object changed() throws IOException {
    return Files.getLastModifiedTime(nodes());
  }

  /** Not a console, not a pseudo-terminal, and not one of a PC's UARTs that are not there. */
  private static boolean isPort(Path tty) {
    return Files.exists(tty.resolve("device"))
        && attribute(tty, "type").filter(UNKNOWN_UART::equals).isEmpty();
  }

  private static Optional<UsbIdentity> usb(Path tty) {
    @Nullable Path at = real(tty.resolve("device"));
    while (at != null) {
      Optional<String> vendor = attribute(at, "idVendor");
      if (vendor.isPresent()) {
        Path usb = at;
        String words =
            Stream.of("manufacturer", "product")
                .flatMap(name -> attribute(usb, name).stream())
                .distinct()
                .collect(Collectors.joining(" "));
        return Optional.of(
            new UsbIdentity(
                vendor.get(),
                attribute(usb, "idProduct").orElse("0000"),
                attribute(usb, "serial"),
                words));
      }
      at = at.getParent();
    }
    return Optional.empty();
  }

  /** An attribute's text without what does not belong into a terminal; empty when there is none. */
  private static Optional<String> attribute(Path directory, String name) {
    try (var in = Files.newInputStream(directory.resolve(name))) {
      String text = new String(in.readNBytes(TEXT_LIMIT), StandardCharsets.UTF_8);
      return Optional.of(text.replaceAll("\\p{Cntrl}", "").strip()).filter(t -> !t.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Map<Path, Path> links(Path directory) {
    Map<Path, Path> links = new HashMap<>();
    for (Path link : entries(directory)) {
      links.merge(real(link), link, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    return links;
  }

  private static List<Path> entries(Path directory) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      found.forEach(entries::add);
    } catch (IOException e) {
      // no such directory: a machine without any
    }
    return entries;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path; // went away meanwhile
    }
  }
}
