package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.trial.Token.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a pattern of the lines that a board prints: the words of a line stay, its numbers become
 * groups. Lines of other words are other kinds with groups of their own, so that {@code V 12530}
 * and {@code I 620} never share a channel. Stateless.
 */
final class SentenceGuess {

  /** Words before a number that says which of several things a line is about. */
  private static final Set<String> WHICH =
      Set.of(
          "id", "node", "sensor", "ch", "channel", "zone", "addr", "address", "device", "dev",
          "probe", "port", "slot", "room", "no", "nr", "idx", "index", "n", "station");

  private SentenceGuess() {}

  /** A format without fields when no line has a number. */
  static FieldsGuess of(List<String> lines) {
    var tokens = new Tokens(lines);
    Map<String, List<Line>> kinds = new LinkedHashMap<>();
    List<Line> all = lines.stream().map(text -> Line.of(tokens.of(text))).toList();
    boolean checked = endInChecks(all);
    for (Line each : all) {
      Line line = checked ? each.withoutCheck() : each;
      if (line.hasNumber()) {
        kinds.computeIfAbsent(line.key(), _ -> new ArrayList<>()).add(line);
      }
    }
    List<List<Line>> usual =
        kinds.values().stream()
            .flatMap(kind -> apart(kind).stream())
            .sorted(Comparator.comparingInt((List<Line> kind) -> kind.size()).reversed())
            .toList();
    return usual.isEmpty() ? FieldsGuess.NONE : pattern(usual);
  }

  /**
   * Whether most lines end with one character that is all sorts of marks, letters and digits: a
   * check.
   */
  private static boolean endInChecks(List<Line> lines) {
    List<String> ends = lines.stream().map(Line::check).filter(end -> !end.isEmpty()).toList();
    long marks = ends.stream().filter(e -> !e.matches("[0-9A-Za-z%]")).distinct().count();
    return marks >= 2 && ends.size() * 3 >= lines.size() * 2;
  }

  private static FieldsGuess pattern(List<List<Line>> kinds) {
    boolean repeat = kinds.getFirst().size() > 1;
    List<List<Line>> worth = kinds.stream().filter(kind -> !repeat || kind.size() > 1).toList();
    var pattern = new SentencePattern();
    int left = 0;
    for (List<Line> kind : worth) {
      left += pattern.add(kind) ? 0 : 1;
    }
    if (pattern.fields().isEmpty() && !pattern.addStart(worth.getFirst())) {
      return FieldsGuess.NONE;
    }
    List<String> doubts = new ArrayList<>();
    if (!repeat) {
      doubts.add("each kind of line came once: listen longer");
    }
    if (worth.getFirst().stream().anyMatch(SentenceGuess::mayBeBytes)) {
      doubts.add("numbers of 0 to 255 in a row may be the bytes of larger ones");
    }
    List<String> notes =
        left == 0
            ? List.of()
            : List.of("there are more lines with numbers than one pattern can hold");
    return new FieldsGuess(new FieldFormat.Regex(pattern.text()), pattern.fields(), doubts, notes);
  }

  /**
   * Lines of one kind, apart by the number in them that says what they are about: {@code node 5}
   * and {@code node 6}.
   */
  private static List<List<Line>> apart(List<Line> kind) {
    Line first = kind.getFirst();
    for (int i = 0; i < first.items().size(); i++) {
      int at = i;
      if (first.items().get(at).is(Kind.NUMBER)
          && WHICH.contains(FieldName.of(first, at, List.of()))) {
        Map<String, List<Line>> by =
            kind.stream()
                .map(line -> line.withWordAt(at))
                .collect(
                    Collectors.groupingBy(
                        line -> line.items().get(at).text(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return by.size() == 1 || isCounter(kind, at) ? List.of(kind) : List.copyOf(by.values());
      }
    }
    return List.of(kind);
  }

  /** A number that grows from line to line tells lines apart, not what they are about. */
  private static boolean isCounter(List<Line> kind, int at) {
    double last = Double.NEGATIVE_INFINITY;
    for (Line line : kind) {
      String text = line.items().get(at).text();
      double value = Values.isNumber(text) ? Double.parseDouble(text) : Double.NaN;
      if (!(value > last)) {
        return false;
      }
      last = value;
    }
    return kind.size() > 2;
  }

  /** At least four whole numbers side by side, none above 255, one above 127. */
  private static boolean mayBeBytes(Line line) {
    int row = 0;
    boolean large = false;
    for (int i = 0; i < line.items().size(); i++) {
      Token item = line.items().get(i);
      boolean isByte = item.is(Kind.NUMBER) && item.text().matches("\\d{1,3}");
      row = isByte && Integer.parseInt(item.text()) <= 255 ? row + 1 : 0;
      large = row > 0 && (large || Integer.parseInt(item.text()) > 127);
      if (row >= 4 && large) {
        return true;
      }
    }
    return false;
  }
}
