package dev.ferrule.gateway.model;

import java.time.Duration;

/**
 * How a disk takes what is written to a file.
 *
 * @param last when it took something last, milliseconds since 1970 UTC; 0 when it never did
 * @param took how long that was
 * @param longest the longest that it took since the gateway started
 * @param written bytes that the system wrote for the file since the gateway started; 0 where it
 *     does not say
 */
public record Commits(long last, Duration took, Duration longest, long written) {

  /** Before the disk took anything. */
  public static final Commits NONE = new Commits(0, Duration.ZERO, Duration.ZERO, 0);

  /**
   * These, and one more.
   *
   * @param at when, milliseconds since 1970 UTC
   * @param nanos how long it took
   * @param written bytes of all of them
   */
  public Commits and(long at, long nanos, long written) {
    var took = Duration.ofNanos(nanos);
    return new Commits(at, took, took.compareTo(longest) > 0 ? took : longest, written);
  }
}
