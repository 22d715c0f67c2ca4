package dev.ferrule.gateway.device.text.fields;

import java.util.List;

/**
 * Reads columns. A frame with another number of them is refused whole: its values might stand under
 * wrong names. When it is mostly words it is no damaged one. Owner: the driver.
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
      return isMostlyNumbers(frame, from, to) ? Misfit.OTHER_COLUMNS : Misfit.OTHER_LINE;
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

  private boolean isMostlyNumbers(byte[] frame, int from, int to) {
    int numbers = 0;
    int cells = 0;
    int start = from;
    while (start <= to) {
      int end = start;
      while (end < to && frame[end] != separator) {
        end++;
      }
      int digit = start;
      while (digit < end && (frame[digit] == ' ' || frame[digit] == '-' || frame[digit] == '+')) {
        digit++;
      }
      cells += end > start ? 1 : 0;
      numbers += digit < end && NumberEdges.isDigit(frame[digit]) ? 1 : 0;
      start = end + 1;
    }
    return 2 * numbers > cells;
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
