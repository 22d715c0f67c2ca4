package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.EXTENSION;
import static dev.ferrule.protocol.stream.StreamFormat.EXTENSION_POSITION;
import static dev.ferrule.protocol.stream.StreamFormat.GENERATION_MASK;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_CHANNEL;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_MESSAGE;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_READINGS;
import static dev.ferrule.protocol.stream.StreamFormat.VERSION;
import static dev.ferrule.protocol.stream.StreamFormat.VERSION_MASK;

import dev.ferrule.protocol.WireReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads readings messages (PROTOCOL.md, B1 and B2) and keeps the reference. A message is checked to
 * its last byte before any of it is delivered.
 *
 * <p>It never throws for what the bytes hold, and nothing is allocated per reading. Owner: one
 * thread.
 */
public final class StreamDecoder {
  private final WireReader in = new WireReader();
  private final BlockReader block = new BlockReader(in);
  private final int[] reference = new int[MAX_CHANNEL + 1];
  private final int[] none = new int[MAX_CHANNEL + 1];
  private long referenceTime;
  private int referenceGeneration = -1;
  private long position = -1;

  /** What extension 1 of the present message says; -1 when it has none. */
  private long toldPosition;

  private String fault = "";

  /** A decoder without a reference. */
  public StreamDecoder() {}

  /**
   * Reads one message.
   *
   * @param generation of the dictionary that the caller has; its low four bits count
   * @param sink gets the blocks, in order, only when the whole message is right
   */
  public StreamOutcome decode(
      byte[] source, int offset, int length, int generation, StreamSink sink) {
    in.reset(source, offset, length);
    block.begin();
    int h0 = in.u8();
    if (length > 0 && (h0 & VERSION_MASK) != VERSION) {
      return StreamOutcome.OTHER_VERSION;
    }
    boolean key = (h0 & MessageMode.REFERENCE.bits()) != 0;
    boolean relative = (h0 & MessageMode.RELATIVE.bits()) != 0;
    if (key && relative) {
      return damaged("both K and R");
    }
    int sent = h0 & GENERATION_MASK;
    if (length > 0 && sent != (generation & GENERATION_MASK)) {
      return StreamOutcome.OTHER_GENERATION;
    }
    if (relative && referenceGeneration != sent) {
      return StreamOutcome.NO_REFERENCE;
    }
    long time = in.varint7() + (relative ? referenceTime : 0);
    if (in.failed() || length > MAX_MESSAGE) {
      return damaged(in.failed() ? in.fault().text() : "longer than " + MAX_MESSAGE);
    }
    int body = in.position();
    int[] bases = relative ? reference : none;
    if (!walk(time, bases, false, null)) {
      return StreamOutcome.DAMAGED;
    }
    in.reset(source, body, offset + length - body);
    if (key) {
      Arrays.fill(reference, 0);
      referenceTime = time;
      referenceGeneration = sent;
    }
    toldPosition = -1;
    walk(time, bases, key, sink);
    position =
        key ? toldPosition : position < 0 ? -1 : position + (toldPosition < 0 ? 1 : toldPosition);
    return StreamOutcome.DELIVERED;
  }

  /** Reads all blocks; without a sink it only checks them. */
  private boolean walk(long time, int[] bases, boolean key, @Nullable StreamSink sink) {
    long blockTime = time;
    int readings = 0;
    while (in.remaining() > 0) {
      int h = in.u8();
      if (h == EXTENSION) {
        extension(sink != null);
      } else if (block.read(h, blockTime, bases)) {
        blockTime = block.time();
        readings += block.cells();
        if (sink != null) {
          block.deliver(sink, key ? reference : null);
        }
      }
      if (in.failed() || block.failed() || readings > MAX_READINGS) {
        damaged(
            block.failed() ? block.fault() : in.failed() ? in.fault().text() : "too many readings");
        return false;
      }
    }
    return true;
  }

  private void extension(boolean use) {
    int type = in.varint();
    int length = in.varint();
    int end = in.position() + length;
    if (type == EXTENSION_POSITION) {
      long value = in.varint7();
      if (in.position() != end) {
        block.fail("position of another length");
      } else if (use && !in.failed()) {
        toldPosition = value;
      }
    } else {
      in.skip(length);
    }
  }

  private StreamOutcome damaged(String why) {
    fault = why;
    return StreamOutcome.DAMAGED;
  }

  /** What was wrong with the last damaged message, in a few words. */
  public String fault() {
    return fault;
  }

  /**
   * Position that the last delivered message led to (PROTOCOL.md, B4), or -1 before a reference
   * message told one.
   */
  public long position() {
    return position;
  }

  /** Forgets the reference and the position, as on a new connection. */
  public void reset() {
    referenceGeneration = -1;
    position = -1;
  }
}
