package dev.ferrule.gateway.device.text.trial;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a pattern that matches whole lines of one or several kinds; their numbers become groups.
 * Printable ASCII alone: other bytes are matched as such, in whichever way lines are decoded.
 * Owner: one guess.
 */
final class SentencePattern {

  /** A pattern may have 500 characters. */
  private static final int MOST = 500 - "^(?:)$".length();

  private static final int MOST_NONES = 4;

  private final List<String> kinds = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private final Set<String> used = new HashSet<>();
  private int length;

  /** What matches all lines that were added. */
  String text() {
    return kinds.size() == 1
        ? "^" + kinds.getFirst() + "$"
        : "^(?:" + String.join("|", kinds) + ")$";
  }

  /** The groups, in the order of the pattern. */
  List<String> fields() {
    return fields;
  }

  /** Adds a kind of line, of which these are some; false when it does not fit any more. */
  boolean add(List<Line> lines) {
    List<String> names = new ArrayList<>();
    Set<String> usedBefore = Set.copyOf(used);
    String kind = kind(lines, names);
    if (length + kind.length() + 1 > MOST) {
      used.retainAll(usedBefore);
      return false;
    }
    kinds.add(kind);
    fields.addAll(names);
    length += kind.length() + 1;
    return true;
  }

  /** Adds as many numbers of a long line as fit, from its start; false when none does. */
  boolean addStart(List<Line> lines) {
    for (int end = lines.getFirst().items().size() - 1; end > 0; end--) {
      int last = end;
      List<String> names = new ArrayList<>();
      String kind = kind(lines.stream().map(line -> start(line, last)).toList(), names);
      if (!names.isEmpty() && length + kind.length() + 3 <= MOST) {
        kinds.add(kind + ".*");
        fields.addAll(names);
        length += kind.length() + 3;
        return true;
      }
      used.removeAll(names);
    }
    return false;
  }

  /** Up to before an item, with the blanks before it. */
  private static Line start(Line line, int end) {
    return new Line(line.items().subList(0, end), line.gaps().subList(0, end + 1));
  }

  private String kind(List<Line> lines, List<String> names) {
    var out = new StringBuilder();
    Line first = lines.getFirst();
    int size = first.items().size();
    for (int i = 0; i <= size; i++) {
      int at = i;
      out.append(gap(distinct(lines.stream().map(line -> line.gaps().get(at)).toList())));
      if (at == size) {
        break;
      }
      Token item = first.items().get(at);
      switch (item.kind()) {
        case NUMBER -> {
          String name = Values.unused(FieldName.of(first, at, names), used);
          names.add(name);
          out.append(
              group(name, distinct(lines.stream().map(l -> l.items().get(at).text()).toList())));
        }
        case MOMENT -> out.append("\\S+");
        case COLOR -> out.append("[^ -~]\\[[0-9;?]*[A-Za-z]");
        case WORD, MARK, SPACE -> out.append(quoted(item.text()));
      }
    }
    return out.toString();
  }

  private static Set<String> distinct(List<String> texts) {
    return new LinkedHashSet<>(texts);
  }

  private static String gap(Set<String> seen) {
    if (seen.size() == 1) {
      return quoted(seen.iterator().next());
    }
    return seen.contains("") ? "\\s*" : "\\s+";
  }

  /** Boards that print fractions print nan when they have none. */
  private static String group(String name, Set<String> seen) {
    boolean exponent = false;
    boolean fraction = false;
    Set<String> nones = new LinkedHashSet<>();
    for (String text : seen) {
      if (Values.isNone(text)) {
        nones.add(quoted(text));
      } else {
        exponent |= text.toLowerCase(Locale.ROOT).indexOf('e') >= 0;
        fraction |= text.indexOf('.') >= 0;
      }
    }
    if (fraction && nones.isEmpty()) {
      nones.add("nan");
    }
    String number = exponent ? "[-+.0-9eE]+" : "[-+.0-9]+";
    String none = String.join("|", nones.stream().limit(MOST_NONES).toList());
    return "(?P<" + name + ">" + number + (none.isEmpty() ? "" : "|" + none) + ")";
  }

  private static String quoted(String text) {
    return text.replaceAll("[\\\\.\\[\\]{}()*+?^$|]", "\\\\$0")
        .replace("\t", "\\t")
        .replaceAll("[^ -~]+", "[^ -~]+");
  }
}
