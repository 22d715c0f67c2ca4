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
  private final LossCount losses = new LossCount();
  private final LinkEnd own;
  private int length;
  private boolean overrun;

  private long frames;
  private long cobsErrors;
  private long crcErrors;
  private long overruns;
  private long malformed;
  private long echoes;
  private long foreign;

  /**
   * A decoder between two frames, without a dictionary.
   *
   * @param own who listens: what this end sends itself is an echo
   */
  public LinkDecoder(LinkEnd own) {
    this.own = own;
  }

  /**
   * Sets what values and templates mean from now on. Until there is one, frames of a device that
   * carry values are ignored and are no fault.
   */
  public void dictionary(@Nullable Dictionary dictionary) {
    messages.dictionary(dictionary);
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
    int header = frame[1] & 0xFF;
    boolean reliable = (header & LinkFormat.RELIABLE) != 0;
    int seq = frame[2] & 0xFF;
    if ((header & LinkFormat.FROM_DEVICE) == own.bit()) {
      echoes++;
      sink.echo();
    } else if ((header & (LinkFormat.EXTENDED | LinkFormat.ZERO)) != 0
        || (reliable && seq > LinkFormat.LAST_RELIABLE_SEQ)) {
      foreign++;
    } else {
      frames++;
      int ack = (header & LinkFormat.ACK_VALID) != 0 ? header & 7 : -1;
      take(reliable, seq, ack, body - LinkFormat.BODY_OVERHEAD + 1, sink);
    }
  }

  /** {@code count} bytes from the type on. */
  private void take(boolean reliable, int seq, int ack, int count, LinkSink sink) {
    boolean wanted = sink.frame(reliable, seq, ack);
    if (wanted && !messages.read(reliable, frame, 3, count, sink)) {
      malformed++;
    }
    if (!reliable) {
      losses.take(seq, (int) crc.getValue(), ack >= 0, wanted ? messages.last() : null);
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
    return new LinkCounters(
        frames, cobsErrors, crcErrors, overruns, malformed, echoes, foreign, losses.lost());
  }
}
