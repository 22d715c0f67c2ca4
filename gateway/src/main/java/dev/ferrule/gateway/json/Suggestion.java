package dev.ferrule.gateway.json;

import java.util.Collection;
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

  /** The word nearest to {@code wrong}, when at most a third of it has to change. */
  static Optional<String> nearest(String wrong, Collection<String> words) {
    if (wrong.length() > LONGEST) {
      return Optional.empty();
    }
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String word : words) {
      int distance = distance(wrong, word);
      if (distance < least) {
        least = distance;
        best = word;
      }
    }
    int allowed = Math.max(1, Math.max(best.length(), wrong.length()) / 3);
    return least <= allowed ? Optional.of(best) : Optional.empty();
  }

  /** Levenshtein distance. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j - 1], diagonal));
      }
    }
    return row[to.length()];
  }
}
