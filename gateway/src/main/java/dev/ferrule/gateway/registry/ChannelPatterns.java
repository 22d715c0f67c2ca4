package dev.ferrule.gateway.registry;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** Patterns over channel ids, in which {@code *} is any run of characters; stateless. */
public final class ChannelPatterns {

  private static final Pattern PATTERN = Pattern.compile("[a-z0-9_./*-]{1,98}");

  private ChannelPatterns() {}

  /** Whether a text is a pattern at all. */
  public static boolean isPattern(String text) {
    return PATTERN.matcher(text).matches();
  }

  /** Numbers of the channels that match one of the patterns. */
  public static BitSet matching(List<String> patterns, Directory directory) {
    BitSet numbers = new BitSet();
    boolean all = patterns.contains("*");
    directory
        .channels()
        .forEach(
            (number, channel) -> {
              if (all || matchesAny(patterns, channel.id().toString())) {
                numbers.set(number);
              }
            });
    return numbers;
  }

  private static boolean matchesAny(List<String> patterns, String id) {
    for (String pattern : patterns) {
      if (matches(pattern, id)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Goes back only to the last star, so that no pattern takes longer than both lengths multiplied.
   */
  private static boolean matches(String pattern, String id) {
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
