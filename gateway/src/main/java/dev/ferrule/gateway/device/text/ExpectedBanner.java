package dev.ferrule.gateway.device.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * What a board says by which it is known; until it does, nothing else of it is believed.
 *
 * @param match a regular expression that is found in the frame, 1 to 200 characters; RE2, so its
 *     time is linear in the frame
 * @param ask what it is asked, as it goes over the line; empty for a board that says it by itself
 */
public record ExpectedBanner(String match, Optional<String> ask) {

  private static final int LONGEST = 200;

  public ExpectedBanner {
    if (match.isEmpty() || match.length() > LONGEST) {
      throw new IllegalArgumentException("match must have 1 to 200 characters");
    }
    if (ask.filter(a -> a.isEmpty() || a.length() > LONGEST).isPresent()) {
      throw new IllegalArgumentException("ask must have 1 to 200 characters");
    }
    try {
      Pattern.compile(match);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "match is no regular expression of RE2: " + e.getMessage(), e);
    }
  }
}
