package dev.ferrule.gateway.security.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id of passwords (RFC 9106), in the PHC string format, with what OWASP asks for at least: 19
 * MiB, two passes, one lane. Takes some 50 ms on a desktop and half a second on a Pi, and its
 * memory meanwhile: one at a time.
 *
 * <p>Stateless; never on an event loop.
 */
final class PasswordHash {

  private static final int KIBIBYTES = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** What a file may ask for at most: it is ours, and still does not take all memory. */
  private static final int MOST_KIBIBYTES = 64 * 1024;

  private static final int MOST_PASSES = 16;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d)"
              + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

  /** Of nobody: so that a name that is not known takes as long as one that is. */
  private static final String NOBODY =
      "$argon2id$v=19$m="
          + KIBIBYTES
          + ",t="
          + PASSES
          + ",p="
          + LANES
          + "$"
          + "A".repeat(22)
          + "$"
          + "A".repeat(43);

  private PasswordHash() {}

  /** The hash of a password, with a salt of its own. */
  static String of(String password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    byte[] hash = hash(password, salt, KIBIBYTES, PASSES, LANES);
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(KIBIBYTES, PASSES, LANES, base64(salt), base64(hash));
  }

  /** Whether a text is a hash as they are made here. */
  static boolean isHash(String text) {
    Matcher phc = PHC.matcher(text);
    return phc.matches()
        && Integer.parseInt(phc.group(1)) <= MOST_KIBIBYTES
        && Integer.parseInt(phc.group(1)) >= 8
        && Integer.parseInt(phc.group(2)) <= MOST_PASSES
        && Integer.parseInt(phc.group(2)) >= 1
        && phc.group(3).equals("1");
  }

  /** Whether the hash is one of the password. */
  static boolean matches(String hash, String password) {
    Matcher phc = PHC.matcher(hash);
    if (!phc.matches()) {
      throw new IllegalArgumentException("not a hash of a password");
    }
    byte[] salt = Base64.getDecoder().decode(phc.group(4));
    byte[] expected = Base64.getDecoder().decode(phc.group(5));
    byte[] found =
        hash(
            password,
            salt,
            Integer.parseInt(phc.group(1)),
            Integer.parseInt(phc.group(2)),
            Integer.parseInt(phc.group(3)));
    return MessageDigest.isEqual(expected, found);
  }

  /** Takes as long as a password that is wrong. */
  static void takeTheTime(String password) {
    boolean unused = matches(NOBODY, password);
  }

  private static byte[] hash(String password, byte[] salt, int kibibytes, int passes, int lanes) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(kibibytes)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
