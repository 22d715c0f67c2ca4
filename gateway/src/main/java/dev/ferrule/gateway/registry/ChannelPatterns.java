package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.model.IdPattern;
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
      if (IdPattern.matches(pattern, id)) {
        return true;
      }
    }
    return false;
  }
}
