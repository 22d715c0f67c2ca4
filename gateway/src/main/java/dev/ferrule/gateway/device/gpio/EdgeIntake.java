package dev.ferrule.gateway.device.gpio;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ReadingBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The crossing of edges from the chip's event thread to the device's loop: in order, bounded.
 *
 * <p>When {@value #LIMIT} edges wait, the newest of each channel stays and the rest is counted; and
 * so are the edges that were lost before they came here, which their numbers tell.
 *
 * <p>The lock closes the race between the event thread that appends and the loop that takes
 * everything away.
 */
final class EdgeIntake {

  /** Edges that may wait for the loop. */
  static final int LIMIT = 4096;

  /** What was lost is told at once, and then no more often. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final long MODULUS = 0xFFFF_FFFFL;

  /** Hears of edges that are not told. */
  interface Gone {
    /** How many were merged, and how many lost on the way here, since last time; not both 0. */
    void edges(long merged, long lost);
  }

  private record Edge(int channel, double value, long nanoTime) {}

  private final Loop loop;
  private final Consumer<ReadingBatch> readings;
  private final Gone gone;

  // under the lock
  private List<Edge> waiting = new ArrayList<>();
  private final Map<Integer, Long> sequences = new HashMap<>();
  private long merged;
  private long lost;

  /** Of the loop. */
  private boolean quiet;

  /**
   * An empty one.
   *
   * @param loop where readings are told
   * @param readings takes them, in order
   * @param gone hears of those that were not told, on the loop
   */
  EdgeIntake(Loop loop, Consumer<ReadingBatch> readings, Gone gone) {
    this.loop = loop;
    this.readings = readings;
    this.gone = gone;
  }

  /** The chip was opened: edges are numbered from 1 again. */
  synchronized void restart() {
    sequences.clear();
  }

  /**
   * Takes an edge; never blocks. The event thread.
   *
   * @param sequence its number on its line, from 1 on, modulo 2^32; -1 when they are not numbered
   */
  void add(int channel, double value, long nanoTime, long sequence) {
    boolean wake;
    synchronized (this) {
      if (sequence >= 0) {
        Long before = sequences.put(channel, sequence);
        lost += sequence - (before == null ? 0 : before) - 1 & MODULUS;
      }
      wake = waiting.isEmpty();
      if (waiting.size() == LIMIT) {
        Map<Integer, Edge> newest = new LinkedHashMap<>();
        waiting.forEach(edge -> newest.put(edge.channel, edge));
        merged += waiting.size() - newest.size();
        waiting = new ArrayList<>(newest.values());
      }
      waiting.add(new Edge(channel, value, nanoTime));
    }
    if (wake) {
      loop.execute(this::drain);
    }
  }

  private void drain() {
    List<Edge> edges;
    synchronized (this) {
      edges = waiting;
      waiting = new ArrayList<>();
    }
    long wallBase = loop.currentTimeMillis() * 1_000_000 - loop.nanoTime();
    for (int from = 0; from < edges.size(); ) {
      int to = from + 1;
      while (to < edges.size() && edges.get(to).channel == edges.get(from).channel) {
        to++;
      }
      readings.accept(batch(edges.subList(from, to), wallBase));
      from = to;
    }
    tellGone();
  }

  private void tellGone() {
    long mergedNow;
    long lostNow;
    synchronized (this) {
      if (quiet || merged + lost == 0) {
        return;
      }
      mergedNow = merged;
      lostNow = lost;
      merged = 0;
      lost = 0;
    }
    quiet = true;
    gone.edges(mergedNow, lostNow);
    var _ =
        loop.after(
            QUIET,
            () -> {
              quiet = false;
              tellGone();
            });
  }

  private static ReadingBatch batch(List<Edge> edges, long wallBase) {
    long[] times = edges.stream().mapToLong(e -> (wallBase + e.nanoTime) / 1_000_000).toArray();
    double[] values = edges.stream().mapToDouble(Edge::value).toArray();
    return new ReadingBatch(edges.getFirst().channel, 1, times, values, null);
  }
}
