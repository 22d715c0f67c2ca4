package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a named port is now.
 *
 * <p>Owner: the thread that opens the port.
 */
public final class PortLocator {

  /** How many look-alikes a message names. */
  private static final int NAMED = 4;

  private final PortInventory inventory;
  private final PortName name;

  /** When {@code /dev} had last changed as {@link #glimpsed} was looked up. */
  private @Nullable Object changed;

  private Optional<Path> glimpsed = Optional.empty();

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
   * What tells one plugging from the next, or a port that was made readable; empty when the port is
   * not here. Cheap enough to ask twenty times a second: ports are listed only after something came
   * or went.
   */
  public Optional<Object> mark() {
    try {
      Path node = glimpse().orElseThrow(IOException::new).toRealPath();
      return Optional.of(
          List.of(
              node, Files.getAttribute(node, "unix:ino"), Files.getAttribute(node, "unix:ctime")));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private Optional<Path> glimpse() throws IOException {
    if (name instanceof PortPath(String path)) {
      return Optional.of(Path.of(path));
    }
    Object now = inventory.changed();
    if (!now.equals(changed)) {
      changed = now;
      glimpsed = locate() instanceof Located.At(Path path) ? Optional.of(path) : Optional.empty();
    }
    return glimpsed;
  }
}
