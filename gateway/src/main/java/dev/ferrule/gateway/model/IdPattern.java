package dev.ferrule.gateway.model;

/** Patterns over ids, in which {@code *} is any run of characters; stateless. */
public final class IdPattern {

  private IdPattern() {}

  /**
   * Whether an id is one that a pattern means. Goes back only to the last star, so that no pattern
   * takes longer than both lengths multiplied.
   */
  public static boolean matches(String pattern, String id) {
    int p = 0;
    int i = 0;
    int star = -1;
    int resume = 0;
    while (i < id.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = i;
      } else if (p < pattern.length() && pattern.charAt(p) == id.charAt(i)) {
        p++;
        i++;
      } else if (star >= 0) {
        p = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
