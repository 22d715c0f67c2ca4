package dev.ferrule.gateway.wording;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Suggestion {

  private static final int LONGEST = 80;

  private Suggestion() {}

  /** "Did you mean …?" when one of {@code words} is close to {@code wrong}, else all of them. */
  public static String of(String wrong, Collection<String> words) {
    return nearest(wrong, words)
        .map(word -> "Did you mean \"" + word + "\"?")
        .orElse("It is one of: " + String.join(", ", words) + ".");
  }

  /** A text of somebody else's, cut to a length at which it can be said back. */
  public static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
  }

  /** {@code ; did you mean "word"?} to end a sentence with, or nothing when no word is close. */
  public static String aside(String wrong, Collection<String> words) {
    return nearest(wrong, words).map(word -> "; did you mean \"" + word + "\"?").orElse("");
  }

  /**
   * The word nearest to {@code wrong}: at most a third of it has to change, or one begins with the
   * other. Capitals do not count.
   */
  public static Optional<String> nearest(String wrong, Collection<String> words) {
    if (wrong.length() > LONGEST) {
      return Optional.empty();
    }
    String typed = wrong.toLowerCase(Locale.ROOT);
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String word : words) {
      int distance = distance(typed, word.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = word;
      }
    }
    int allowed = Math.max(1, Math.max(best.length(), wrong.length()) / 3);
    return least <= allowed
        ? Optional.of(best)
        : words.stream().filter(word -> begins(typed, word)).findFirst();
  }

  /** {@code baudrate} for {@code baud}, {@code temp} for {@code temperature}. */
  private static boolean begins(String typed, String word) {
    return Math.min(typed.length(), word.length()) >= 3
        && (typed.startsWith(word) || word.startsWith(typed));
  }

  /** Levenshtein distance, but two swapped neighbors are one mistake. */
  private static int distance(String from, String to) {
    int[][] d = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[from.length()][to.length()];
  }
}
