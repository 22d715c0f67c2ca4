package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.text.fields.Misfit;
import dev.ferrule.gateway.device.text.framing.FrameText;
import dev.ferrule.gateway.device.text.framing.Refusal;
import dev.ferrule.gateway.loop.Loop;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the frames that were refused, by reason, and says so in the log: the first of each reason
 * at once, then all that came in a minute in one line. Owner: the driver.
 */
final class RefusedFrames {

  private static final long QUIET_NANOS = 60_000_000_000L;

  private final Loop loop;
  private final DeviceEvents events;
  private final Map<String, Reason> reasons = new LinkedHashMap<>();
  private String last = "";

  /** What is known of one reason; there are as many as the two enumerations have. */
  private static final class Reason {
    long count;
    long untold;
    long toldAt;
  }

  RefusedFrames(Loop loop, DeviceEvents events) {
    this.loop = loop;
    this.events = events;
  }

  void add(Refusal why, byte[] bytes, int from, int to) {
    add(why.text(), bytes, from, to);
  }

  /** Lines without a declared field are usual (titles, greetings), so only counted. */
  void add(Misfit why, byte[] bytes, int from, int to) {
    if (why == Misfit.NO_FIELD) {
      last = why.text();
      reasons.computeIfAbsent(last, _ -> new Reason()).count++;
    } else {
      add(why.text(), bytes, from, to);
    }
  }

  private void add(String why, byte[] bytes, int from, int to) {
    last = why;
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

  /** Why the last one was refused; empty when none was. */
  String last() {
    return last;
  }

  /** Refused so far, by reason. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    reasons.forEach((why, reason) -> counts.put(why, reason.count));
    return counts;
  }
}
