package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.model.LinkCounts;
import java.util.ArrayList;
import java.util.List;

/** Whether what comes over a line makes sense. */
final class LineChecks {

  /** One damaged frame, lost reading or bad value in so many is nothing to worry about. */
  private static final long RARE = 1_000;

  private static final String CABLE = "a shorter cable, a common ground, a lower baud rate";
  private static final String LOSS = "a line, or a machine, that has too much to do?";
  private static final String NUMBERS =
      "the log shows what came: a unit, a decimal comma, hexadecimal digits?";

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
      String reason = heard.reason().isEmpty() ? "" : ": " + heard.reason();
      if (counts.bytes() > 0 && counts.frames() == 0 && reason.isEmpty()) {
        return nonsense(where, baud, counts);
      }
      String remedy = counts.frames() == 0 && reason.contains("no valid frame") ? remedy(baud) : "";
      return Finding.fail(
          "line", where, heard.state() + reason + frameWords(counts) + last, remedy);
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
        "line", where, counts.bytes() + " bytes came, but no valid frame", remedy(baud));
  }

  private static String remedy(int baud) {
    return "is " + baud + " baud right? 9600 and 115200 are usual; then driver, framing and fields";
  }

  private static Finding frames(String where, LinkCounts counts, String last) {
    var text = new StringBuilder().append(counts.frames()).append(" valid frames").append(last);
    List<String> remedies = new ArrayList<>();
    add(text, counts.ignored(), " not for this device");
    add(text, counts.damaged(), " damaged" + details(counts));
    add(text, counts.lost(), " lost");
    add(text, counts.badValues(), " values that are no numbers");
    remedy(remedies, counts.damaged(), counts, CABLE);
    remedy(remedies, counts.lost(), counts, LOSS);
    remedy(remedies, counts.badValues(), counts, NUMBERS);
    return remedies.isEmpty()
        ? Finding.ok("line", where, text.toString())
        : Finding.warn("line", where, text.toString(), String.join("; ", remedies));
  }

  private static void add(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(what);
    }
  }

  private static void remedy(List<String> to, long count, LinkCounts counts, String remedy) {
    if (count > 0 && count * RARE >= counts.frames()) {
      to.add(remedy);
    }
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
