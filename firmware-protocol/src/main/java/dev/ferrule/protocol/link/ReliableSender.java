package dev.ferrule.protocol.link;

import dev.ferrule.protocol.WireWriter;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The sending side of reliable frames: go-back-N with a window. PROTOCOL.md, section A5.
 *
 * <p>It owns no clock and no line: call {@link #pump} when something was offered, when an
 * acknowledgment came and when {@link #deadline} has come. Times are nanoseconds of one monotonic
 * clock. Owner: one thread.
 */
public final class ReliableSender {
  /** Messages that may wait; more are refused. */
  public static final int QUEUE = 64;

  /** Times that a host sends a frame before the link counts as down. */
  public static final int TRIES = 5;

  private static final long FIRST_WAIT_NANOS = 50_000_000L;
  private static final long LONGEST_WAIT_NANOS = 400_000_000L;
  private static final long RETRY_NANOS = 20_000_000L;
  private static final int RESERVED_BYTES = 24;

  /** The way to the line. */
  @FunctionalInterface
  public interface Line {
    /**
     * Sends one frame.
     *
     * @return bytes on the wire, or -1 when the line has no room now; then it is tried again later
     */
    int send(LinkMessage message, int seq);
  }

  private static final class Outstanding {
    final LinkMessage message;
    final int seq;
    final int bytes;

    Outstanding(LinkMessage message, int seq, int bytes) {
      this.message = message;
      this.seq = seq;
      this.bytes = bytes;
    }
  }

  private final Line line;
  private final double nanosPerByte;
  private final LinkEnd own;
  private final ArrayDeque<LinkMessage> waiting = new ArrayDeque<>();
  private final ArrayDeque<Outstanding> outstanding = new ArrayDeque<>();
  private final WireWriter measure = new WireWriter(LinkFormat.MAX_WIRE, LinkFormat.MAX_WIRE);
  private int window = 1;
  private int receiveBytes = 64;
  private int next;
  private int outstandingBytes;
  private int tries;
  private long resent;
  private long resendAt = Long.MAX_VALUE;
  private long retryAt = Long.MAX_VALUE;

  /**
   * A host's sender at the start of a session, with the smallest window.
   *
   * @param nanosPerByte how long a byte takes on the line
   */
  public ReliableSender(Line line, double nanosPerByte) {
    this(line, nanosPerByte, LinkEnd.HOST);
  }

  private ReliableSender(Line line, double nanosPerByte, LinkEnd own) {
    this.line = line;
    this.nanosPerByte = nanosPerByte;
    this.own = own;
  }

  /** A device's sender: the same, but it never gives up; to end a session is for the host. */
  public static ReliableSender ofDevice(Line line, double nanosPerByte) {
    return new ReliableSender(line, nanosPerByte, LinkEnd.DEVICE);
  }

  /**
   * Starts a new session; what waited or was outstanding is forgotten.
   *
   * @param peerWindow frames that the peer takes unacknowledged, 1 to 7
   * @param peerReceiveBytes size of its receive buffer
   */
  public void reset(int peerWindow, int peerReceiveBytes) {
    window = Math.clamp(peerWindow, 1, 7);
    receiveBytes = peerReceiveBytes;
    waiting.clear();
    outstanding.clear();
    outstandingBytes = 0;
    next = 0;
    tries = 0;
    resendAt = Long.MAX_VALUE;
    retryAt = Long.MAX_VALUE;
  }

  /** Queues a message; false when {@link #QUEUE} wait already. Call {@link #pump} afterward. */
  public boolean offer(LinkMessage message) {
    return waiting.size() < QUEUE && waiting.add(message);
  }

  /** Takes an acknowledgment from any frame; one that is not of the window is ignored. */
  public void acknowledged(int ack, long now) {
    Outstanding oldest = outstanding.peek();
    if (oldest == null) {
      return;
    }
    int passed = (ack - oldest.seq) & 7;
    if (passed == 0 || passed > outstanding.size()) {
      return;
    }
    for (int i = 0; i < passed; i++) {
      outstandingBytes -= outstanding.remove().bytes;
    }
    tries = 0;
    resendAt = outstanding.isEmpty() ? Long.MAX_VALUE : now + patience();
  }

  /**
   * Sends what may be sent now, and sends again what waited too long.
   *
   * @return false when a host sent a frame {@link #TRIES} times in vain: the link is down, start a
   *     new session
   */
  public boolean pump(long now) {
    if (!outstanding.isEmpty() && now - resendAt >= 0) {
      if (tries + 1 >= TRIES && own == LinkEnd.HOST) {
        return false;
      }
      tries = Math.min(tries + 1, TRIES);
      resend();
      resendAt = now + patience();
    }
    retryAt = Long.MAX_VALUE;
    while (!waiting.isEmpty() && outstanding.size() < window && sendNext(now)) {
      // one frame a turn
    }
    return true;
  }

  private boolean sendNext(long now) {
    LinkMessage message = waiting.element();
    boolean room =
        outstanding.isEmpty() || outstandingBytes + sizeOf(message) < receiveBytes - RESERVED_BYTES;
    if (!room) {
      return false;
    }
    int bytes = line.send(message, next);
    if (bytes < 0) {
      retryAt = now + RETRY_NANOS;
      return false;
    }
    waiting.remove();
    outstanding.add(new Outstanding(message, next, bytes));
    outstandingBytes += bytes;
    next = (next + 1) & 7;
    if (outstanding.size() == 1) {
      resendAt = now + patience();
    }
    return true;
  }

  /**
   * Bytes on the wire, known before it is sent: the peer's buffer must hold what is outstanding.
   */
  private int sizeOf(LinkMessage message) {
    measure.clear();
    new MessageWriter(measure).write(message);
    return measure.size() - 1 + LinkFormat.FRAME_OVERHEAD;
  }

  private void resend() {
    Iterator<Outstanding> oldestFirst = outstanding.iterator();
    while (oldestFirst.hasNext()) {
      Outstanding frame = oldestFirst.next();
      if (line.send(frame.message, frame.seq) < 0) {
        return;
      }
      resent++;
    }
  }

  private long patience() {
    long wait = Math.min(LONGEST_WAIT_NANOS, FIRST_WAIT_NANOS << tries);
    return wait + (long) (outstandingBytes * nanosPerByte);
  }

  /**
   * When {@link #pump} must be called at the latest; {@link Long#MAX_VALUE} when there is nothing
   * to do.
   */
  public long deadline() {
    return Math.min(resendAt, retryAt);
  }

  /** Whether nothing waits and nothing is outstanding. */
  public boolean isIdle() {
    return waiting.isEmpty() && outstanding.isEmpty();
  }

  /** Frames that were sent again since this sender was made. */
  public long resent() {
    return resent;
  }
}
