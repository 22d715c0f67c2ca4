package dev.ferrule.sim.scenario.yaml;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody probably meant. */
public final class Similar {

  private static final int MAX_DISTANCE = 2;

  private Similar() {}

  /** {@code ", did you mean x?"}, or nothing when no word is near. */
  public static String hint(String word, Collection<String> words) {
    return words.stream()
        .filter(other -> distance(word, other) <= MAX_DISTANCE)
        .min(Comparator.comparingInt((String other) -> distance(word, other)).thenComparing(o -> o))
        .map(other -> ", did you mean " + other + "?")
        .orElse("");
  }

  /** Levenshtein's: how many letters to change, add or remove. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
