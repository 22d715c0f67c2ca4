package dev.ferrule.gateway.device.text.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;

/** Shows a frame to people: text where it is text, bytes where it is not. Stateless. */
public final class FrameText {

  private static final int MOST = 80;

  private FrameText() {}

  /** Quoted text, or pairs of hexadecimal digits; the first 80 bytes. */
  public static String of(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + MOST);
    String rest = end < to ? "… (" + (to - from) + " bytes)" : "";
    int odd = 0;
    for (int i = from; i < end; i++) {
      odd += isPrintable(bytes[i]) ? 0 : 1;
    }
    if (odd * 4 > end - from) {
      return HexFormat.ofDelimiter(" ").formatHex(bytes, from, end) + rest;
    }
    var out = new StringBuilder("\"");
    for (char c : new String(bytes, from, end - from, ISO_8859_1).toCharArray()) {
      out.append(isPrintable((byte) c) ? String.valueOf(c) : "\\x%02x".formatted((int) c));
    }
    return out.append('"').append(rest).toString();
  }

  private static boolean isPrintable(byte b) {
    return (b >= ' ' && b <= '~') || b == '\t';
  }
}
