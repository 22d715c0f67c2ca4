package dev.ferrule.gateway.device.text.framing;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts one stream of bytes into frames. Owner: the driver. */
public abstract sealed class Framer
    permits LineFramer, DelimiterFramer, HeaderFramer, GapFramer, StuffedFramer {

  /** Bytes that come this soon after opening may be the end of a frame that began before. */
  private static final long MAYBE_CUT_NANOS = 100_000_000;

  private final @Nullable Check check;

  /** Most bytes of a frame. */
  final int max;

  Framer(Framing framing) {
    this.check = framing.check().orElse(null);
    this.max = framing.max();
  }

  /** One that has heard nothing yet. */
  public static Framer of(Framing framing) {
    return switch (framing.cut()) {
      case Framing.Cut.Lines _ -> new LineFramer(framing);
      case Framing.Cut.Delimiter(String bytes) -> new DelimiterFramer(framing, bytes);
      case Framing.Cut.Fixed fixed -> new HeaderFramer(framing, fixed);
      case Framing.Cut.LengthPrefixed prefixed -> new HeaderFramer(framing, prefixed);
      case Framing.Cut.Gap(Duration pause) -> new GapFramer(framing, pause);
      case Framing.Cut.Slip _ -> new StuffedFramer(framing, true);
      case Framing.Cut.Cobs _ -> new StuffedFramer(framing, false);
    };
  }

  /**
   * Whether the first frame of a connection may be the end of one that began before.
   *
   * @param nanos how long after the opening its first bytes came
   * @param first of these
   */
  public static boolean mayLackStart(long nanos, byte first) {
    return nanos < MAYBE_CUT_NANOS && first != '\n';
  }

  /** Cuts the next piece, which came at {@code nanoTime}. */
  public abstract void feed(byte[] bytes, int offset, int size, long nanoTime, FrameSink to);

  /** Forgets what was begun; the next byte is the first of a connection. */
  public abstract void reset();

  /**
   * How long after the last byte {@link #idle} is to be called; empty when a pause says nothing.
   */
  public Optional<Duration> gap() {
    return Optional.empty();
  }

  /** Nothing came for {@link #gap}. */
  public void idle(FrameSink to) {}

  /** Bytes at the end of a frame that are its check. */
  final int checkSize() {
    return check == null ? 0 : check.size();
  }

  final boolean holds(byte[] bytes, int from, int to) {
    return check == null || check.holds(bytes, from, to);
  }

  private Refusal refusal(byte[] bytes, int from, int to) {
    return check == null || check.isThere(bytes, from, to) ? Refusal.BAD_CHECK : Refusal.NO_CHECK;
  }

  /** Hands a frame on, without its check, or refuses it. */
  final void deliver(byte[] bytes, int from, int to, FrameSink sink) {
    if (holds(bytes, from, to)) {
      sink.frame(bytes, from, to - checkSize());
    } else {
      sink.refused(refusal(bytes, from, to), bytes, from, to);
    }
  }
}
