package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.fields.FieldFormat.Spot;
import dev.ferrule.gateway.device.text.fields.NumberType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives names to the bytes of frames: somebody who knows the data sheet makes the right fields of
 * them. Where in each pair of bytes the same one moves less, it is taken for the high byte of a
 * number. Stateless.
 */
final class LayoutGuess {

  private static final int MOST_BYTES = 32;

  private LayoutGuess() {}

  static FieldsGuess of(List<byte[]> frames) {
    int shortest = frames.stream().mapToInt(frame -> frame.length).min().orElse(0);
    int longest = frames.stream().mapToInt(frame -> frame.length).max().orElse(0);
    int size = Math.min(shortest, MOST_BYTES);
    if (size == 0) {
      return FieldsGuess.NONE;
    }
    boolean big = shortest == longest && arePairs(frames, size, 0);
    boolean little = shortest == longest && !big && arePairs(frames, size, 1);
    Map<String, Spot> spots = new LinkedHashMap<>();
    for (int at = 0; at < size; at += big || little ? 2 : 1) {
      spots.put(
          (big || little ? "word" : "byte") + at,
          new Spot(at, big || little ? NumberType.UINT16 : NumberType.UINT8, little, -1));
    }
    return new FieldsGuess(new FieldFormat.Layout(spots), new ArrayList<>(spots.keySet()));
  }

  /** Whether in each pair the byte at {@code high} takes fewer values than the other one. */
  private static boolean arePairs(List<byte[]> frames, int size, int high) {
    if (size % 2 != 0) {
      return false;
    }
    for (int at = 0; at < size; at += 2) {
      if (values(frames, at + high) >= values(frames, at + 1 - high)) {
        return false;
      }
    }
    return true;
  }

  private static long values(List<byte[]> frames, int at) {
    return frames.stream().mapToInt(frame -> frame[at]).distinct().count();
  }
}
