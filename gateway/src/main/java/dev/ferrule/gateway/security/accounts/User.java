package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.security.Grant;
import java.util.regex.Pattern;

/**
 * Somebody who can log in.
 *
 * @param name what they log in with and what commands are recorded under: {@code [a-z][a-z0-9_-]*},
 *     at most 32 characters; not {@code local} and nothing that begins with {@code gateway}
 * @param hash of the password, a PHC string
 * @param created milliseconds since 1970
 */
public record User(String name, Grant grant, String hash, long created) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  public User {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is no name of a user: small letters, digits, _ and -, a letter first, at most"
              + " 32; not local, not gateway");
    }
    if (!PasswordHash.isHash(hash)) {
      throw new IllegalArgumentException("the password of " + name + " is no Argon2id hash");
    }
  }

  /** Whether somebody can have this name. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals("local") && !text.startsWith("gateway");
  }

  User with(Grant other) {
    return new User(name, other, hash, created);
  }

  User withHash(String other) {
    return new User(name, grant, other, created);
  }

  /** Without the hash, which belongs into no log. */
  @Override
  public String toString() {
    return name + " (" + grant.role().word() + ")";
  }
}
