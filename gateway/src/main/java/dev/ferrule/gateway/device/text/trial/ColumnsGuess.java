package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds columns: the same number of them in most lines, with numbers in them. Stateless. */
final class ColumnsGuess {

  private ColumnsGuess() {}

  /** A format without fields when there are no columns. */
  static FieldsGuess of(List<String> lines) {
    for (char separator : new char[] {',', ';', '\t', '|'}) {
      List<String[]> rows =
          lines.stream()
              .map(line -> line.split(Pattern.quote(String.valueOf(separator)), -1))
              .toList();
      int width = usualWidth(rows);
      List<String[]> usual = rows.stream().filter(row -> row.length == width).toList();
      if (usual.size() * 2 >= rows.size() && (width > 1 || areNumbers(lines))) {
        FieldsGuess guess = columns(separator, width, usual);
        if (!guess.fields().isEmpty()) {
          return guess;
        }
      }
    }
    return new FieldsGuess(new FieldFormat.Pairs(), List.of());
  }

  private static boolean areNumbers(List<String> lines) {
    return lines.stream().filter(Values::isNumber).count() * 2 >= lines.size();
  }

  private static int usualWidth(List<String[]> rows) {
    int[] counts = new int[129];
    int best = 1;
    for (String[] row : rows) {
      int width = Math.min(row.length, 128);
      counts[width]++;
      best = counts[width] > counts[best] ? width : best;
    }
    return best;
  }

  private static FieldsGuess columns(char separator, int width, List<String[]> rows) {
    List<String> names = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (int column = 0; column < width; column++) {
      int at = column;
      List<String> cells = rows.stream().map(row -> row[at].strip()).toList();
      long values = cells.stream().filter(Values::isValue).count();
      names.add(values * 2 >= cells.size() ? name(cells.getFirst(), column, used) : "");
    }
    List<String> fields = names.stream().filter(name -> !name.isEmpty()).toList();
    return fields.isEmpty()
        ? new FieldsGuess(new FieldFormat.Pairs(), fields)
        : new FieldsGuess(new FieldFormat.Columns(separator, names), fields);
  }

  /** What stands in a title line, else the number of the column. */
  private static String name(String first, int column, Set<String> used) {
    String name = Values.isValue(first) ? "column" + (column + 1) : Values.key(first);
    while (!used.add(name)) {
      name += "_" + (column + 1);
    }
    return name;
  }
}
