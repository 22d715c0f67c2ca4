package dev.ferrule.protocol.fuzz;

import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamFormat;
import dev.ferrule.protocol.stream.StreamOutcome;
import java.util.Arrays;

/**
 * The stream decoder on arbitrary messages. An input is a list of messages, each behind its length
 * (u16). A second decoder gets only those that the first one delivered: it must deliver the same.
 */
public final class StreamFuzz {
  private static final int GENERATION = 3;

  private final StreamDecoder all = new StreamDecoder();
  private final StreamDecoder good = new StreamDecoder();
  private int readings;
  private int hash;

  private StreamFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    var run = new StreamFuzz();
    int at = 0;
    while (at + 2 <= input.length) {
      int length = (input[at] & 0xFF) | ((input[at + 1] & 0xFF) << 8);
      at += 2;
      int end = Math.min(input.length, at + length);
      run.message(input, at, end - at);
      at = end;
    }
  }

  private void message(byte[] input, int at, int length) {
    StreamOutcome outcome = decode(all, input, at, length);
    int told = hash;
    int count = readings;
    if (outcome != StreamOutcome.DELIVERED) {
      require(count == 0 && told == 1, "delivered a part");
      require(outcome != StreamOutcome.DAMAGED || !all.fault().isEmpty(), "no reason");
      return;
    }
    require(count <= StreamFormat.MAX_READINGS, "too many readings");
    require(decode(good, input, at, length) == outcome, "damage was remembered");
    require(hash == told && readings == count, "damage changed a reading");
  }

  private StreamOutcome decode(StreamDecoder decoder, byte[] input, int at, int length) {
    readings = 0;
    hash = 1;
    return decoder.decode(input, at, length, GENERATION, this::block);
  }

  private void block(
      int first,
      int channels,
      int rows,
      long[] times,
      double[] values,
      byte[] quality,
      boolean scaled) {
    int cells = channels * rows;
    require(channels >= 1 && rows >= 1 && cells <= StreamFormat.MAX_CELLS, "block too large");
    require(first >= 0 && first + channels - 1 <= StreamFormat.MAX_CHANNEL, "channel too high");
    for (int i = 0; i < cells; i++) {
      require(Quality.isValid(quality[i]), "bad quality");
      require(!scaled || values[i] == (int) values[i], "not an integer");
      hash = 31 * (31 * hash + Double.hashCode(values[i])) + quality[i];
    }
    hash = 31 * (31 * hash + first) + Arrays.hashCode(Arrays.copyOf(times, rows));
    readings += cells;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
