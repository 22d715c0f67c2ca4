package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds columns: the same number of them in most lines, with numbers in them. Stateless. */
final class ColumnsGuess {

  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  /** The share of the cells of a column that must be values. */
  private static final double ENOUGH = 0.8;

  private static final int MOST_COLUMNS = 128;

  /** A date or a time. */
  private static final Pattern MOMENT = Pattern.compile("[0-9]+[-:./][0-9T :.,/Z-]+");

  private static final Pattern TWO_WHOLE = Pattern.compile("\\s*[-+]?\\d+,\\d+\\s*");

  private ColumnsGuess() {}

  /** A format without fields when there are no columns. */
  static FieldsGuess of(List<String> lines) {
    FieldsGuess best = FieldsGuess.NONE;
    for (char separator : SEPARATORS) {
      List<List<String>> rows =
          lines.stream()
              .map(line -> List.of(line.split(Pattern.quote(String.valueOf(separator)), -1)))
              .toList();
      int width = usualWidth(rows);
      List<List<String>> usual =
          rows.stream()
              .filter(row -> row.size() == width)
              .map(row -> row.stream().map(String::strip).toList())
              .toList();
      if (usual.size() * 2 >= rows.size() && !holdsAnother(separator, usual)) {
        FieldsGuess guess = columns(separator, width, usual);
        best = guess.fields().size() > best.fields().size() ? guess : best;
      }
    }
    return best;
  }

  private static int usualWidth(List<List<String>> rows) {
    int[] counts = new int[MOST_COLUMNS + 1];
    int best = 1;
    for (List<String> row : rows) {
      int width = Math.min(row.size(), MOST_COLUMNS);
      counts[width]++;
      best = counts[width] > counts[best] ? width : best;
    }
    return best;
  }

  /** {@code 21,5;40,2} has no columns of commas: {@code 5;40} is no cell. */
  private static boolean holdsAnother(char separator, List<List<String>> rows) {
    long odd = rows.stream().filter(row -> row.stream().anyMatch(c -> isOdd(c, separator))).count();
    return odd * 2 >= rows.size();
  }

  private static boolean isOdd(String cell, char separator) {
    return separator == ',' && cell.matches(".*\\d[;\\t|].*|.*[;\\t|][-+]?\\d.*");
  }

  private static FieldsGuess columns(char separator, int width, List<List<String>> rows) {
    List<String> title = titles(rows);
    List<List<String>> data = title.isEmpty() ? rows : rows.subList(1, rows.size());
    var tokens = new Tokens(data.stream().map(row -> String.join(" ", row)).toList());
    List<String> names = new ArrayList<>();
    Set<String> used = new HashSet<>();
    boolean mixed = false;
    for (int column = 0; column < width; column++) {
      int at = column;
      List<String> cells = data.stream().map(row -> row.get(at)).toList();
      long values = cells.stream().filter(cell -> isValue(cell, tokens)).count();
      boolean numbers = cells.stream().anyMatch(c -> isValue(c, tokens) && !Values.isNone(c));
      if (numbers && values >= ENOUGH * cells.size()) {
        if (mixed) {
          return FieldsGuess.NONE;
        }
        names.add(Values.unused(name(title, data, column), used));
      } else {
        names.add("");
        mixed |= saysWhich(cells);
      }
    }
    List<String> fields = names.stream().filter(name -> !name.isEmpty()).toList();
    return fields.isEmpty()
        ? FieldsGuess.NONE
        : new FieldsGuess(
            new FieldFormat.Columns(separator, names),
            fields,
            doubts(separator, rows),
            List.of(),
            !title.isEmpty());
  }

  private static boolean isValue(String cell, Tokens tokens) {
    return Values.isWord(cell) || Values.isNone(cell) || tokens.isNumber(cell);
  }

  /** Words that differ before a number: what the number is depends on them. */
  private static boolean saysWhich(List<String> cells) {
    return cells.stream()
            .filter(cell -> !cell.isEmpty() && !MOMENT.matcher(cell).matches())
            .distinct()
            .count()
        > 1;
  }

  /** The first row, when it has words where others have numbers. */
  private static List<String> titles(List<List<String>> rows) {
    if (rows.size() < 2) {
      return List.of();
    }
    List<String> first = rows.getFirst();
    List<String> second = rows.get(1);
    boolean isTitle = first.stream().noneMatch(Values::isNumber);
    boolean hasNumbers = second.stream().anyMatch(Values::isNumber);
    boolean differ = !first.equals(second);
    return isTitle && hasNumbers && differ ? first : List.of();
  }

  /** What stands in the title line or always in the cell before, else the number of the column. */
  private static String name(List<String> title, List<List<String>> data, int column) {
    if (!title.isEmpty() && !title.get(column).isEmpty()) {
      return Values.key(title.get(column));
    }
    return label(data, column).map(Values::key).orElse("column" + (column + 1));
  }

  private static Optional<String> label(List<List<String>> data, int column) {
    if (column == 0) {
      return Optional.empty();
    }
    List<String> before = data.stream().map(row -> row.get(column - 1)).distinct().toList();
    return before.size() == 1 && before.getFirst().matches("[A-Za-z][\\w /.]*")
        ? Optional.of(before.getFirst())
        : Optional.empty();
  }

  private static List<String> doubts(char separator, List<List<String>> rows) {
    boolean whole =
        separator == ','
            && rows.stream().allMatch(r -> TWO_WHOLE.matcher(String.join(",", r)).matches());
    return whole
        ? List.of("\"" + String.join(",", rows.getFirst()) + "\" may have a decimal comma")
        : List.of();
  }
}
