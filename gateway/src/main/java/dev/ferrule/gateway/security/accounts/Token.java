package dev.ferrule.gateway.security.accounts;

import dev.ferrule.gateway.security.Grant;

/**
 * What a program shows instead of logging in.
 *
 * @param id names it, and opens nothing
 * @param name what it is for, and what its commands are recorded under, as a user's name
 * @param key the SHA-256 of its secret
 * @param created milliseconds since 1970
 * @param expires the same; from then on it is worth nothing
 * @param used when it was used last, to some minutes; 0 when it never was
 */
public record Token(
    String id, String name, Grant grant, String key, long created, long expires, long used) {

  public Token {
    if (!User.isName(name)) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is no name of a token: small letters, digits, _ and -, a letter first, at"
              + " most 32; not local, not gateway");
    }
  }

  Token usedAt(long now) {
    return new Token(id, name, grant, key, created, expires, now);
  }

  boolean isValidAt(long now) {
    return now < expires;
  }

  @Override
  public String toString() {
    return name + " (" + id + ")";
  }
}
