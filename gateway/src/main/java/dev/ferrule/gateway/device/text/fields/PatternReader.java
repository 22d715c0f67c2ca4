package dev.ferrule.gateway.device.text.fields;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the named groups of a pattern. A line is what it says in UTF-8 to the pattern; where it is
 * not UTF-8, or does not match so, its bytes are characters 0 to 255. A number that goes on outside
 * of its group is told as cut. Owner: the driver.
 */
final class PatternReader implements FieldReader {

  private final Pattern pattern;
  private final int[] groups;
  private final GroupContext[] contexts;

  // of the latest match, by group; -1 where there is none
  private final int[] starts;
  private final int[] ends;

  PatternReader(FieldFormat.Regex format, List<String> fields) {
    pattern = FieldFormat.Regex.compile(format.pattern());
    groups = fields.stream().mapToInt(f -> pattern.namedGroups().getOrDefault(f, -1)).toArray();
    contexts =
        fields.stream()
            .map(field -> GroupContext.of(format.pattern(), field))
            .toArray(GroupContext[]::new);
    starts = new int[pattern.groupCount() + 1];
    ends = new int[starts.length];
  }

  @Override
  public Misfit read(byte[] frame, int from, int to, boolean cut, FieldSink sink) {
    if (cut) {
      return Misfit.NO_FIELD;
    }
    Optional<String> text = utf8(frame, from, to);
    boolean found = text.isPresent() && find(text.get(), from, true);
    if (!found && !find(new String(frame, from, to - from, ISO_8859_1), from, false)) {
      return Misfit.NO_MATCH;
    }
    boolean any = false;
    for (int field = 0; field < groups.length; field++) {
      if (groups[field] >= 0 && starts[groups[field]] >= 0) {
        tell(field, frame, from, to, sink);
        any = true;
      }
    }
    return any ? Misfit.NONE : Misfit.NO_FIELD;
  }

  /** The line as text; nothing where that is the same as its bytes, or none. */
  private static Optional<String> utf8(byte[] frame, int from, int to) {
    int i = from;
    while (i < to && frame[i] >= 0) {
      i++;
    }
    try {
      return i == to
          ? Optional.empty()
          : Optional.of(
              UTF_8.newDecoder().decode(ByteBuffer.wrap(frame, from, to - from)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private boolean find(String text, int from, boolean utf8) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return false;
    }
    for (int group = 0; group < starts.length; group++) {
      starts[group] = place(text, matcher.start(group), from, utf8);
      ends[group] = place(text, matcher.end(group), from, utf8);
    }
    return true;
  }

  private static int place(String text, int at, int from, boolean utf8) {
    return at <= 0 || !utf8
        ? (at < 0 ? at : from + at)
        : from + text.substring(0, at).getBytes(UTF_8).length;
  }

  private void tell(int field, byte[] frame, int from, int to, FieldSink sink) {
    int start = starts[groups[field]];
    int end = ends[groups[field]];
    if (isMarkedHex(frame, from, start, end)) {
      start -= 2;
    }
    int begin = start;
    int stop = end;
    if (start < end && isOfNumber(frame[start])) {
      begin = NumberEdges.begin(frame, from, start, to);
      begin = isKnownBefore(field, frame, from, begin) ? start : begin;
    }
    if (start < end && isOfNumber(frame[end - 1])) {
      stop = NumberEdges.end(frame, start, end, to);
      stop = isKnownAfter(field, frame, stop) ? end : stop;
    }
    if (begin < start || stop > end) {
      sink.cutNumber(field, frame, begin, stop);
    } else {
      sink.text(field, frame, start, end);
    }
  }

  /** Whether {@code 0x} stands before hexadecimal digits. */
  private static boolean isMarkedHex(byte[] frame, int from, int start, int end) {
    return start - 2 >= from
        && frame[start - 2] == '0'
        && (frame[start - 1] | 0x20) == 'x'
        && NumberForm.isHexDigits(frame, start, end);
  }

  private static boolean isOfNumber(byte c) {
    return NumberEdges.isDigit(c) || c == '.';
  }

  /** Whether the pattern takes what stands between {@code begin} and the group for something. */
  private boolean isKnownBefore(int field, byte[] frame, int from, int begin) {
    int start = starts[groups[field]];
    int before = begin;
    while (before > from && frame[before - 1] == ' ') {
      before--;
    }
    for (int end : ends) {
      if (end >= before && end <= start && end > from && NumberEdges.isDigit(frame[end - 1])) {
        return true; // that of another number
      }
    }
    if (begin >= start) {
      return false;
    }
    GroupContext context = contexts[field];
    byte neighbor = frame[start - 1];
    boolean sign = neighbor == '-' || neighbor < 0;
    if (neighbor == ' ') {
      return NumberEdges.isDigit(frame[begin])
          ? context.before() == GroupContext.BLANK
          : isMinus(context.beforeBlanks());
    }
    return sign ? isMinus(context.before()) : context.before() == (char) neighbor;
  }

  private static boolean isMinus(char c) {
    return c == '-' || c == '\u2212' || c == '\u2013';
  }

  /** Whether the pattern takes what stands between the group and {@code stop} for something. */
  private boolean isKnownAfter(int field, byte[] frame, int stop) {
    int end = ends[groups[field]];
    for (int group = 0; group < starts.length; group++) {
      int start = starts[group];
      boolean filled = start < ends[group];
      if (filled && start >= end && start < stop && NumberEdges.isDigit(frame[start])) {
        return true; // another number
      }
    }
    boolean separator = stop > end && "eExX.".indexOf(frame[end]) < 0;
    return separator && contexts[field].after() == (char) frame[end];
  }
}
