package dev.ferrule.gateway.app;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The stopping of all devices at once, a thread for each: none waits for another, and each puts its
 * outputs to their safe values first. Says which were not reached.
 *
 * <p>Owner: the thread that stops the gateway.
 */
final class DeviceStop {

  /** What a link may take to close when its outputs are safe, or given up. */
  private static final Duration LINK_LIMIT = Duration.ofMillis(700);

  private static final System.Logger LOG = System.getLogger("dev.ferrule.stop");

  private final List<Thread> threads = new ArrayList<>();
  private final long deadline;

  private DeviceStop(Duration limit) {
    this.deadline = System.nanoTime() + limit.plus(LINK_LIMIT).toNanos();
  }

  /** Begins; {@code limit} is how long the outputs of each device may take. */
  static DeviceStop begin(List<DeviceSlot> devices, Duration limit) {
    var stop = new DeviceStop(limit);
    for (DeviceSlot device : devices) {
      String id = device.device().id();
      stop.threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("ferrule-stop-" + id)
              .start(() -> tell(id, device.stop(limit))));
    }
    return stop;
  }

  private static void tell(String device, List<String> unreached) {
    if (!unreached.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0}: not put to their safe values, because they were not reached: {1}",
          device,
          String.join(", ", unreached));
    }
  }

  /** Waits until all have stopped, or their time is over. */
  void await() {
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
