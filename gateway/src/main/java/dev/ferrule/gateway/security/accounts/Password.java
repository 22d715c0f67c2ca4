package dev.ferrule.gateway.security.accounts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a password must be: long enough and not one that everybody tries first; stateless. */
final class Password {

  static final int SHORTEST = 12;
  static final int LONGEST = 128;

  /** Words that a password of enough letters must not consist of. */
  private static final Set<String> USUAL =
      Set.of(
          "password",
          "passwort",
          "administrator",
          "admin",
          "letmein",
          "welcome",
          "qwerty",
          "qwertyuiop",
          "qwertz",
          "qwertzuiop",
          "asdfghjkl",
          "abc",
          "abcdef",
          "iloveyou",
          "ferrule",
          "gateway",
          "raspberry",
          "raspberrypi",
          "changeme",
          "secret",
          "monkey",
          "dragon");

  /** Leaked ones that are long enough, one a line, in lower case; read whenever one is chosen. */
  private static final String LEAKED = "leaked-passwords.txt";

  private Password() {}

  /** Why a password does not do, if so, for people. */
  static Optional<String> complaint(String user, String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      return Optional.of(
          "A password has "
              + SHORTEST
              + " to "
              + LONGEST
              + " characters; this one has "
              + length
              + ". A few words with spaces between them do.");
    }
    String plain = password.toLowerCase(Locale.ROOT);
    String rest = plain.replace(user, "").replaceAll("[^a-z]", "");
    boolean same = plain.chars().distinct().count() < 5;
    if (same
        || USUAL.contains(rest)
        || (rest.isEmpty() && isUsual(plain, user))
        || isLeaked(plain)) {
      return Optional.of("This password is one of the first that anybody tries.");
    }
    return Optional.empty();
  }

  private static boolean isLeaked(String plain) {
    try (InputStream list = Password.class.getResourceAsStream(LEAKED)) {
      return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .anyMatch(plain::equals);
    } catch (IOException e) {
      throw new UncheckedIOException("The program lacks a part of itself: " + LEAKED, e);
    }
  }

  /** Nothing but digits, or the name of the user. */
  private static boolean isUsual(String plain, String user) {
    return plain.contains(user) || plain.contains("123456") || plain.contains("654321");
  }
}
