package dev.ferrule.gateway.device.serial;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.capture.CaptureEvent;
import dev.ferrule.protocol.capture.CaptureEvent.Direction;
import dev.ferrule.protocol.capture.CaptureHead;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The flight recorder of one line: a ring of entries in one array that is made once.
 *
 * <pre>
 *   kind (1) | length (2) | microseconds since the recorder was made (8) | bytes (length)
 * </pre>
 *
 * <p>Overflow: the oldest entries make room for the newest. An entry's number counts all that were
 * ever made; it is the position that readers go on from.
 *
 * <p>The lock closes the race between the line's two threads that write and anybody who reads; it
 * is held for as long as it takes to copy what is wanted, never for making text of it.
 */
public final class LineRecorder implements FlightRecorder {

  private static final int HEAD = 11;

  /** Longest entry; what is longer becomes several, so that the smallest ring holds some. */
  private static final int PIECE = 1024;

  private static final byte RECEIVED = 0;
  private static final byte SENT = 1;
  private static final byte OPENED = 2;
  private static final byte CLOSED = 3;

  private static final byte[] NONE = new byte[0];

  private final SerialSettings line;
  private final Loop clock;
  private final long start;
  private final ReentrantLock lock = new ReentrantLock();

  /** Under the lock, as all below. */
  private final byte[] ring;

  /** Where the oldest entry begins. */
  private int tail;

  private int used;

  /** Number of the oldest entry. */
  private long oldest;

  /** Number of the next entry. */
  private long next;

  /** Time of the newest entry. */
  private long newest;

  /** An entry as it is laid out, on its way into the ring or out of it. */
  private final byte[] head = new byte[HEAD];

  private final ByteBuffer headFields = ByteBuffer.wrap(head);

  /**
   * A recorder that has heard nothing.
   *
   * @param line which line it is for
   * @param clock where times come from
   */
  public LineRecorder(SerialSettings line, RecorderSettings settings, Loop clock) {
    this.line = line;
    this.clock = clock;
    this.start = clock.nanoTime();
    this.ring = new byte[settings.bytes()];
  }

  /** The line was opened. */
  void opened() {
    enter(OPENED, NONE, 0, clock.nanoTime());
  }

  /** The line was closed. */
  void closed(String reason) {
    byte[] text = reason.getBytes(UTF_8);
    enter(CLOSED, text, Math.min(text.length, PIECE), clock.nanoTime());
  }

  /** The first {@code length} bytes were read at {@code nanoTime}. */
  void received(byte[] bytes, int length, long nanoTime) {
    enter(RECEIVED, bytes, length, nanoTime);
  }

  /** The first {@code length} bytes were handed to the port at {@code nanoTime}. */
  void sent(byte[] bytes, int length, long nanoTime) {
    enter(SENT, bytes, length, nanoTime);
  }

  private void enter(byte kind, byte[] bytes, int length, long nanoTime) {
    lock.lock();
    try {
      // Two threads write: whoever read the clock first may come second.
      newest = Math.max(newest, (nanoTime - start) / 1000);
      int at = 0;
      do {
        int piece = Math.min(PIECE, length - at);
        append(kind, bytes, at, piece);
        at += piece;
      } while (at < length);
    } finally {
      lock.unlock();
    }
  }

  private void append(byte kind, byte[] bytes, int offset, int length) {
    while (ring.length - used < HEAD + length) {
      forgetOldest();
    }
    headFields.clear().put(kind).putShort((short) length).putLong(newest);
    put(head, 0, HEAD);
    put(bytes, offset, length);
    next++;
  }

  private void put(byte[] from, int offset, int length) {
    int at = (tail + used) % ring.length;
    int first = Math.min(length, ring.length - at);
    System.arraycopy(from, offset, ring, at, first);
    System.arraycopy(from, offset + first, ring, 0, length - first);
    used += length;
  }

  private void forgetOldest() {
    int size = sizeAt(tail);
    tail = (tail + size) % ring.length;
    used -= size;
    oldest++;
  }

  /** Bytes that the entry at a place of the ring takes. */
  private int sizeAt(int at) {
    int high = ring[(at + 1) % ring.length] & 0xFF;
    int low = ring[(at + 2) % ring.length] & 0xFF;
    return HEAD + (high << 8 | low);
  }

  @Override
  public CaptureHead head() {
    long micros = (clock.nanoTime() - start) / 1000;
    Instant now = Instant.ofEpochMilli(clock.currentTimeMillis());
    return new CaptureHead(
        now.minusNanos(micros * 1000), line.port().toString(), line.baud(), line.form());
  }

  @Override
  public Excerpt fromOldest() {
    Copy copy;
    lock.lock();
    try {
      copy = copy(oldest);
    } finally {
      lock.unlock();
    }
    return copy.excerpt(List.of());
  }

  @Override
  public Optional<Excerpt> from(long position) {
    Copy copy;
    lock.lock();
    try {
      if (position < 0 || position > next) {
        return Optional.empty();
      }
      copy = copy(Math.max(position, oldest));
    } finally {
      lock.unlock();
    }
    long missed = copy.first - position;
    return Optional.of(
        copy.excerpt(
            missed == 0 ? List.of() : List.of(new CaptureEvent.Lost(copy.micros(), missed))));
  }

  /** A copy of entries, to be read without the lock. */
  private Copy copy(long from) {
    int at = tail;
    for (long number = oldest; number < from; number++) {
      at = (at + sizeAt(at)) % ring.length;
    }
    long to = from;
    int length = 0;
    while (to < next && length < EXCERPT_BYTES) {
      length += sizeAt((at + length) % ring.length);
      to++;
    }
    byte[] bytes = new byte[length];
    int first = Math.min(length, ring.length - at);
    System.arraycopy(ring, at, bytes, 0, first);
    System.arraycopy(ring, 0, bytes, first, length - first);
    return new Copy(bytes, from, to);
  }

  /** Entries from number {@code first} to before {@code next}, in a row. */
  private static final class Copy {
    private final byte[] bytes;
    private final long first;
    private final long next;

    Copy(byte[] bytes, long first, long next) {
      this.bytes = bytes;
      this.first = first;
      this.next = next;
    }

    /** The time of the first entry; what is forgotten made room for at least one. */
    long micros() {
      return ByteBuffer.wrap(bytes).getLong(3);
    }

    Excerpt excerpt(List<CaptureEvent> before) {
      List<CaptureEvent> events = new ArrayList<>(before);
      ByteBuffer in = ByteBuffer.wrap(bytes);
      while (in.hasRemaining()) {
        byte kind = in.get();
        int length = in.getShort();
        long micros = in.getLong();
        Bytes data = Bytes.copyOf(bytes, in.position(), length);
        in.position(in.position() + length);
        events.add(
            switch (kind) {
              case RECEIVED -> new CaptureEvent.Data(micros, Direction.FROM_DEVICE, data);
              case SENT -> new CaptureEvent.Data(micros, Direction.TO_DEVICE, data);
              case OPENED -> new CaptureEvent.Opened(micros);
              default -> new CaptureEvent.Closed(micros, new String(data.toArray(), UTF_8));
            });
      }
      return new Excerpt(events, next);
    }
  }
}
