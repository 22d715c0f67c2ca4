package dev.ferrule.gateway.app;

import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks once a second whether every loop still turns: a task is handed to each, and must come back.
 * When all have come back that is told; a loop that has kept its task for {@link #LIMIT} stands
 * still, and nothing that hangs on it will ever happen.
 *
 * <p>It counts rounds, not time: when the whole process was held up, that is nobody's standing
 * still.
 *
 * <p>Owner: its thread.
 */
public final class Watchdog implements AutoCloseable {

  /** How long a loop may keep a task. */
  static final Duration LIMIT = Duration.ofSeconds(15);

  private static final Duration ROUND = Duration.ofSeconds(1);

  private final List<Watched> loops = new ArrayList<>();
  private final Runnable alive;
  private final Consumer<String> standsStill;
  private final Thread thread;

  /** A loop, and whether its task came back. */
  private static final class Watched {
    final String name;
    final Loop loop;
    int missed;

    /** Written by the loop, read by the watchdog. */
    volatile boolean isBack = true;

    Watched(String name, Loop loop) {
      this.name = name;
      this.loop = loop;
    }
  }

  /**
   * A watchdog that does not look yet.
   *
   * @param loops by what they are for
   * @param alive told after each round in which all turn
   * @param standsStill told what the loop is for that does not
   */
  Watchdog(Map<String, Loop> loops, Runnable alive, Consumer<String> standsStill) {
    loops.forEach((name, loop) -> this.loops.add(new Watched(name, loop)));
    this.alive = alive;
    this.standsStill = standsStill;
    this.thread = Thread.ofPlatform().daemon().name("ferrule-watchdog").unstarted(this::run);
  }

  /** Looks from now on. */
  public static Watchdog start(
      Map<String, Loop> loops, Runnable alive, Consumer<String> standsStill) {
    var watchdog = new Watchdog(loops, alive, standsStill);
    watchdog.thread.start();
    return watchdog;
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(ROUND);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the gateway stops
    }
  }

  /** One round. */
  void look() {
    boolean all = true;
    for (Watched watched : loops) {
      if (watched.isBack) {
        watched.missed = 0;
        watched.isBack = false;
        watched.loop.execute(() -> watched.isBack = true);
      } else if (++watched.missed == LIMIT.toSeconds()) {
        standsStill.accept(watched.name);
      }
      all &= watched.missed == 0;
    }
    if (all) {
      alive.run();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
