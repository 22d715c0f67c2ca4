package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * Finds a field by its bytes, without allocating.
 *
 * <p>Boards print the same fields in the same order, so the one that followed last time is tried
 * first. Owner: the driver.
 */
final class FieldTable {

  private static final int EMPTY = -1;

  private final byte[][] fields;
  private final int[] slots;

  /** What followed each field last time; the last entry is for the start of a line. */
  private final int[] successor;

  FieldTable(List<String> names) {
    fields = names.stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);
    slots = new int[Integer.highestOneBit(fields.length) * 4];
    successor = new int[fields.length + 1];
    Arrays.fill(slots, EMPTY);
    for (int field = 0; field < fields.length; field++) {
      int slot = hash(fields[field], 0, fields[field].length);
      while (slots[slot] != EMPTY) {
        slot = (slot + 1) % slots.length;
      }
      slots[slot] = field;
    }
  }

  /** What to pass as {@code previous} for the first field of a line. */
  int startOfLine() {
    return fields.length;
  }

  /**
   * The field that is the bytes from {@code from} to before {@code to}, or -1.
   *
   * @param previous the field before it in the line, or {@link #startOfLine}
   */
  int find(byte[] text, int from, int to, int previous) {
    int guess = successor[previous];
    if (is(guess, text, from, to)) {
      return guess;
    }
    int slot = hash(text, from, to);
    while (slots[slot] != EMPTY) {
      if (is(slots[slot], text, from, to)) {
        successor[previous] = slots[slot];
        return slots[slot];
      }
      slot = (slot + 1) % slots.length;
    }
    return -1;
  }

  private boolean is(int field, byte[] text, int from, int to) {
    byte[] name = fields[field];
    return Arrays.equals(name, 0, name.length, text, from, to);
  }

  private int hash(byte[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    return (hash ^ hash >>> 15) & (slots.length - 1);
  }
}
