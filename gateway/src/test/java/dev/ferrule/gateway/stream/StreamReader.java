package dev.ferrule.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a client makes of readings messages, in either codec: readings in the channels' units. */
final class StreamReader {

  /** A reading as a client knows it; the value is NaN when bad. */
  public record Reading(int channel, long time, double value, int quality) {}

  private final StreamDecoder decoder = new StreamDecoder();
  private final Map<Integer, Double> factors = new HashMap<>();
  private final Map<Integer, Reading> latest = new TreeMap<>();
  private int generation;
  private long epoch;

  /** Takes the dictionary message. */
  void dictionary(JsonNode dictionary) {
    generation = dictionary.path("gen").asInt();
    epoch = dictionary.path("t0").asLong();
    factors.clear();
    latest.clear();
    for (JsonNode channel : dictionary.path("channels")) {
      factors.put(channel.path("n").asInt(), factor(channel));
    }
  }

  private static double factor(JsonNode channel) {
    if (channel.has("scale")) {
      return channel.path("scale").path(1).asDouble() / channel.path("scale").path(0).asDouble();
    }
    return Math.pow(10, channel.path("decimals").asInt());
  }

  /** Reads a binary message; one that is not delivered is an error of the test. */
  List<Reading> read(byte[] message) {
    List<Reading> readings = new ArrayList<>();
    StreamOutcome outcome =
        decoder.decode(
            message,
            0,
            message.length,
            generation,
            (first, channels, rows, times, values, quality, scaled) -> {
              for (int cell = 0; cell < channels * rows; cell++) {
                int channel = first + cell / rows;
                double value =
                    scaled ? values[cell] / factors.getOrDefault(channel, 1.0) : values[cell];
                int code = quality[cell] & 0xFF;
                boolean bad = (code & 0xC0) == 0x80;
                readings.add(
                    new Reading(
                        channel, epoch + times[cell % rows], bad ? Double.NaN : value, code));
              }
            });
    if (outcome != StreamOutcome.DELIVERED) {
      throw new AssertionError("not delivered: " + outcome + " " + decoder.fault());
    }
    readings.forEach(reading -> latest.put(reading.channel(), reading));
    return readings;
  }

  /** Reads a JSON message. */
  List<Reading> read(JsonNode message) {
    List<Reading> readings = new ArrayList<>();
    long base = message.path("time").asLong();
    for (JsonNode item : message.path("r")) {
      JsonNode value = item.path(2);
      readings.add(
          new Reading(
              item.path(0).asInt(),
              base + item.path(1).asLong(),
              value.isNull() ? Double.NaN : value.asDouble(),
              item.path(3).asInt(0)));
    }
    readings.forEach(reading -> latest.put(reading.channel(), reading));
    return readings;
  }

  /** The newest reading of each channel, as a display would show it. */
  Map<Integer, Reading> latest() {
    return latest;
  }

  /** The newest reading of a channel. */
  Reading latest(int channel) {
    return Objects.requireNonNull(latest.get(channel), "no reading of channel " + channel);
  }

  /** Position of the last message. */
  long position() {
    return decoder.position();
  }
}
