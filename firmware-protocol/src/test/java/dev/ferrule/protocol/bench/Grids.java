package dev.ferrule.protocol.bench;

import dev.ferrule.protocol.bench.DataSet.Reading;
import dev.ferrule.protocol.stream.StreamEncoder;
import java.util.ArrayList;
import java.util.List;

/** Readings as grids: neighboring channels by the times that all of them have. */
final class Grids {

  /** A run of channels at a list of times, values column-major. */
  static final class Grid {
    final int first;
    final int channels;
    final long[] times;
    final double[] values;

    Grid(int first, int channels, long[] times, double[] values) {
      this.first = first;
      this.channels = channels;
      this.times = times;
      this.values = values;
    }

    boolean addTo(StreamEncoder encoder) {
      return encoder.add(first, channels, times, values, null);
    }
  }

  private record Row(int first, long time, List<Reading> readings) {
    boolean continues(Row before) {
      return first == before.first && readings.size() == before.readings.size();
    }
  }

  private Grids() {}

  /** The grids of readings that are in the order of time, then of channels. */
  static List<Grid> of(List<Reading> readings) {
    List<List<Row>> stacks = new ArrayList<>();
    for (Row row : rows(readings)) {
      // A stack goes on only when it is the newest of its channels: time must not jump back.
      List<Row> open =
          stacks.stream()
              .filter(s -> row.continues(s.getLast()) && s.getLast().time < row.time)
              .reduce((_, last) -> last)
              .orElse(null);
      if (open == null) {
        open = new ArrayList<>();
        stacks.add(open);
      }
      open.add(row);
    }
    return stacks.stream().map(Grids::grid).toList();
  }

  private static List<Row> rows(List<Reading> readings) {
    List<Row> rows = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= readings.size(); i++) {
      Reading last = readings.get(i - 1);
      boolean goesOn =
          i < readings.size()
              && readings.get(i).time() == last.time()
              && readings.get(i).channel() == last.channel() + 1;
      if (!goesOn) {
        Reading first = readings.get(from);
        rows.add(new Row(first.channel(), first.time(), readings.subList(from, i)));
        from = i;
      }
    }
    return rows;
  }

  private static Grid grid(List<Row> rows) {
    int channels = rows.getFirst().readings.size();
    double[] values = new double[channels * rows.size()];
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < channels; c++) {
        values[c * rows.size() + r] = rows.get(r).readings.get(c).measured();
      }
    }
    return new Grid(
        rows.getFirst().first, channels, rows.stream().mapToLong(Row::time).toArray(), values);
  }
}
