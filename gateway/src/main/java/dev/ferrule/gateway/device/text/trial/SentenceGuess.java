package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a pattern of the sentence that a board prints most: its numbers become groups. Stateless.
 */
final class SentenceGuess {

  private static final Pattern NUMBER =
      Pattern.compile("(?<![A-Za-z0-9_.])[-+]?\\d+(?:\\.\\d+)?(?![0-9.])");

  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_ ]*");
  private static final String GROUP = "(?P<%s>[-+.0-9]+|nan)";

  /** A pattern may have 500 characters. */
  private static final int MOST_PATTERN = 440;

  private SentenceGuess() {}

  /** A format without fields when no line has a number. */
  static FieldsGuess of(List<String> lines) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, String> examples = new HashMap<>();
    for (String line : lines) {
      String shape = NUMBER.matcher(line).replaceAll("0");
      if (!shape.equals(line) || NUMBER.matcher(line).find()) {
        counts.merge(shape, 1, Integer::sum);
        examples.putIfAbsent(shape, line);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(usual -> pattern(examples.getOrDefault(usual.getKey(), "")))
        .orElse(new FieldsGuess(new FieldFormat.Pairs(), List.of()));
  }

  private static FieldsGuess pattern(String line) {
    var pattern = new StringBuilder();
    List<String> fields = new ArrayList<>();
    Matcher number = NUMBER.matcher(line);
    int end = 0;
    while (number.find()) {
      String between = line.substring(end, number.start());
      String name = name(between, fields);
      String next = quoted(between) + GROUP.formatted(name);
      if (pattern.length() + next.length() > MOST_PATTERN) {
        break;
      }
      pattern.append(next);
      fields.add(name);
      end = number.end();
    }
    if (fields.isEmpty()) {
      return new FieldsGuess(new FieldFormat.Pairs(), List.of());
    }
    return new FieldsGuess(new FieldFormat.Regex(pattern.toString()), fields);
  }

  /** The last words before the number. */
  private static String name(String before, List<String> used) {
    String words = "";
    Matcher matcher = WORD.matcher(before);
    while (matcher.find()) {
      words = matcher.group();
    }
    String base = Values.key(words);
    String name = base;
    for (int i = 2; used.contains(name); i++) {
      name = base + i;
    }
    return name;
  }

  private static String quoted(String text) {
    return text.replaceAll("[\\\\.\\[\\]{}()*+?^$|]", "\\\\$0");
  }
}
