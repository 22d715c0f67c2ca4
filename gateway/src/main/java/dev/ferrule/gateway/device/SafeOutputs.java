package dev.ferrule.gateway.device;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Outputs on their way to their safe values when the gateway stops: keeps which are not settled,
 * and tells once which were not reached. Owner: the driver.
 */
public final class SafeOutputs {

  private final Consumer<List<String>> done;
  private final long deadline;
  private final Set<String> left;
  private final List<String> unreached = new ArrayList<>();
  private final Loop.Timer timer;

  /**
   * Begins to wait.
   *
   * @param limit when those that are not settled count as not reached
   * @param outputs their keys
   * @param done told, within the limit, which were not reached; at once when there are none
   */
  public SafeOutputs(
      Loop loop, Duration limit, Collection<String> outputs, Consumer<List<String>> done) {
    this.done = done;
    this.left = new LinkedHashSet<>(outputs);
    this.deadline = loop.nanoTime() + limit.toNanos();
    this.timer = loop.after(limit, this::finish);
    finishWhenSettled();
  }

  /** When the limit is over, nanoseconds of the loop. */
  public long deadline() {
    return deadline;
  }

  /** It is known what became of an output; what is said of it first counts. */
  public void settled(String key, boolean reached) {
    if (left.remove(key)) {
      if (!reached) {
        unreached.add(key);
      }
      finishWhenSettled();
    }
  }

  private void finishWhenSettled() {
    if (left.isEmpty()) {
      finish();
    }
  }

  private void finish() {
    timer.cancel();
    unreached.addAll(left);
    left.clear();
    done.accept(List.copyOf(unreached));
  }
}
