package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/** Reads the named groups of a pattern; bytes are characters 0 to 255 to it. Owner: the driver. */
final class PatternReader implements FieldReader {

  private final Pattern pattern;
  private final int[] groups;

  PatternReader(FieldFormat.Regex format, List<String> fields) {
    pattern = FieldFormat.Regex.compile(format.pattern());
    groups = fields.stream().mapToInt(f -> pattern.namedGroups().getOrDefault(f, -1)).toArray();
  }

  @Override
  public Misfit read(byte[] frame, int from, int to, boolean cut, FieldSink sink) {
    if (cut) {
      return Misfit.NO_FIELD;
    }
    Matcher matcher = pattern.matcher(new String(frame, from, to - from, ISO_8859_1));
    if (!matcher.find()) {
      return Misfit.NO_MATCH;
    }
    boolean any = false;
    for (int field = 0; field < groups.length; field++) {
      int start = groups[field] < 0 ? -1 : matcher.start(groups[field]);
      if (start >= 0) {
        sink.text(field, frame, from + start, from + matcher.end(groups[field]));
        any = true;
      }
    }
    return any ? Misfit.NONE : Misfit.NO_FIELD;
  }
}
