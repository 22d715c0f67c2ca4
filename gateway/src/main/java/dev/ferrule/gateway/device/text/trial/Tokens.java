package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.trial.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes lines apart. A number is one only where nothing beside it could belong to it: not the 21 of
 * {@code 21,5}, the 0 of {@code 0x1F}, the 3.5 of {@code - 3.5}, the 12 of {@code 12:30}. Stateless
 * but for what it was made of.
 */
final class Tokens {

  private static final Pattern SPACE = Pattern.compile("[ \\t]+");
  private static final Pattern COLOR = Pattern.compile("\\x1b\\[[0-9;?]*[A-Za-z]");

  private static final Pattern MOMENT =
      Pattern.compile(
          "(?:\\d{4}-\\d\\d?-\\d\\d?(?:T\\d\\d?:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?Z?)?"
              + "|\\d{1,4}[./]\\d{1,2}[./]\\d{2,4}"
              + "|\\d{1,3}:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?"
              + "|\\d{12,}[A-Z]?)(?!\\w|[-.:/]\\d)");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][-+]?\\d+)?");

  private static final Pattern NONE =
      Pattern.compile("[-+]?(?:nan|inf|ovf)(?![\\w.])", Pattern.CASE_INSENSITIVE);

  /** Numbers with commas between them: a list, or one number with a decimal comma. */
  private static final Pattern LIST = Pattern.compile("[-+]?[0-9][0-9.]*(?:,[-+]?[0-9.]*[0-9])+");

  /** A unit right behind a number. */
  private static final Pattern UNIT = Pattern.compile("[A-Za-z%/\\x80-\\xff]+[23]?(?!\\w|\\.\\w)");

  /** More of the same word. */
  private static final Pattern WORD =
      Pattern.compile(
          "[0-9][\\w\\x80-\\xff]*(?:[.:/,*+-][0-9][\\w\\x80-\\xff]*)*|[\\w\\x80-\\xff]+");

  /** What belongs to a word that begins with a digit and is no number. */
  private static final Pattern HEXADECIMAL =
      Pattern.compile("(?<![\\w.])(?:0[xX][0-9A-Fa-f]+|\\d+[A-Fa-f][0-9A-Fa-f]*)(?!\\w)");

  /** Hexadecimal letters that are units more often: ampere, Celsius, Fahrenheit, decibel. */
  private static final Pattern UNIT_OF_HEXADECIMAL_LETTERS = Pattern.compile("\\d+(?:[ACF]|dB)");

  /** A word at the end, with blanks and marks behind it. */
  private static final Pattern LABEL = Pattern.compile("([A-Za-z][\\w#-]*)[ \\t]*[=:]?[ \\t]*$");

  private static final Pattern COMMA = Pattern.compile("(?<![\\w.,])\\d+(?:\\.\\d{3})*,\\d+");
  private static final Pattern APART = Pattern.compile("(?<![\\w)])[-+] +\\d[\\d.]*");

  /** Bytes in hexadecimal, at least three in a row. */
  private static final Pattern DUMP =
      Pattern.compile("(?<![\\w.])(?:[0-9A-Fa-f]{2}[ ,;:-]){2,}[0-9A-Fa-f]{2}(?![\\w.])");

  /** Whether the board prints hexadecimal numbers: then digits may be such, too. */
  private final boolean hexadecimal;

  /** Whether it prints bytes in hexadecimal. */
  private final boolean dumps;

  /** What stands before hexadecimal numbers: then digits there are such, too. */
  private final Set<String> labels;

  /** How to take these lines apart. */
  Tokens(List<String> lines) {
    labels =
        lines.stream()
            .flatMap(line -> HEXADECIMAL.matcher(line).results().map(w -> label(line, w)))
            .collect(Collectors.toSet());
    dumps =
        lines.stream()
            .flatMap(line -> DUMP.matcher(line).results())
            .anyMatch(dump -> dump.group().matches(".*[A-Fa-f].*"));
    hexadecimal =
        lines.stream()
            .flatMap(line -> HEXADECIMAL.matcher(line).results())
            .anyMatch(word -> !UNIT_OF_HEXADECIMAL_LETTERS.matcher(word.group()).matches());
  }

  private static String label(String line, MatchResult hexadecimal) {
    boolean unit = UNIT_OF_HEXADECIMAL_LETTERS.matcher(hexadecimal.group()).matches();
    return unit ? "" : label(line, hexadecimal.start());
  }

  /** The words right before a place; where there are none, how many cells are before it. */
  private static String label(String line, int at) {
    String before = line.substring(0, at);
    Matcher words = LABEL.matcher(before);
    return words.find() ? words.group(1) : "#" + before.replaceAll("[^ ,;\\t]", "").length();
  }

  /** The parts of a line. */
  List<Token> of(String line) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      Token next = next(line, at, tokens);
      tokens.add(next);
      at += next.text().length();
    }
    return tokens;
  }

  /** Whether a whole text is a number, and surely a decimal one for this board. */
  boolean isNumber(String text) {
    return Values.isNumber(text) && isDecimal(text);
  }

  private Token next(String line, int at, List<Token> before) {
    Optional<Token> token =
        found(SPACE, Kind.SPACE, line, at).or(() -> found(COLOR, Kind.COLOR, line, at));
    boolean inside = at > 0 && belongsToNext(line.charAt(at - 1));
    if (token.isEmpty() && !inside) {
      token =
          found(MOMENT, Kind.MOMENT, line, at)
              .or(() -> found(NONE, Kind.NUMBER, line, at))
              .or(() -> number(line, at, before));
    }
    Optional<Token> known = token;
    return found(DUMP, Kind.WORD, line, at)
        .filter(_ -> dumps)
        .or(() -> known)
        .or(() -> found(WORD, Kind.WORD, line, at))
        .orElseGet(() -> new Token(Kind.MARK, line.substring(at, at + 1)));
  }

  /** Whether what follows a character may be the rest of a word or a number. */
  private static boolean belongsToNext(char c) {
    return Character.isLetterOrDigit(c) || "_.+-*/!\\".indexOf(c) >= 0;
  }

  private static Optional<Token> found(Pattern pattern, Kind kind, String line, int at) {
    Matcher matcher = pattern.matcher(line).region(at, line.length());
    matcher.useTransparentBounds(true);
    return matcher.lookingAt() ? Optional.of(new Token(kind, matcher.group())) : Optional.empty();
  }

  private Optional<Token> number(String line, int at, List<Token> before) {
    Optional<Token> number = found(NUMBER, Kind.NUMBER, line, at);
    if (number.isEmpty() || isSignApart(before, line.charAt(at))) {
      return Optional.empty();
    }
    Optional<Token> list = found(LIST, Kind.WORD, line, at);
    if (list.isPresent() && !isWithin(before) && !isList(list.get().text().split(","))) {
      return Optional.empty();
    }
    String text = number.get().text();
    String rest = line.substring(at + text.length());
    boolean whole = text.chars().allMatch(Character::isDigit);
    boolean beside = whole && labels.contains(label(line, at));
    return !beside && isDecimal(text) && endsBefore(rest, text) ? number : Optional.empty();
  }

  /** {@code - 3.5}: nobody knows whether it is a sign or a dash. */
  private static boolean isSignApart(List<Token> before, char first) {
    int size = before.size();
    return size >= 2
        && Character.isDigit(first)
        && before.get(size - 1).is(Kind.SPACE)
        && "+-".contains(before.get(size - 2).text());
  }

  /** Whether these tokens end within a list that was found to be one. */
  private static boolean isWithin(List<Token> before) {
    int size = before.size();
    return size >= 2
        && before.get(size - 1).text().equals(",")
        && before.get(size - 2).is(Kind.NUMBER);
  }

  /** Whether these are surely several numbers and no decimal comma or thousands. */
  private static boolean isList(String[] parts) {
    boolean german = parts.length == 2 && parts[0].matches("[-+]?\\d{1,3}(\\.\\d{3})+");
    boolean surely = false;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      surely |= !last && parts[i].indexOf('.') >= 0;
      surely |= i > 0 && (parts[i].startsWith("-") || parts[i].startsWith("+"));
      surely |= i > 0 && parts.length > 2 && parts[i].length() != 3;
    }
    return surely && !german;
  }

  private boolean isDecimal(String text) {
    boolean padded = text.matches("0\\d+");
    return Values.isNumber(text) && !(hexadecimal && padded);
  }

  /** Whether a number ends where {@code rest} begins. */
  private boolean endsBefore(String rest, String number) {
    if (rest.isEmpty()) {
      return true;
    }
    boolean whole = number.chars().allMatch(Character::isDigit);
    if (whole && rest.matches("(?s)\\s*[:=]\\s*\\S.*")) {
      return false; // it counts what follows: "1: 21.5"
    }
    char next = rest.charAt(0);
    boolean digitFollows = rest.length() > 1 && Character.isDigit(rest.charAt(1));
    if (".:/-+*".indexOf(next) >= 0 && digitFollows) {
      return false;
    }
    if (!Character.isLetterOrDigit(next) && "_%/".indexOf(next) < 0 && next < 0x80) {
      return true;
    }
    Matcher unit = UNIT.matcher(rest);
    if (!unit.lookingAt()) {
      return false;
    }
    boolean mayBeHexadecimal = whole && unit.group().matches("[A-Fa-f]+|[xX].*");
    return !mayBeHexadecimal
        || (!hexadecimal && UNIT_OF_HEXADECIMAL_LETTERS.matcher(number + unit.group()).matches());
  }

  /** Why lines have no number that is one beyond doubt. */
  static TextGuess.Unreadable whyNone(List<String> lines) {
    List<String> found = new ArrayList<>();
    first(COMMA, lines)
        .ifPresent(text -> found.add(text + " has a decimal comma, or one between thousands"));
    first(APART, lines).ifPresent(text -> found.add("\"" + text + "\" has its sign apart"));
    first(HEXADECIMAL, lines).ifPresent(text -> found.add(text + " looks hexadecimal"));
    return new TextGuess.Unreadable(
        found.isEmpty() ? "no number stands in them" : String.join("; ", found), !found.isEmpty());
  }

  private static Optional<String> first(Pattern pattern, List<String> lines) {
    return lines.stream()
        .flatMap(line -> pattern.matcher(line).results())
        .map(MatchResult::group)
        .map(Values::printable)
        .findFirst();
  }
}
