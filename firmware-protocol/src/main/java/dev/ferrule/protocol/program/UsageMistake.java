package dev.ferrule.protocol.program;

import java.util.regex.Pattern;

/** Turns what the command line library says of a mistake into words of this program. */
public final class UsageMistake {

  private static final Pattern KIND = Pattern.compile("^Error: ");
  private static final Pattern WHOLE = Pattern.compile(" is not an? (?:int|long)$");
  private static final Pattern NUMBER = Pattern.compile(" is not a (?:double|float)$");
  private static final Pattern SURPLUS =
      Pattern.compile("^Unmatched arguments? (?:at|from) index \\d+: ");

  private UsageMistake() {}

  /** One line for a person. */
  public static String words(String said) {
    String text = KIND.matcher(said).replaceFirst("");
    text = WHOLE.matcher(text).replaceFirst(" is not a whole number");
    text = NUMBER.matcher(text).replaceFirst(" is not a number");
    return SURPLUS.matcher(text).replaceFirst("Nothing here takes ");
  }
}
