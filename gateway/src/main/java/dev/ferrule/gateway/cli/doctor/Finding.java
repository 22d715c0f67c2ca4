package dev.ferrule.gateway.cli.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param level how it is
 * @param what was looked at, in one word
 * @param where a port, a chip, a directory; empty for the machine as a whole
 * @param text how it is, in words
 * @param remedy what to do about it; empty when nothing need be done
 */
public record Finding(Level level, String what, String where, String text, String remedy) {

  /** How something is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** It works, and may not for long; or nobody can tell. */
    WARN,
    /** It does not work. */
    FAIL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String what, String where, String text) {
    return new Finding(Level.OK, what, where, text, "");
  }

  static Finding warn(String what, String where, String text, String remedy) {
    return new Finding(Level.WARN, what, where, text, remedy);
  }

  static Finding fail(String what, String where, String text, String remedy) {
    return new Finding(Level.FAIL, what, where, text, remedy);
  }

  boolean isFailure() {
    return level == Level.FAIL;
  }
}
