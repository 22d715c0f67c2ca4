package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.block.Summary;
import java.util.function.Consumer;

/**
 * One series in at most so many points, each of which stands for the readings of a span of time;
 * all spans are equally long. Owner: whoever fills it, then whoever is given it.
 */
public final class Curve {

  /**
   * What a span held.
   *
   * @param time of its last reading, milliseconds since 1970 UTC
   * @param readings how many
   * @param numbers how many of them have a value that means something; the next four are of those
   * @param min least
   * @param max greatest
   * @param mean of all
   * @param end the last
   * @param quality worst code
   */
  public record Point(
      long time,
      int readings,
      int numbers,
      double min,
      double max,
      double mean,
      double end,
      int quality) {}

  private final SeriesForm form;
  private final long from;
  private final long to;
  private final long span;
  private final long[] times;
  private final long[] ends;
  private final int[] readings;
  private final int[] numbers;
  private final double[] least;
  private final double[] greatest;
  private final double[] sums;
  private final double[] last;
  private final byte[] quality;

  Curve(SeriesForm form, Question question, int points) {
    this.form = form;
    this.from = question.from();
    this.to = question.to();
    this.span = Math.max(1, Math.ceilDiv(to - from + 1, points));
    int spans = (int) Math.ceilDiv(to - from + 1, span);
    this.times = new long[spans];
    this.ends = new long[spans];
    this.readings = new int[spans];
    this.numbers = new int[spans];
    this.least = new double[spans];
    this.greatest = new double[spans];
    this.sums = new double[spans];
    this.last = new double[spans];
    this.quality = new byte[spans];
  }

  /** What its numbers mean. */
  public SeriesForm form() {
    return form;
  }

  /** Whether all of these readings belong to one point. */
  boolean takes(Summary summary) {
    return summary.first() >= from
        && summary.last() <= to
        && span(summary.first()) == span(summary.last());
  }

  private int span(long time) {
    return (int) ((time - from) / span);
  }

  /** Adds readings that belong to one point. */
  void add(Summary summary) {
    int at = span(summary.first());
    if (summary.numbers() > 0) {
      add(at, summary.last(), summary.min(), summary.max(), summary.sum(), summary.end());
      numbers[at] += summary.numbers();
    }
    count(at, summary.last(), summary.rows(), summary.quality());
  }

  /** Adds a reading, if it is asked for. */
  void add(long time, double value, int code) {
    if (time < from || time > to) {
      return;
    }
    int at = span(time);
    if (Summary.counts(value, code)) {
      add(at, time, value, value, value, value);
      numbers[at]++;
    }
    count(at, time, 1, code);
  }

  private void add(int at, long time, double min, double max, double sum, double end) {
    boolean isFirst = numbers[at] == 0;
    least[at] = isFirst ? min : Math.min(least[at], min);
    greatest[at] = isFirst ? max : Math.max(greatest[at], max);
    sums[at] = isFirst ? sum : sums[at] + sum;
    if (isFirst || time >= ends[at]) {
      last[at] = end;
      ends[at] = time;
    }
  }

  private void count(int at, long time, int rows, int code) {
    times[at] = readings[at] == 0 ? time : Math.max(times[at], time);
    quality[at] = (byte) (readings[at] == 0 ? code : Summary.worse(quality[at] & 0xFF, code));
    readings[at] += rows;
  }

  /** Tells the points that have readings, in the order of time. */
  public void forEach(Consumer<Point> each) {
    for (int at = 0; at < times.length; at++) {
      if (readings[at] > 0) {
        double mean = numbers[at] == 0 ? 0 : sums[at] / numbers[at];
        each.accept(
            new Point(
                times[at],
                readings[at],
                numbers[at],
                least[at],
                greatest[at],
                mean,
                last[at],
                quality[at] & 0xFF));
      }
    }
  }
}
