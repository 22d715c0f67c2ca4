package dev.ferrule.sim.bench.model;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Times in milliseconds; all 0 when there is none.
 *
 * @param count how many
 * @param p50 half are at most this
 * @param p99 99 % are at most this
 * @param p999 99.9 % are at most this
 * @param max the longest
 */
public record Latency(long count, double p50, double p99, double p999, double max) {

  private static final double MICROS = 1000;

  /** Of a histogram in microseconds. */
  public static Latency of(Histogram micros) {
    return new Latency(
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / MICROS,
        micros.getValueAtPercentile(99) / MICROS,
        micros.getValueAtPercentile(99.9) / MICROS,
        micros.getMaxValue() / MICROS);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.2f  p99 %.2f  p99.9 %.2f  max %.1f ms (%,d)",
        p50,
        p99,
        p999,
        max,
        count);
  }
}
