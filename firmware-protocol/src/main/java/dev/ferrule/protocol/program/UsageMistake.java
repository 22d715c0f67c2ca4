package dev.ferrule.protocol.program;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what the command line library says of a mistake into words of this program. */
public final class UsageMistake {

  private static final Pattern KIND = Pattern.compile("^Error: ");
  private static final Pattern WHOLE = Pattern.compile(" is not an? (?:int|long)$");
  private static final Pattern NUMBER = Pattern.compile(" is not a (?:double|float)$");
  private static final Pattern SURPLUS =
      Pattern.compile("^Unmatched arguments? (?:at|from) index \\d+: ");

  private static final Pattern CHOICE =
      Pattern.compile("expected one of \\[(.*)] \\(case-(in)?sensitive\\) but was ('.*')$");

  private UsageMistake() {}

  /** One line for a person. */
  public static String words(String said) {
    String text = KIND.matcher(said).replaceFirst("");
    text = WHOLE.matcher(text).replaceFirst(" is not a whole number");
    text = NUMBER.matcher(text).replaceFirst(" is not a number");
    text = CHOICE.matcher(text).replaceFirst(UsageMistake::choice);
    return SURPLUS.matcher(text).replaceFirst("Nothing here takes ");
  }

  /** Small letters where they make no difference, as in the help. */
  private static String choice(MatchResult found) {
    String words =
        found.group(2) == null ? found.group(1) : found.group(1).toLowerCase(Locale.ROOT);
    return Matcher.quoteReplacement("must be one of " + words + ", not " + found.group(3));
  }
}
