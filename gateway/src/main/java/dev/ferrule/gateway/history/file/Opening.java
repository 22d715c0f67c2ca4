package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.history.block.SeriesForm;
import java.util.Map;

/**
 * What an open file holds already, for whoever adds to it.
 *
 * @param number of this opening in this run, from 1
 * @param series the series by what they mean
 * @param nextSeries first number of a series that is free
 * @param nextBase first number of a base that is free
 * @param nextMessage number of the next journal message
 * @param readings how many readings of each series there are, ever
 * @param readers what each reader still has to tell
 * @param last time of the latest reading, milliseconds since 1970 UTC; {@link Long#MIN_VALUE} when
 *     there is none
 */
public record Opening(
    int number,
    Map<SeriesForm, Integer> series,
    int nextSeries,
    int nextBase,
    long nextMessage,
    Map<Integer, Long> readings,
    Map<String, byte[]> readers,
    long last) {

  public Opening {
    series = Map.copyOf(series);
    readings = Map.copyOf(readings);
    readers = Map.copyOf(readers);
  }
}
