package dev.ferrule.gateway.outbox;

import dev.ferrule.gateway.history.block.SeriesForm;

/**
 * A reading that is to be told late, or the word that some cannot be told any more.
 *
 * @param form channel, unit and scale
 * @param series its number in the history
 * @param from number of the reading, or of the first one that is lost
 * @param to before this one
 * @param time of the reading, milliseconds since 1970 UTC; of lost ones, of the next one that is
 *     there, or 0
 * @param value in the unit of the form; NaN for lost ones
 * @param quality code
 * @param isLost whether these readings are not in the history any more
 * @param isLast whether no more readings of this channel follow for now
 */
public record PastReading(
    SeriesForm form,
    int series,
    long from,
    long to,
    long time,
    double value,
    int quality,
    boolean isLost,
    boolean isLast) {

  static PastReading lost(
      SeriesForm form, int series, long from, long to, long time, boolean isLast) {
    return new PastReading(form, series, from, to, time, Double.NaN, 0, true, isLast);
  }
}
