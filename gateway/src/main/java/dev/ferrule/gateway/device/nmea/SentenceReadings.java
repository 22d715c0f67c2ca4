package dev.ferrule.gateway.device.nmea;

import dev.ferrule.gateway.device.LineDoubt;
import dev.ferrule.gateway.device.nmea.NmeaChannel.Source;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The values of one sentence, until they are readings. Owner: the driver. */
final class SentenceReadings {

  private final Map<Quantity, Integer> quantities = new EnumMap<>(Quantity.class);
  private final Map<Integer, TransducerReadings> transducers = new HashMap<>();
  private final LineDoubt doubt;
  private final double[] values;
  private final byte[] quality;
  private final boolean[] filled;
  private long badValues;

  /** What comes while the line is in doubt is uncertain. */
  SentenceReadings(List<NmeaChannel> channels, LineDoubt doubt) {
    this.doubt = doubt;
    for (int column = 0; column < channels.size(); column++) {
      NmeaChannel channel = channels.get(column);
      switch (channel.source()) {
        case Source.Of(Quantity quantity) -> quantities.put(quantity, column);
        case Source.Transducer source ->
            transducers.put(column, new TransducerReadings(channel, source));
      }
    }
    values = new double[channels.size()];
    quality = new byte[channels.size()];
    filled = new boolean[channels.size()];
  }

  /** Whether a channel wants it. */
  boolean has(Quantity quantity) {
    return quantities.containsKey(quantity);
  }

  /** Takes a value, if a channel wants it. */
  void add(Quantity quantity, double value, int code) {
    Integer column = quantities.get(quantity);
    if (column != null) {
      fill(column, value, code);
    }
  }

  /** Takes what a transducer measured; false when no channel wants it. */
  boolean add(Measurement measured, Consumer<String> trouble) {
    boolean wanted = false;
    for (Map.Entry<Integer, TransducerReadings> each : transducers.entrySet()) {
      var taken = each.getValue().take(measured);
      if (taken.isPresent()) {
        wanted = true;
        fill(each.getKey(), taken.get().value(), taken.get().quality());
        if (!taken.get().trouble().isEmpty()) {
          trouble.accept(taken.get().trouble());
        }
      }
    }
    return wanted;
  }

  private void fill(int column, double value, int code) {
    values[column] = value;
    quality[column] = (byte) doubt.quality(column, value, code, false);
    filled[column] = true;
  }

  /** Values that were none, or none that can be. */
  long badValues() {
    return badValues;
  }

  /** Hands over what is there, neighbors together, and starts empty. */
  void flush(long time, Consumer<ReadingBatch> to) {
    int from = 0;
    while (from < filled.length) {
      int end = from;
      while (end < filled.length && filled[end]) {
        badValues += isNone(quality[end]) ? 1 : 0;
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
    transducers.values().forEach(TransducerReadings::begin);
  }

  /** A receiver that says itself that it does not know gives no bad value. */
  private static boolean isNone(byte code) {
    return Quality.isBad(code) && Quality.reasonOf(code) != Quality.NO_DATA;
  }
}
