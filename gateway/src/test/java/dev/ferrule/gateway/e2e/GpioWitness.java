package dev.ferrule.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks at lines some hundred times a second and remembers each level that it has not seen just
 * before.
 *
 * <p>The list is the witness thread's until {@link #expect} has joined it.
 */
final class GpioWitness implements AutoCloseable {

  private final GpioLines lines;
  private final int[] watched;
  private final List<String> seen = new ArrayList<>();
  private final Thread thread;
  private volatile boolean stop;
  private long looks;

  GpioWitness(GpioLines lines, int... watched) {
    this.lines = lines;
    this.watched = watched.clone();
    this.thread = Thread.ofPlatform().daemon().name("witness").start(this::look);
  }

  private void look() {
    int[] before = new int[watched.length];
    Arrays.fill(before, -1);
    try {
      while (!stop) {
        for (int i = 0; i < watched.length; i++) {
          int level = lines.isHigh(watched[i]) ? 1 : 0;
          if (level != before[i]) {
            seen.add(watched[i] + "=" + level);
          }
          before[i] = level;
        }
        looks++;
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the watch; each line must have had these levels, in this order, and no other. */
  String expect(List<String> levels) {
    close();
    for (int line : watched) {
      List<String> wanted = of(levels, line);
      List<String> got = of(seen, line);
      GpioGuest.check(wanted.equals(got), "line " + line + " was " + got + ", not " + wanted);
    }
    return seen + " in " + looks + " looks";
  }

  private static List<String> of(List<String> levels, int line) {
    return levels.stream().filter(level -> level.startsWith(line + "=")).toList();
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
