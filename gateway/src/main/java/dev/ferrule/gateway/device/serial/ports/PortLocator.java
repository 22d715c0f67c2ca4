package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a named port is now. Stateless; any thread that may block. */
public final class PortLocator {

  /** How many look-alikes a message names. */
  private static final int NAMED = 4;

  /** How many links are followed; the kernel follows 40. */
  private static final int MOST_LINKS = 8;

  private final PortInventory inventory;
  private final PortName name;

  /** Looks for {@code name} among the ports of {@code inventory}. */
  public PortLocator(PortInventory inventory, PortName name) {
    this.inventory = inventory;
    this.name = name;
  }

  /** What came of looking. */
  public sealed interface Located {
    /** The port is {@code path}; whether it can be opened shows when it is. */
    record At(Path path) implements Located {}

    /** There is no such port, or more than one. */
    record Nowhere(String reason) implements Located {}
  }

  /** Looks anew. */
  public Located locate() {
    return switch (name) {
      case PortPath(String path) -> new Located.At(Path.of(path));
      case UsbMatch match -> find(match);
    };
  }

  private Located find(UsbMatch match) {
    List<Port> ports = inventory.list();
    List<Port> fitting =
        ports.stream().filter(p -> p.usb().filter(match::fits).isPresent()).toList();
    return switch (fitting.size()) {
      case 1 -> new Located.At(fitting.getFirst().path());
      case 0 ->
          new Located.Nowhere(
              "no such port: nothing is plugged in as " + match + alike(ports, match));
      default ->
          new Located.Nowhere(
              fitting.size()
                  + " ports are "
                  + match
                  + ": "
                  + named(fitting)
                  + "; say which one by its serial, or by port: and its path");
    };
  }

  private static String alike(List<Port> ports, UsbMatch match) {
    List<Port> alike =
        ports.stream().filter(p -> p.usb().filter(match::resembles).isPresent()).toList();
    return alike.isEmpty() ? "" : "; of the same kind is here: " + named(alike);
  }

  private static String named(List<Port> ports) {
    return ports.stream()
            .limit(NAMED)
            .map(
                p ->
                    p.steadiest()
                        + p.usb()
                            .flatMap(UsbIdentity::serial)
                            .map(s -> " (serial " + s + ")")
                            .orElse(""))
            .collect(Collectors.joining(", "))
        + (ports.size() > NAMED ? ", …" : "");
  }

  /**
   * What tells one plugging from the next, or a port that was made readable; empty when no port is
   * at {@code path}.
   */
  public static Optional<Object> mark(Path path) {
    try {
      Path node = path.toRealPath();
      return Optional.of(
          List.of(
              node, Files.getAttribute(node, "unix:ino"), Files.getAttribute(node, "unix:ctime")));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * Directories in one of which something must come or go before a port that is missing is here:
   * those of its links, and of a directory that is missing too the next one above it.
   */
  Set<Path> places() {
    return switch (name) {
      case UsbMatch _ -> Set.of(inventory.nodes());
      case PortPath(String path) -> places(Path.of(path));
    };
  }

  private static Set<Path> places(Path path) {
    Set<Path> places = new LinkedHashSet<>();
    Path at = path;
    for (int i = 0; i < MOST_LINKS; i++) {
      places.add(existing(at.getParent()));
      try {
        at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
      } catch (IOException | UnsupportedOperationException e) {
        return places; // no link
      }
    }
    return places;
  }

  private static Path existing(@Nullable Path directory) {
    Path at = directory;
    while (at != null && !Files.isDirectory(at)) {
      at = at.getParent();
    }
    return at == null ? Path.of("/") : at;
  }
}
