package dev.ferrule.gateway.device.text.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Makes frames, the way back from {@link Framer}. Stateless. */
final class FrameWriter {

  private FrameWriter() {}

  static byte[] encode(Framing framing, byte[] payload) {
    return switch (framing.cut()) {
      case Cut.Lines _ -> line(framing, payload);
      case Cut.Delimiter(String bytes) -> join(checked(framing, "", payload), latin(bytes));
      case Cut.Fixed(String start, int _) -> checked(framing, start, payload);
      case Cut.LengthPrefixed prefixed ->
          checked(framing, prefixed.start() + length(framing, prefixed, payload.length), payload);
      case Cut.Gap _ -> checked(framing, "", payload);
      case Cut.Slip _ -> slip(checked(framing, "", payload));
      case Cut.Cobs _ -> cobs(checked(framing, "", payload));
    };
  }

  private static byte[] line(Framing framing, byte[] payload) {
    int end = payload.length;
    while (end > 0 && (payload[end - 1] == '\n' || payload[end - 1] == '\r')) {
      end--;
    }
    byte[] text = Arrays.copyOf(payload, end);
    byte[] lineEnd = Arrays.copyOfRange(payload, end, payload.length);
    byte[] line = framing.check().map(c -> join(text, c.inLine(text, 0, text.length))).orElse(text);
    return join(line, lineEnd.length == 0 ? latin("\n") : lineEnd);
  }

  private static String length(Framing framing, Cut.LengthPrefixed prefixed, int payload) {
    int check = framing.check().map(Check::size).orElse(0);
    int value =
        switch (prefixed.counts()) {
          case PAYLOAD -> payload;
          case REST -> payload + check;
          case FRAME -> prefixed.start().length() + prefixed.width() + payload + check;
        };
    char low = (char) (value & 0xFF);
    if (prefixed.width() == 1) {
      return String.valueOf(low);
    }
    char high = (char) (value >> 8 & 0xFF);
    return prefixed.littleEndian() ? "" + low + high : "" + high + low;
  }

  private static byte[] checked(Framing framing, String header, byte[] payload) {
    byte[] frame = join(latin(header), payload);
    return framing.check().map(c -> join(frame, c.bytes(frame, 0, frame.length))).orElse(frame);
  }

  private static byte[] slip(byte[] frame) {
    var out = new ByteArrayOutputStream();
    out.write(StuffedFramer.END); // ends whatever noise the board heard before
    for (byte b : frame) {
      int value = b & 0xFF;
      if (value == StuffedFramer.END || value == StuffedFramer.ESC) {
        out.write(StuffedFramer.ESC);
        out.write(value == StuffedFramer.END ? StuffedFramer.ESC_END : StuffedFramer.ESC_ESC);
      } else {
        out.write(value);
      }
    }
    out.write(StuffedFramer.END);
    return out.toByteArray();
  }

  private static byte[] cobs(byte[] frame) {
    var out = new ByteArrayOutputStream();
    int from = 0;
    while (from <= frame.length) {
      int end = from;
      while (end < frame.length && end - from < 254 && frame[end] != 0) {
        end++;
      }
      out.write(end - from + 1);
      out.write(frame, from, end - from);
      boolean full = end - from == 254;
      if (full && end == frame.length) {
        break;
      }
      from = full ? end : end + 1;
    }
    out.write(0);
    return out.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] latin(String bytes) {
    return bytes.getBytes(ISO_8859_1);
  }
}
