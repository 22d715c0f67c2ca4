package dev.ferrule.gateway.device.text.fields;

import java.util.List;

/**
 * Reads {@code key=value} pairs. The hot path: it allocates nothing for a line of declared fields.
 * Owner: the driver.
 *
 * <p>A comma separates pairs, and belongs to a number where a digit follows that begins no other
 * pair: {@code a=1,b=2} are two, {@code temp=21,5} is one; likewise the blank in {@code 1 013.25}.
 */
final class PairReader implements FieldReader {

  private final FieldTable fields;

  PairReader(List<String> fields) {
    this.fields = new FieldTable(fields);
  }

  /** The first field of a cut line is not told: it may be the end of another name. */
  @Override
  public Misfit read(byte[] text, int from, int to, boolean cut, FieldSink sink) {
    int previous = fields.startOfLine();
    boolean valid = false;
    boolean skip = cut;
    int i = from;
    while (i < to) {
      int start = i;
      while (i < to && text[i] != '=' && !separates(text[i])) {
        i++;
      }
      if (i == to || text[i] != '=') {
        skip = false; // what follows a separator is whole
        i++;
        continue;
      }
      int value = ++i;
      i = endOfValue(text, value, to);
      int field = skip ? -1 : fields.find(text, start, value - 1, previous);
      if (field >= 0) {
        sink.text(field, text, value, i);
        previous = field;
        valid = true;
      } else if (!skip) {
        sink.undeclared(text, start, value - 1);
      }
      skip = false;
    }
    return valid ? Misfit.NONE : Misfit.NO_FIELD;
  }

  private static int endOfValue(byte[] text, int from, int to) {
    int i = from;
    while (i < to && (!separates(text[i]) || goesOn(text, from, i, to))) {
      i++;
    }
    return i;
  }

  /** Whether the separator at {@code at} is inside of a number. */
  private static boolean goesOn(byte[] text, int from, int at, int to) {
    boolean comma = text[at] == ',' && at > from && at + 1 < to && beginsNumber(text[at + 1]);
    if (!comma && !NumberEdges.isGroupBlank(text, from, at, to)) {
      return false;
    }
    int i = at + 1;
    while (i < to && text[i] != '=' && !separates(text[i])) {
      i++;
    }
    return i == to || text[i] != '=';
  }

  private static boolean beginsNumber(byte c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
  }

  private static boolean separates(byte c) {
    return c == ' ' || c == ',' || c == ';' || c == '\t';
  }
}
