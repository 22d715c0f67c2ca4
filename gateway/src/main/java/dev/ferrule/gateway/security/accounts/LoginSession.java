package dev.ferrule.gateway.security.accounts;

import java.time.Duration;

/**
 * A browser that somebody logged in with.
 *
 * @param key the SHA-256 of the secret in its cookie
 * @param user who
 * @param created milliseconds since 1970
 * @param used when it was used last, to some minutes
 * @param proved when the password was given last
 * @param from the address that logged in
 * @param agent what the browser called itself, shortened
 */
public record LoginSession(
    String key, String user, long created, long used, long proved, String from, String agent) {

  /** Without use, this long. */
  static final Duration IDLE = Duration.ofHours(12);

  /** And never longer than this. */
  static final Duration LIFE = Duration.ofDays(30);

  /** How long after the password was given what is dangerous may be done. */
  static final Duration ELEVATED = Duration.ofMinutes(5);

  LoginSession usedAt(long now) {
    return new LoginSession(key, user, created, now, proved, from, agent);
  }

  LoginSession provedAt(long now) {
    return new LoginSession(key, user, created, now, now, from, agent);
  }

  boolean isValidAt(long now) {
    return now < expires();
  }

  /** When it ends if it is not used again, milliseconds since 1970. */
  public long expires() {
    return Math.min(used + IDLE.toMillis(), created + LIFE.toMillis());
  }

  /** Until when it may do what asks for the password again, milliseconds since 1970. */
  public long elevatedUntil() {
    return proved + ELEVATED.toMillis();
  }

  /** A short name for people and addresses, which opens nothing. */
  public String id() {
    return key.substring(0, 12);
  }
}
