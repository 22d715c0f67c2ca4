package dev.ferrule.gateway.security.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * What proves that somebody who wants to be the first admin can also read this machine's log: 80
 * random bits in the letters of Crockford's Base32, which nobody mistakes, in four groups.
 * Immutable.
 */
final class SetupCode {

  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 16;
  private static final int GROUP = 4;

  private final String code;

  SetupCode() {
    var random = new SecureRandom();
    var text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    this.code = text.toString();
  }

  /** Whether it was typed, however the groups and letters were written. */
  boolean is(String typed) {
    String plain =
        typed
            .toUpperCase(Locale.ROOT)
            .replaceAll("[\\s-]", "")
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    return MessageDigest.isEqual(
        plain.getBytes(StandardCharsets.UTF_8),
        code.replace("-", "").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return code;
  }
}
