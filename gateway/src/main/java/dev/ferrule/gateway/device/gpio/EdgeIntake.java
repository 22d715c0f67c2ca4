package dev.ferrule.gateway.device.gpio;

import dev.ferrule.gateway.model.Loop;
import dev.ferrule.gateway.model.ReadingBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The crossing of edges from the chip's event thread to the device's loop: in order, bounded.
 *
 * <p>When {@value #LIMIT} edges wait, the newest of each channel stays and the rest is counted.
 *
 * <p>The lock closes the race between the event thread that appends and the loop that takes
 * everything away.
 */
final class EdgeIntake {

  /** Edges that may wait for the loop. */
  static final int LIMIT = 4096;

  private record Edge(int channel, double value, long nanoTime) {}

  private final Loop loop;
  private final Consumer<ReadingBatch> readings;
  private final IntConsumer lost;

  private List<Edge> waiting = new ArrayList<>();
  private int merged;

  /**
   * An empty one.
   *
   * @param loop where readings are told
   * @param readings takes them, in order
   * @param lost hears how many edges were merged since last time, never 0
   */
  EdgeIntake(Loop loop, Consumer<ReadingBatch> readings, IntConsumer lost) {
    this.loop = loop;
    this.readings = readings;
    this.lost = lost;
  }

  /** Takes an edge; never blocks. The event thread. */
  void add(int channel, double value, long nanoTime) {
    boolean wake;
    synchronized (this) {
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
    int gone;
    synchronized (this) {
      edges = waiting;
      gone = merged;
      waiting = new ArrayList<>();
      merged = 0;
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
    if (gone > 0) {
      lost.accept(gone);
    }
  }

  private static ReadingBatch batch(List<Edge> edges, long wallBase) {
    long[] times = edges.stream().mapToLong(e -> (wallBase + e.nanoTime) / 1_000_000).toArray();
    double[] values = edges.stream().mapToDouble(Edge::value).toArray();
    return new ReadingBatch(edges.getFirst().channel, 1, times, values, null);
  }
}
