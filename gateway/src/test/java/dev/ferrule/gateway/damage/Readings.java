package dev.ferrule.gateway.damage;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The readings of one device beside what its board said: which of the good ones are right, and
 * which rows came at all. Owner: the gateway's loop.
 */
final class Readings {

  /** Microseconds that a stamp may be old. */
  private static final long OLD_MICROS = 30_000_000;

  /**
   * How far off the time of a good reading may be that a clock of the board gave, where the board
   * may be held up between looking at its clock and taking a stamp.
   */
  private static final long TIME_MILLIS = 1_000;

  private static final int MOST_EXAMPLES = 5;

  private final Subject subject;
  private final Truth truth;
  private final Set<Double> commanded;
  private final Set<Double> came = new HashSet<>();
  private final TreeMap<Double, Double> stamps = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private List<Channel> channels = List.of();
  private long right;
  private long wrong;
  private long doubtful;
  private long doubtfulAndWrong;
  private long bad;

  /** {@code commanded}: what outputs of a board that tells no truth may hold. */
  Readings(Subject subject, Truth truth, Set<Double> commanded) {
    this.subject = subject;
    this.truth = truth;
    this.commanded = commanded;
  }

  void channels(List<Channel> now) {
    channels = now;
  }

  void look(ReadingBatch batch) {
    for (int row = 0; row < batch.rows(); row++) {
      List<Map<String, Double>> said =
          batch.rows() == 1 ? truth.rows(value(batch, "stamp", row)) : List.of();
      for (int column = 0; column < batch.channels(); column++) {
        int quality = batch.qualityAt(column, row);
        if (Quality.isBad(quality)) {
          bad++;
          continue;
        }
        String key = key(batch, column);
        double value = batch.valueAt(column, row);
        boolean isRight = isRight(key, value, batch, row, said);
        if (isRight && isRow(key, batch)) {
          came.add(value);
        }
        count(Quality.isGood(quality), isRight);
        if (Quality.isGood(quality) && !isRight && examples.size() < MOST_EXAMPLES) {
          examples.add("%s is no %s of a row %s".formatted(value, key, said));
        }
      }
    }
  }

  /** Whether a value stands for a row, of which nothing is missing. */
  private boolean isRow(String key, ReadingBatch batch) {
    boolean isWhole = subject == Subject.NMEA || column(batch, "stamp") >= 0;
    return key.equals("seq") && isWhole;
  }

  private void count(boolean good, boolean isRight) {
    if (good) {
      right += isRight ? 1 : 0;
      wrong += isRight ? 0 : 1;
    } else {
      doubtful++;
      doubtfulAndWrong += isRight ? 0 : 1;
    }
  }

  private boolean isRight(
      String key, double value, ReadingBatch batch, int row, List<Map<String, Double>> said) {
    if (subject != Subject.FIRMWARE) {
      return said.isEmpty()
          ? truth.has(key, value)
          : said.stream().anyMatch(one -> one.getOrDefault(key, Double.NaN) == value);
    }
    return switch (key) {
      case "seq" -> fits(value, sampledAt(value(batch, "stamp", row)));
      case "stamp" -> {
        boolean isGood = Quality.isGood(batch.qualityAt(column(batch, key), row));
        yield age(value) <= OLD_MICROS && (!isGood || isDated(value, batch.times()[row]));
      }
      default -> value == 0 || value == 1 || commanded.contains(value);
    };
  }

  /** Whether a time is that of a stamp; looks again when it was held up between two clocks. */
  private static boolean isDated(double stamp, long time) {
    long before;
    long wall;
    do {
      before = System.nanoTime();
      wall = System.currentTimeMillis();
    } while (System.nanoTime() - before > 1_000_000);
    return Math.abs(wall - age(stamp, before) / 1000 - time) <= TIME_MILLIS;
  }

  /** Microseconds of the machine's clock, which a stamp counts modulo 2^31. */
  private static double sampledAt(double stamp) {
    long now = System.nanoTime();
    return Double.isNaN(stamp) ? stamp : now / 1000 - age(stamp, now);
  }

  private static long age(double stamp) {
    return age(stamp, System.nanoTime());
  }

  private static long age(double stamp, long nanoTime) {
    return (nanoTime / 1000 - (long) stamp) & Integer.MAX_VALUE;
  }

  /** Whether the board can have counted so many rows at that stamp. */
  private boolean fits(double number, double stamp) {
    if (Double.isNaN(stamp)) {
      return stamps.containsKey(number); // told again by itself, now that its time is known
    }
    var before = stamps.lowerEntry(number);
    var same = stamps.get(number);
    var after = stamps.higherEntry(number);
    boolean fits =
        (before == null || before.getValue() <= stamp + 10)
            && (same == null || Math.abs(same - stamp) <= 10)
            && (after == null || after.getValue() >= stamp - 10);
    if (fits) {
      stamps.put(number, stamp);
    }
    return fits;
  }

  private double value(ReadingBatch batch, String key, int row) {
    int column = column(batch, key);
    return column < 0 ? Double.NaN : batch.valueAt(column, row);
  }

  private int column(ReadingBatch batch, String key) {
    for (int column = 0; column < batch.channels(); column++) {
      if (key(batch, column).equals(key)) {
        return column;
      }
    }
    return -1;
  }

  private String key(ReadingBatch batch, int column) {
    return channels.get(batch.firstChannel() + column).id().key();
  }

  /**
   * What came.
   *
   * @param rows that the board said, from the first that came to the last
   * @param lost of those, that did not come
   * @param right good readings of what the board said
   * @param wrong good readings of what it did not say
   * @param doubtful uncertain readings
   * @param doubtfulAndWrong those of what it did not say
   * @param bad readings without a value
   * @param examples of wrong ones
   */
  record Tally(
      long rows,
      long lost,
      long right,
      long wrong,
      long doubtful,
      long doubtfulAndWrong,
      long bad,
      List<String> examples) {

    Tally plus(Tally other) {
      List<String> all = new ArrayList<>(examples);
      all.addAll(other.examples);
      return new Tally(
          rows + other.rows,
          lost + other.lost,
          right + other.right,
          wrong + other.wrong,
          doubtful + other.doubtful,
          doubtfulAndWrong + other.doubtfulAndWrong,
          bad + other.bad,
          all);
    }
  }

  Tally tally() {
    double first = came.stream().mapToDouble(number -> number).min().orElse(0);
    double last = came.stream().mapToDouble(number -> number).max().orElse(-1);
    long rows = (long) (last - first) + 1;
    return new Tally(
        rows,
        rows - came.size(),
        right,
        wrong,
        doubtful,
        doubtfulAndWrong,
        bad,
        List.copyOf(examples));
  }
}
