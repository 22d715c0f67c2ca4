package dev.ferrule.gateway.device.nmea;

import dev.ferrule.gateway.device.ChannelRules;
import dev.ferrule.gateway.device.nmea.NmeaChannel.Source;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.ValueRange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The values of one sentence, until they are readings. Owner: the driver. */
final class SentenceReadings {

  private final Map<Source, Integer> columns = new HashMap<>();
  private final double[] values;
  private final byte[] quality;
  private final boolean[] filled;

  SentenceReadings(List<NmeaChannel> channels) {
    for (NmeaChannel channel : channels) {
      columns.put(channel.source(), columns.size());
    }
    values = new double[channels.size()];
    quality = new byte[channels.size()];
    filled = new boolean[channels.size()];
  }

  /** Takes a value that is good if it is a number; false when no channel wants it. */
  boolean add(Source source, double value) {
    return add(source, value, ChannelRules.quality(value, ValueRange.ANY));
  }

  /** Takes a value; false when no channel wants it. */
  boolean add(Source source, double value, int code) {
    Integer column = columns.get(source);
    if (column == null) {
      return false;
    }
    values[column] = value;
    quality[column] = (byte) code;
    filled[column] = true;
    return true;
  }

  /** Hands over what is there, neighbors together, and starts empty. */
  void flush(long time, Consumer<ReadingBatch> to) {
    int from = 0;
    while (from < filled.length) {
      int end = from;
      while (end < filled.length && filled[end]) {
        end++;
      }
      if (end > from) {
        to.accept(
            new ReadingBatch(
                from,
                end - from,
                new long[] {time},
                Arrays.copyOfRange(values, from, end),
                Arrays.copyOfRange(quality, from, end)));
      }
      from = end + 1;
    }
    Arrays.fill(filled, false);
  }
}
