package dev.ferrule.gateway.app;

import dev.ferrule.gateway.device.serial.ports.Port;
import dev.ferrule.gateway.device.serial.ports.PortInventory;
import dev.ferrule.gateway.device.serial.ports.PortWatch;
import dev.ferrule.gateway.device.serial.ports.PortWatch.Change;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says in the log, once each, that a port was plugged in which no device claims.
 *
 * <p>Owner: its virtual thread, which looks once a second. At most {@link #MOST} ports are offered
 * in the life of a gateway.
 */
final class PortOffers implements AutoCloseable {

  static final int MOST = 256;

  private static final System.Logger LOG = System.getLogger("dev.ferrule.ports");
  private static final Duration SCAN_PERIOD = Duration.ofSeconds(1);

  private final PortInventory inventory;
  private final PortClaims claims;
  private final Set<String> offered = new HashSet<>();
  private @Nullable Thread thread;

  /** Offers ports of {@code inventory} but for those with {@code claims}. */
  PortOffers(PortInventory inventory, PortClaims claims) {
    this.inventory = inventory;
    this.claims = claims;
  }

  /**
   * Starts to look; what is plugged in already is not offered. Once, on a thread that may block.
   */
  void start() {
    var watch = new PortWatch(inventory);
    thread = Thread.ofVirtual().name("port-offers").start(() -> run(watch));
  }

  @Override
  public void close() {
    Thread looking = thread;
    if (looking != null) {
      looking.interrupt();
    }
  }

  private void run(PortWatch watch) {
    try {
      while (offered.size() < MOST) {
        Thread.sleep(SCAN_PERIOD);
        for (Change change : watch.look()) {
          switch (change) {
            case Change.Came(Port port) -> offer(port);
            case Change.Gone _ -> {} // its device says so, if it has one
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the gateway stops
    }
  }

  private void offer(Port port) {
    if (claims.of(port).isEmpty() && offered.add(port.title())) {
      LOG.log(
          Level.INFO,
          "new port {0} belongs to no device; \"ferrule ports\" says how to add it",
          port.title());
    }
  }
}
