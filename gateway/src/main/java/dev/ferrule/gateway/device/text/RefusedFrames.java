package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.text.fields.Misfit;
import dev.ferrule.gateway.device.text.framing.FrameText;
import dev.ferrule.gateway.device.text.framing.Refusal;
import dev.ferrule.gateway.loop.Loop;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the frames that were refused, by reason, those that are simply not for the device apart
 * from those that are damaged. Of these it says so in the log: the first of each reason at once,
 * then all that came in a minute in one line. Owner: the driver.
 */
final class RefusedFrames {

  private static final long QUIET_NANOS = 60_000_000_000L;

  private static final int MOST_JOINED = 4;
  private static final int MEMORY = 16;

  private final boolean checked;
  private final Loop loop;
  private final DeviceEvents events;
  private final Map<String, Reason> reasons = new LinkedHashMap<>();
  private long ignored;
  private long damaged;

  /** Of those that were taken lately: a single one that was much longer is forgotten. */
  private double longest;

  // since the last frame was taken
  private String lastIgnored = "";
  private String lastDamaged = "";

  /** What is known of one reason; there are as many as the two enumerations have. */
  private static final class Reason {
    long count;
    long untold;
    long toldAt;
  }

  /**
   * None yet.
   *
   * @param checked whether frames have a check: where it is right, nothing is damaged
   */
  RefusedFrames(boolean checked, Loop loop, DeviceEvents events) {
    this.checked = checked;
    this.loop = loop;
    this.events = events;
  }

  /** Counts one; whether it is damaged. */
  boolean add(Refusal why, byte[] bytes, int from, int to) {
    return add(why != Refusal.NO_CHECK, why.text(), bytes, from, to);
  }

  /** The same of one whose fields do not fit. */
  boolean add(Misfit why, byte[] bytes, int from, int to) {
    return add(why.isDamage() && !checked, why.text(), bytes, from, to);
  }

  private boolean add(boolean isDamage, String why, byte[] bytes, int from, int to) {
    if (isDamage) {
      damage(why, bytes, from, to);
    } else {
      ignore(why);
    }
    return isDamage;
  }

  /** Titles, greetings, other types of lines: usual, so only counted. */
  private void ignore(String why) {
    ignored++;
    lastIgnored = why;
    reasons.computeIfAbsent(why, _ -> new Reason()).count++;
  }

  private void damage(String why, byte[] bytes, int from, int to) {
    damaged += howMany(to - from);
    lastDamaged = why;
    Reason reason = reasons.computeIfAbsent(why, _ -> new Reason());
    long now = loop.nanoTime();
    reason.count++;
    reason.untold++;
    if (reason.count == 1 || now - reason.toldAt >= QUIET_NANOS) {
      String more = reason.untold > 1 ? " (" + reason.untold + " since the last such line)" : "";
      events.note(
          System.Logger.Level.WARNING,
          "refused a frame: " + why,
          FrameText.of(bytes, from, to) + more);
      reason.untold = 0;
      reason.toldAt = now;
    }
  }

  /** Damage to the end of a frame joins it to the next: two are lost then. Noise is no frames. */
  private long howMany(int length) {
    long fit = longest == 0 ? 1 : Math.round(length / longest);
    return fit > MOST_JOINED ? 1 : Math.max(1, fit);
  }

  /** A frame of that many bytes was taken. */
  void taken(int length) {
    longest = Math.max(length, longest - (longest - length) / MEMORY);
  }

  /** A frame was taken, or the reason for taking none was told. */
  void startOver() {
    lastDamaged = "";
    lastIgnored = "";
  }

  /** Why nothing is taken; empty when nothing was refused either. */
  String why() {
    if (!lastDamaged.isEmpty()) {
      return "bytes come, but no valid frame (" + lastDamaged + ")";
    }
    return lastIgnored.isEmpty() ? "" : "what comes is not for this device (" + lastIgnored + ")";
  }

  /** Not for this device. */
  long ignored() {
    return ignored;
  }

  /** Refused for their check, their form or their length. */
  long damaged() {
    return damaged;
  }

  /** Refused so far, by reason. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    reasons.forEach((why, reason) -> counts.put(why, reason.count));
    return counts;
  }
}
