package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.block.Summary;
import dev.ferrule.gateway.history.file.HistoryTables.SeriesRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Readings by the numbers that they have in their series, block by block: always of the series
 * whose next one is the oldest. Owner: the reader's thread.
 */
public final class Untold {

  private static final long UNKNOWN = Long.MIN_VALUE;

  /** The earliest of a series' times while nobody knows it. */
  public static final long NO_TIME = UNKNOWN;

  private Untold() {}

  /**
   * What is asked for.
   *
   * @param series its number
   * @param from first number
   * @param to before this one
   * @param time of the first one, milliseconds since 1970 UTC; {@link Untold#NO_TIME} when nobody
   *     knows
   */
  public record Want(int series, long from, long to, long time) {}

  /**
   * Readings of a series that follow each other.
   *
   * @param from number of the first
   * @param to before this one
   * @param times milliseconds since 1970 UTC; none when the readings are not there any more
   * @param values in the unit of the series
   * @param quality codes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never written again
  public record Stretch(
      int series,
      SeriesForm form,
      long from,
      long to,
      long[] times,
      double[] values,
      byte[] quality) {

    /** Whether the readings are not there any more. */
    public boolean isLost() {
      return times.length == 0;
    }
  }

  /**
   * An answer.
   *
   * @param stretches in the order in which they are to be told
   * @param times of the first reading behind them, by series, as far as that is known
   */
  public record Part(List<Stretch> stretches, Map<Integer, Long> times) {

    /** Nothing, at least not yet. */
    static final Part NOTHING = new Part(List.of(), Map.of());

    public Part {
      stretches = List.copyOf(stretches);
      times = Map.copyOf(times);
    }
  }

  /** A series on its way. */
  private static final class Way {
    final SeriesRow series;
    final long to;
    long from;
    long time;

    Way(SeriesRow series, Want want) {
      this.series = series;
      this.from = want.from();
      this.to = want.to();
      this.time = want.time();
    }
  }

  static Part read(Past past, List<Want> wants, int most) throws SQLException {
    Map<Integer, SeriesRow> series = past.series();
    var ways = new PriorityQueue<Way>(Comparator.comparingLong(way -> way.time));
    for (Want want : wants) {
      SeriesRow row = series.get(want.series());
      if (row != null) {
        var way = new Way(row, want);
        if (way.time == UNKNOWN) {
          past.blockFrom(row, way.from, new FirstTime(way));
        }
        ways.add(way);
      }
    }
    List<Stretch> found = new ArrayList<>();
    Map<Integer, Long> times = new HashMap<>();
    int rows = 0;
    for (Way way = ways.poll(); way != null; way = ways.poll()) {
      if (rows < most) {
        int before = found.size();
        rows += step(past, way, found);
        if (found.size() > before && way.from < way.to) {
          ways.add(way);
        }
      }
      times.put(way.series.id(), way.time);
    }
    return new Part(found, times);
  }

  /** Takes the rest of a block; how many readings that are. */
  private static int step(Past past, Way way, List<Stretch> found) throws SQLException {
    var rows = new Rows();
    Optional<Past.Numbers> numbers = past.blockFrom(way.series, way.from, rows);
    long next = numbers.map(Past.Numbers::from).orElse(way.series.readings());
    if (next > way.from) {
      lose(way, Math.min(next, way.to), found);
    }
    if (numbers.isEmpty() || way.from >= way.to) {
      return 0;
    }
    long end = Math.min(numbers.get().to(), way.to);
    if (rows.length != numbers.get().to() - numbers.get().from()) {
      lose(way, end, found); // damaged
      return 0;
    }
    int first = (int) (way.from - numbers.get().from());
    int last = (int) (end - numbers.get().from());
    found.add(
        new Stretch(
            way.series.id(),
            way.series.form(),
            way.from,
            end,
            Arrays.copyOfRange(rows.times, first, last),
            Arrays.copyOfRange(rows.values, first, last),
            Arrays.copyOfRange(rows.quality, first, last)));
    way.from = end;
    way.time = rows.times[last - 1];
    return last - first;
  }

  private static void lose(Way way, long to, List<Stretch> found) {
    found.add(
        new Stretch(
            way.series.id(),
            way.series.form(),
            way.from,
            to,
            new long[0],
            new double[0],
            new byte[0]));
    way.from = to;
  }

  /** Learns only when a block begins. */
  private record FirstTime(Way way) implements Past.Visitor {
    @Override
    public boolean takes(Summary summary) {
      return true;
    }

    @Override
    public void summary(Summary summary) {
      way.time = summary.first();
    }

    @Override
    public void row(long time, double value, int quality) {}
  }

  /** Takes every reading of a block. */
  private static final class Rows implements Past.Visitor {
    private static final int FIRST_ROOM = 256;

    private long[] times = new long[FIRST_ROOM];
    private double[] values = new double[FIRST_ROOM];
    private byte[] quality = new byte[FIRST_ROOM];
    private int length;

    @Override
    public boolean takes(Summary summary) {
      return false;
    }

    @Override
    public void summary(Summary summary) {}

    @Override
    public void row(long time, double value, int code) {
      if (length == times.length) {
        times = Arrays.copyOf(times, 2 * length);
        values = Arrays.copyOf(values, 2 * length);
        quality = Arrays.copyOf(quality, 2 * length);
      }
      times[length] = time;
      values[length] = value;
      quality[length++] = (byte) code;
    }
  }
}
