package dev.ferrule.protocol.stream;

import static dev.ferrule.protocol.stream.StreamFormat.EXTENSION;
import static dev.ferrule.protocol.stream.StreamFormat.EXTENSION_FURTHER;
import static dev.ferrule.protocol.stream.StreamFormat.FURTHER;
import static dev.ferrule.protocol.stream.StreamFormat.GENERATION_MASK;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_BEAT;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_CHANNEL;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_MESSAGE;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_READINGS;
import static dev.ferrule.protocol.stream.StreamFormat.MAX_TIME;
import static dev.ferrule.protocol.stream.StreamFormat.VERSION;
import static dev.ferrule.protocol.stream.StreamFormat.VERSION_MASK;

import dev.ferrule.protocol.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads readings messages (PROTOCOL.md, B1 and B2) and keeps the reference. A message is checked to
 * its last byte before any of it is delivered.
 *
 * <p>It never throws for what the bytes hold, and nothing is allocated per reading. Owner: one
 * thread.
 */
public final class StreamDecoder {
  private static final long UNTOLD = -1;

  private final WireReader in = new WireReader();
  private final BlockReader block = new BlockReader(in);
  private final Bases bases = new Bases(MAX_CHANNEL + 1);
  private long referenceTime;
  private long beat;
  private int referenceGeneration = -1;
  private long position = -1;

  /** What the present message says of its position. */
  private long toldPosition = UNTOLD;

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
    int sent = h0 & GENERATION_MASK;
    if (length > 0 && sent != (generation & GENERATION_MASK)) {
      return StreamOutcome.OTHER_GENERATION;
    }
    MessageMode mode = MessageMode.of(h0);
    if (mode == MessageMode.RELATIVE && referenceGeneration != sent) {
      return StreamOutcome.NO_REFERENCE;
    }
    long time = in.varint7();
    long told = mode == MessageMode.REFERENCE ? Integer.toUnsignedLong(in.varint()) : beat;
    toldPosition =
        mode == MessageMode.REFERENCE || (h0 & FURTHER) == FURTHER ? in.varint7() : UNTOLD;
    if (in.failed() || length > MAX_MESSAGE) {
      return damaged(in.failed() ? in.fault().text() : "longer than " + MAX_MESSAGE);
    }
    if (mode == MessageMode.REFERENCE && (told < 1 || told > MAX_BEAT)) {
      return damaged("bad beat");
    }
    if (mode == MessageMode.RELATIVE) {
      if (time > (MAX_TIME - referenceTime) / beat) {
        return damaged("time too late");
      }
      time = referenceTime + time * beat;
    }
    int body = in.position();
    if (!walk(mode, time, null)) {
      return StreamOutcome.DAMAGED;
    }
    in.reset(source, body, offset + length - body);
    if (mode == MessageMode.REFERENCE) {
      referenceTime = time;
      referenceGeneration = sent;
      beat = told;
    }
    walk(mode, time, sink);
    advance(mode);
    return StreamOutcome.DELIVERED;
  }

  private void advance(MessageMode mode) {
    if (mode == MessageMode.REFERENCE) {
      position = toldPosition;
    } else if (position >= 0) {
      position += toldPosition == UNTOLD ? 1 : toldPosition;
    }
  }

  /** Reads all blocks; without a sink it only checks them. */
  private boolean walk(MessageMode mode, long time, @Nullable StreamSink sink) {
    // What is only checked must not become the reference.
    bases.begin(sink == null && mode == MessageMode.REFERENCE ? MessageMode.ABSOLUTE : mode);
    long blockTime = time;
    int readings = 0;
    while (in.remaining() > 0) {
      int h = in.u8();
      if (h == EXTENSION) {
        extension(mode);
      } else if (block.read(h, blockTime, bases)) {
        blockTime = block.time();
        readings += block.cells();
        if (sink != null) {
          block.deliver(sink);
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

  private void extension(MessageMode mode) {
    int type = in.varint();
    int length = in.varint();
    int end = in.position() + length;
    if (type == EXTENSION_FURTHER) {
      toldPosition = in.varint7();
      if (mode != MessageMode.ABSOLUTE || in.position() != end) {
        block.fail("position in a place that it does not have");
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
