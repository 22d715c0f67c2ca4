package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The gateway's loop, in the time of the world, which goes on while the gateway stands still. */
final class GatewayLoop implements Loop {

  private final ManualLoop world;
  private final List<Runnable> dueTimers = new ArrayList<>();
  private final List<Runnable> arrived = new ArrayList<>();
  private boolean still;

  GatewayLoop(ManualLoop world) {
    this.world = world;
  }

  /** The process is stopped: nothing runs, nothing is read. */
  void standStill() {
    still = true;
  }

  /**
   * It goes on.
   *
   * @param timersFirst whether what is due runs before what came, or after it
   */
  void goOn(boolean timersFirst) {
    still = false;
    List<Runnable> due = new ArrayList<>(timersFirst ? dueTimers : arrived);
    due.addAll(timersFirst ? arrived : dueTimers);
    dueTimers.clear();
    arrived.clear();
    due.forEach(Runnable::run);
  }

  boolean isStill() {
    return still;
  }

  private void runOrMiss(Runnable task, List<Runnable> missed) {
    if (still) {
      missed.add(task);
    } else {
      task.run();
    }
  }

  @Override
  public void execute(Runnable task) {
    world.execute(() -> runOrMiss(task, arrived));
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return world.after(delay, () -> runOrMiss(task, dueTimers));
  }

  @Override
  public long nanoTime() {
    return world.nanoTime();
  }

  @Override
  public long currentTimeMillis() {
    return world.currentTimeMillis();
  }
}
