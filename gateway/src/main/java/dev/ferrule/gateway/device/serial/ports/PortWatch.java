package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notices ports that come and go. Whoever watches looks about twice a second; a look at which
 * nothing changed costs one glance at {@code /dev}.
 *
 * <p>Owner: one thread that may block.
 */
public final class PortWatch {

  private final PortInventory inventory;
  private final Map<Path, Port> known = new HashMap<>();

  /** Seen once: udev may still be at work on its names and its group. */
  private final Set<Path> fresh = new HashSet<>();

  private @Nullable Object changed;

  /** Watches from now on: what is here already is not told. */
  public PortWatch(PortInventory inventory) {
    this.inventory = inventory;
    this.changed = stamp();
    inventory.list().forEach(port -> known.put(port.path(), port));
  }

  /** What happened to a port. */
  public sealed interface Change {
    /** It is here, for two looks now. */
    record Came(Port port) implements Change {}

    /** It is not here any more, or another one has taken its node. */
    record Gone(Port port) implements Change {}
  }

  /** What came and went since the look before. */
  public List<Change> look() {
    Object now = stamp();
    if (fresh.isEmpty() && now != null && now.equals(changed)) {
      return List.of();
    }
    changed = now;
    return compare(inventory.list());
  }

  private List<Change> compare(List<Port> ports) {
    Map<Path, Port> here = new HashMap<>();
    ports.forEach(port -> here.put(port.path(), port));
    List<Change> changes = new ArrayList<>();
    for (Port port : List.copyOf(known.values())) {
      Port same = here.get(port.path());
      if (same == null || !same.usb().equals(port.usb())) {
        known.remove(port.path());
        changes.add(new Change.Gone(port));
      }
    }
    fresh.retainAll(here.keySet());
    for (Port port : ports) {
      if (known.containsKey(port.path())) {
        continue;
      }
      if (fresh.remove(port.path())) {
        known.put(port.path(), port);
        changes.add(new Change.Came(port));
      } else {
        fresh.add(port.path());
      }
    }
    return changes;
  }

  private @Nullable Object stamp() {
    try {
      return inventory.changed();
    } catch (IOException e) {
      return null; // no /dev to look at: list each time
    }
  }
}
