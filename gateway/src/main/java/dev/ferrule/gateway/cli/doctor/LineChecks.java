package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.model.LinkCounts;

/** Whether what comes over a line makes sense. */
final class LineChecks {

  /** One damaged frame in so many is nothing to worry about. */
  private static final long RARE = 1_000;

  private LineChecks() {}

  /**
   * What a line that was listened to says.
   *
   * @param where device and port
   * @param baud its speed
   */
  static Finding heard(String where, int baud, Heard heard) {
    LinkCounts counts = heard.counts();
    if (counts.bytes() == 0 && counts.frames() == 0) {
      return heard.state().equals("down")
          ? Finding.fail("line", where, heard.reason(), "")
          : Finding.warn(
              "line",
              where,
              "nothing came while it was listened to",
              "is the board powered, TX on RX, and does it speak unasked?");
    }
    return counts.frames() == 0 ? nonsense(where, baud, counts) : frames(where, counts, "");
  }

  /** What the gateway says of a device, at a time in milliseconds since 1970. */
  static Finding live(String where, int baud, Heard heard, long now) {
    LinkCounts counts = heard.counts();
    String last =
        counts.lastFrame() == 0 ? "" : ", the last " + age(now - counts.lastFrame()) + " ago";
    if (!heard.state().equals("up")) {
      if (counts.bytes() > 0 && counts.frames() == 0) {
        return nonsense(where, baud, counts);
      }
      String reason = heard.reason().isEmpty() ? "" : ": " + heard.reason();
      return Finding.fail("line", where, heard.state() + reason + frameWords(counts) + last, "");
    }
    return frames(where, counts, last);
  }

  /** What the gateway says of a GPIO chip. */
  static Finding chip(String where, Heard heard) {
    return heard.state().equals("up")
        ? Finding.ok("gpio", where, "up")
        : Finding.fail("gpio", where, heard.state() + ": " + heard.reason(), "");
  }

  private static Finding nonsense(String where, int baud, LinkCounts counts) {
    return Finding.fail(
        "line",
        where,
        counts.bytes() + " bytes came, but no valid frame",
        "is " + baud + " baud right? 9600 and 115200 are usual; then driver, framing and fields");
  }

  private static Finding frames(String where, LinkCounts counts, String last) {
    String text = counts.frames() + " valid frames" + last;
    if (counts.damaged() == 0) {
      return Finding.ok("line", where, text);
    }
    String damaged = text + ", " + counts.damaged() + " damaged" + details(counts);
    return counts.damaged() * RARE < counts.frames()
        ? Finding.ok("line", where, damaged)
        : Finding.warn(
            "line", where, damaged, "a shorter cable, a common ground, a lower baud rate");
  }

  private static String details(LinkCounts counts) {
    long check = counts.details().getOrDefault("crc", 0L);
    return check == 0 ? "" : " (" + check + " by their check sum)";
  }

  private static String frameWords(LinkCounts counts) {
    return counts.frames() == 0 ? "" : "; " + counts.frames() + " valid frames";
  }

  static String age(long millis) {
    if (millis < 10_000) {
      return Math.max(0, millis) / 1000.0 + " s";
    }
    return millis < 120_000 ? millis / 1000 + " s" : millis / 60_000 + " min";
  }
}
