package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.text.framing.FrameText;
import dev.ferrule.gateway.loop.Loop;
import java.util.BitSet;
import java.util.List;

/**
 * Says in the log what came where a number should be: the first of each channel at once, then one
 * in a minute for all. Owner: the driver.
 */
final class BadValues {

  private static final long QUIET_NANOS = 60_000_000_000L;

  private final List<String> keys;
  private final Loop loop;
  private final DeviceEvents events;
  private final BitSet told = new BitSet();
  private long untold;
  private long toldAt;

  BadValues(List<String> keys, Loop loop, DeviceEvents events) {
    this.keys = keys;
    this.loop = loop;
    this.events = events;
  }

  /**
   * A value that is no number.
   *
   * @param hex whether the field was hexadecimal once
   */
  void add(int channel, byte[] bytes, int from, int to, boolean hex) {
    untold++;
    long now = loop.nanoTime();
    if (told.get(channel) && now - toldAt < QUIET_NANOS) {
      return;
    }
    String more = untold > 1 ? " (" + untold + " bad values since the last such line)" : "";
    events.note(
        System.Logger.Level.WARNING,
        keys.get(channel),
        FrameText.of(bytes, from, to) + " is no number" + hint(bytes, from, to, hex) + more);
    told.set(channel);
    untold = 0;
    toldAt = now;
  }

  private static String hint(byte[] bytes, int from, int to, boolean hex) {
    if (hex) {
      return "; hexadecimal digits? Then say radix: 16, else radix: 10";
    }
    int digits = 0;
    int commas = 0;
    for (int i = from; i < to; i++) {
      digits += bytes[i] >= '0' && bytes[i] <= '9' ? 1 : 0;
      commas += bytes[i] == ',' ? 1 : 0;
    }
    int sign = to > from && (bytes[from] == '-' || bytes[from] == '+') ? 1 : 0;
    boolean comma = commas == 1 && digits > 1 && digits + commas + sign == to - from;
    return comma ? "; a decimal comma? Then say decimal: \",\" in fields" : "";
  }
}
