package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.WireWriter;
import java.util.zip.CRC32C;

/**
 * Makes frames out of messages (PROTOCOL.md, A1). The wire bytes, delimiter included, are in {@link
 * #array} from index 0 until the next call. Owner: one thread.
 *
 * <p>Best-effort frames are counted for as long as the encoder lives: for a device one boot.
 */
public final class LinkEncoder {
  private final WireWriter out = new WireWriter(LinkFormat.MAX_WIRE, LinkFormat.MAX_WIRE);
  private final MessageWriter messages = new MessageWriter(out);
  private final CRC32C crc = new CRC32C();
  private final LinkEnd own;
  private int sent;

  /**
   * An encoder whose first best-effort frame has seq 0.
   *
   * @param own who sends
   */
  public LinkEncoder(LinkEnd own) {
    this.own = own;
  }

  /** Best-effort frames so far, modulo 2^32; its low 8 bits are the seq of the next one. */
  public int sent() {
    return sent;
  }

  /** The best-effort frame made last found no room on the line: the next one has its seq. */
  public void takeBack() {
    sent--;
  }

  /**
   * A best-effort frame under the next seq.
   *
   * @param ack the reliable seq that this side expects next, or -1 to say nothing
   * @return bytes in {@link #array}
   * @throws IllegalArgumentException when the message does not fit a frame
   */
  public int bestEffort(LinkMessage message, int ack) {
    begin(0, sent, ack);
    messages.write(message);
    sent++;
    return finish();
  }

  /**
   * A reliable frame.
   *
   * @param seq given by {@link ReliableSender}
   * @param ack as in {@link #bestEffort}
   * @return bytes in {@link #array}
   * @throws IllegalArgumentException when the message does not fit a frame
   */
  public int reliable(LinkMessage message, int seq, int ack) {
    begin(LinkFormat.RELIABLE, seq & LinkFormat.LAST_RELIABLE_SEQ, ack);
    messages.write(message);
    return finish();
  }

  /**
   * READINGS without an object in between, all of good quality.
   *
   * @param raw at least as many values as there are kinds
   * @return bytes in {@link #array}
   */
  public int readings(int template, int tick, Kind[] kinds, int[] raw, int ack) {
    begin(0, sent, ack);
    out.u8(LinkFormat.READINGS);
    out.varint(template);
    out.u32(tick);
    for (int i = 0; i < kinds.length; i++) {
      MessageWriter.value(out, kinds[i], raw[i]);
    }
    sent++;
    return finish();
  }

  /** The frame. */
  public byte[] array() {
    return out.array();
  }

  private void begin(int header, int seq, int ack) {
    out.clear();
    out.u8(0); // room for the first code byte of COBS
    out.u8(own.bit() | header | (ack < 0 ? 0 : LinkFormat.ACK_VALID | (ack & 7)));
    out.u8(seq);
  }

  private int finish() {
    crc.reset();
    crc.update(out.array(), 1, out.size() - 1);
    out.u32((int) crc.getValue());
    int body = out.size() - 1;
    out.u8(0);
    if (out.overflowed() || body > LinkFormat.MAX_BODY) {
      throw new IllegalArgumentException("message is longer than a frame");
    }
    Cobs.encodeInPlace(out.array(), body);
    return body + 2;
  }
}
