package dev.ferrule.gateway.device.text.fields;

import java.util.List;

/**
 * Reads {@code key=value} pairs. The hot path: it allocates nothing for a line of declared fields.
 * Owner: the driver.
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
      while (i < to && !separates(text[i])) {
        i++;
      }
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

  private static boolean separates(byte c) {
    return c == ' ' || c == ',' || c == ';' || c == '\t';
  }
}
