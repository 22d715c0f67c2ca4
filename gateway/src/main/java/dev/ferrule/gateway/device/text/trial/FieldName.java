package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.trial.Token.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What to call a number of a sentence: the words before it. Stateless. */
final class FieldName {

  private static final Pattern WORDS = Pattern.compile("[A-Za-z][A-Za-z0-9_/ ]*");
  private static final Pattern DIGITS = Pattern.compile("[0-9][0-9A-Za-z.:*-]*");

  /** The unit of the number before. */
  private static final Pattern UNIT =
      Pattern.compile(
          "[\\x80-\\xff]{0,3}[CFK]|%|[mkMG]?(?:V|A|VA|W|Wh|Pa|Hz|m|g|s|bar)|hPa|cm|ppm|ppb|lux|lx"
              + "|rpm|dBm?|m/s|km/h|mbar");

  /** The same without a blank before it. */
  private static final Pattern GLUED = Pattern.compile("^[A-Za-z%/\\x80-\\xff]+[23]?");

  private FieldName() {}

  /**
   * A key for the number at {@code at}; that of the number before when nothing stands between them.
   *
   * @param names of the numbers before it in the line
   */
  static String of(Line line, int at, List<String> names) {
    List<Token> items = line.items();
    int from = at;
    while (from > 0 && !items.get(from - 1).is(Kind.NUMBER)) {
      from--;
    }
    String text =
        items.subList(from, at).stream()
            .map(item -> item.is(Kind.WORD) ? item.text() : "")
            .collect(Collectors.joining(" "));
    if (from > 0 && line.gaps().get(from).isEmpty()) {
      text = GLUED.matcher(text).replaceFirst("");
    }
    text = from > 0 && UNIT.matcher(text.strip()).matches() ? "" : text;
    String words = last(WORDS, text);
    if (words.isBlank()) {
      words = last(DIGITS, text);
    }
    if (words.isBlank()) {
      return names.isEmpty() ? "value" : names.getLast().replaceAll("(?<=[a-z_])[0-9]+$", "");
    }
    return Values.key(words);
  }

  private static String last(Pattern pattern, String text) {
    String last = "";
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      last = matcher.group();
    }
    return last;
  }
}
