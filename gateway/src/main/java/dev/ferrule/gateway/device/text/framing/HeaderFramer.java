package dev.ferrule.gateway.device.text.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * Cuts frames whose length is known or written in them. After a frame that was none it looks for
 * the next start one byte further on, so a start or a length that was damaged costs no good frame.
 * Owner: the driver.
 */
final class HeaderFramer extends Framer {

  /** No board pauses so long within a frame. */
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final byte[] start;
  private final int header;
  private final int fixed;
  private final Framing.Cut.@Nullable LengthPrefixed prefixed;
  private final byte[] begun;
  private int length;
  private long lastAt;

  /** Up to here what is no frame was told already: the rest of a refused one. */
  private int told;

  /** Nothing was passed over yet: the first bytes may be the end of a frame that began before. */
  private boolean fresh = true;

  HeaderFramer(Framing framing, Framing.Cut.Fixed cut) {
    this(framing, cut.start(), cut.start().length(), cut.length(), null);
  }

  HeaderFramer(Framing framing, Framing.Cut.LengthPrefixed cut) {
    this(framing, cut.start(), cut.start().length() + cut.width(), 0, cut);
  }

  private HeaderFramer(
      Framing framing,
      String start,
      int header,
      int fixed,
      Framing.Cut.@Nullable LengthPrefixed prefixed) {
    super(framing);
    this.start = start.getBytes(ISO_8859_1);
    this.header = header;
    this.fixed = fixed;
    this.prefixed = prefixed;
    this.begun = new byte[2 * (max + header)];
  }

  @Override
  public void feed(byte[] bytes, int offset, int size, long nanoTime, FrameSink to) {
    if (length > 0 && nanoTime - lastAt > PAUSE_NANOS) {
      to.refused(Refusal.CUT, begun, 0, length);
      reset();
    }
    lastAt = nanoTime;
    int from = offset;
    while (from < offset + size) {
      int part = Math.min(begun.length - length, offset + size - from);
      System.arraycopy(bytes, from, begun, length, part);
      length += part;
      from += part;
      cut(to);
    }
  }

  /** Takes out all frames that are whole; what stays is less than one. */
  private void cut(FrameSink to) {
    int at = 0;
    while (at < length) {
      if (!mayStart(at)) {
        at = passOver(at, to);
        continue;
      }
      if (length - at < header) {
        break;
      }
      int total = total(at);
      if (total < 0) {
        refuse(Refusal.BAD_LENGTH, at, at + header, to);
        at++;
      } else if (length - at < total) {
        break;
      } else if (holds(begun, at, at + total)) {
        fresh = false;
        to.frame(begun, at + header, at + total - checkSize());
        at += total;
      } else {
        refuse(Refusal.BAD_CHECK, at, at + total, to);
        at++;
      }
    }
    System.arraycopy(begun, at, begun, 0, length - at);
    length -= at;
    told = Math.max(0, told - at);
  }

  /** To the next byte that may start a frame. */
  private int passOver(int from, FrameSink to) {
    int at = from + 1;
    while (at < length && !mayStart(at)) {
      at++;
    }
    if (!fresh) {
      refuse(Refusal.NOISE, from, at, to);
    }
    fresh = false;
    return at;
  }

  private boolean mayStart(int at) {
    int known = Math.min(start.length, length - at);
    for (int i = 0; i < known; i++) {
      if (begun[at + i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Length of the frame that starts at {@code at}; -1 when there is no such frame. */
  private int total(int at) {
    if (prefixed == null) {
      return fixed;
    }
    int counted = begun[at + start.length] & 0xFF;
    if (prefixed.width() == 2) {
      int second = begun[at + start.length + 1] & 0xFF;
      counted = prefixed.littleEndian() ? second << 8 | counted : counted << 8 | second;
    }
    int total =
        switch (prefixed.counts()) {
          case PAYLOAD -> header + counted + checkSize();
          case REST -> header + counted;
          case FRAME -> counted;
        };
    return total <= header + checkSize() || total > max ? -1 : total;
  }

  private void refuse(Refusal reason, int from, int to, FrameSink sink) {
    if (from >= told) {
      told = to;
      sink.refused(reason, begun, from, to);
    }
  }

  @Override
  public void reset() {
    length = 0;
    told = 0;
    fresh = true;
  }
}
