package dev.ferrule.gateway.device.text.fields;

import java.util.List;

/**
 * Reads columns. A frame with another number of them is refused whole: its values might stand under
 * wrong names. Owner: the driver.
 */
final class ColumnReader implements FieldReader {

  private final byte separator;

  /** The field of each column, or -1. */
  private final int[] fields;

  ColumnReader(FieldFormat.Columns format, List<String> names) {
    separator = (byte) format.separator();
    fields = format.names().stream().mapToInt(names::indexOf).toArray();
  }

  @Override
  public Misfit read(byte[] frame, int from, int to, boolean cut, FieldSink sink) {
    if (cut) {
      return Misfit.NO_FIELD;
    }
    int columns = 1;
    for (int i = from; i < to; i++) {
      columns += frame[i] == separator ? 1 : 0;
    }
    if (columns != fields.length) {
      return Misfit.OTHER_COLUMNS;
    }
    int start = from;
    for (int field : fields) {
      int end = start;
      while (end < to && frame[end] != separator) {
        end++;
      }
      if (field >= 0) {
        tell(field, frame, start, end, sink);
      }
      start = end + 1;
    }
    return Misfit.NONE;
  }

  private static void tell(int field, byte[] frame, int from, int to, FieldSink sink) {
    int start = from;
    int end = to;
    while (start < end && frame[start] == ' ') {
      start++;
    }
    while (end > start && frame[end - 1] == ' ') {
      end--;
    }
    sink.text(field, frame, start, end);
  }
}
