package dev.ferrule.protocol.link;

import dev.ferrule.protocol.dictionary.Dictionary;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames in a stream of bytes, however it is cut, and finds its own way back after damage: a
 * bad frame ends at its delimiter, whatever it was. PROTOCOL.md, section A1.
 *
 * <p>It never throws for what comes, allocates nothing per byte and nothing per reading. Owner: one
 * thread.
 */
public final class LinkDecoder {
  private static final int LONGEST = LinkFormat.MAX_BODY + 1;

  private final byte[] frame = new byte[LONGEST];
  private final MessageReader messages = new MessageReader();
  private final CRC32C crc = new CRC32C();
  private int length;
  private boolean overrun;
  private int lastSeq = -1;

  private long frames;
  private long cobsErrors;
  private long crcErrors;
  private long overruns;
  private long malformed;
  private long lost;

  /** A decoder between two frames, without a dictionary. */
  public LinkDecoder() {}

  /**
   * Sets what values and templates mean from now on. Until there is one, frames of a device that
   * carry values are ignored and are no fault.
   */
  public void dictionary(@Nullable Dictionary dictionary) {
    messages.dictionary(dictionary);
  }

  /** Forgets the seq of best-effort frames, as a new session does. */
  public void newSession() {
    lastSeq = -1;
  }

  /** Takes bytes; each frame that they complete goes to the sink before this returns. */
  public void offer(byte[] bytes, int offset, int count, LinkSink sink) {
    int end = offset + count;
    for (int i = offset; i < end; i++) {
      byte b = bytes[i];
      if (b == 0) {
        delimiter(sink);
      } else if (length < LONGEST) {
        frame[length++] = b;
      } else {
        overrun = true;
      }
    }
  }

  private void delimiter(LinkSink sink) {
    int encoded = length;
    length = 0;
    if (overrun) {
      overrun = false;
      overruns++;
    } else if (encoded > 0) {
      complete(encoded, sink);
    }
  }

  private void complete(int encoded, LinkSink sink) {
    if (!Cobs.decodeInPlace(frame, encoded)) {
      cobsErrors++;
      return;
    }
    int body = encoded - 1;
    if (body < LinkFormat.BODY_OVERHEAD || !checks(body)) {
      crcErrors++;
      return;
    }
    frames++;
    int header = frame[1] & 0xFF;
    boolean reliable = (header & LinkFormat.RELIABLE) != 0;
    int seq = (header >> 4) & 7;
    if (!reliable) {
      lost += lastSeq < 0 ? 0 : (seq - lastSeq - 1) & 7;
      lastSeq = seq;
    }
    int ack = (header & LinkFormat.ACK_VALID) != 0 ? header & 7 : -1;
    if (sink.frame(reliable, seq, ack)
        && !messages.read(reliable, frame, 2, body - LinkFormat.BODY_OVERHEAD + 1, sink)) {
      malformed++;
    }
  }

  private boolean checks(int body) {
    int at = 1 + body - 4;
    crc.reset();
    crc.update(frame, 1, body - 4);
    int sent =
        (frame[at] & 0xFF)
            | ((frame[at + 1] & 0xFF) << 8)
            | ((frame[at + 2] & 0xFF) << 16)
            | (frame[at + 3] << 24);
    return sent == (int) crc.getValue();
  }

  /** What came so far. */
  public LinkCounters counters() {
    return new LinkCounters(frames, cobsErrors, crcErrors, overruns, malformed, lost);
  }
}
