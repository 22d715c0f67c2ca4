package dev.ferrule.gateway.device.text.framing;

import java.time.Duration;
import java.util.Optional;

/** Cuts where the board pauses. Owner: the driver. */
final class GapFramer extends Framer {

  private final Duration pause;
  private final byte[] begun;
  private int length;
  private boolean dropping;
  private long lastAt;

  GapFramer(Framing framing, Duration pause) {
    super(framing);
    this.pause = pause;
    this.begun = new byte[max];
  }

  @Override
  public void feed(byte[] bytes, int offset, int size, long nanoTime, FrameSink to) {
    if ((length > 0 || dropping) && nanoTime - lastAt >= pause.toNanos()) {
      idle(to);
    }
    lastAt = nanoTime;
    int room = Math.min(size, max - length);
    if (!dropping) {
      System.arraycopy(bytes, offset, begun, length, room);
      length += room;
      if (room < size) {
        dropping = true;
        to.refused(Refusal.TOO_LONG, begun, 0, length);
      }
    }
  }

  @Override
  public Optional<Duration> gap() {
    return Optional.of(pause);
  }

  @Override
  public void idle(FrameSink to) {
    if (length > 0 && !dropping) {
      deliver(begun, 0, length, to);
    }
    reset();
  }

  @Override
  public void reset() {
    length = 0;
    dropping = false;
  }
}
