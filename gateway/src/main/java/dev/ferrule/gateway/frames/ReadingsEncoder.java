package dev.ferrule.gateway.frames;

import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.stream.StreamEncoder;
import java.util.List;

/**
 * Turns readings into messages of one form, and keeps what that form must remember between
 * messages. Owner: one loop.
 *
 * <p>Messages that are made together lead from one position to another (PROTOCOL.md B4): only the
 * last of them reaches it, so that whoever got a part of them asks for all again.
 */
public sealed interface ReadingsEncoder permits BinaryEncoder, JsonEncoder {

  /** Makes binary messages. */
  static ReadingsEncoder binary(Directory directory, Scratch scratch) {
    return new BinaryEncoder(directory, scratch);
  }

  /** What binary encoders of one loop write in, one message after the other. Owner: that loop. */
  final class Scratch {
    final StreamEncoder.Buffer buffer = new StreamEncoder.Buffer();
  }

  /** Makes JSON messages. */
  static ReadingsEncoder json(Directory directory) {
    return new JsonEncoder(directory);
  }

  /** Whether its messages build on a snapshot, which is then told again from time to time. */
  boolean hasReference();

  /**
   * Messages that begin anew: whoever gets them needs nothing from before. They go no further than
   * the messages before them, so that whoever counts finds out whether it has all of those; the
   * next ones go so much further.
   *
   * @param rows every reading that is due, and the newest one of each other channel
   * @param position that earlier messages reached
   */
  List<Message> snapshot(List<ReadingBatch> rows, long position);

  /** Messages with more readings, for whoever has the latest snapshot. */
  List<Message> update(List<ReadingBatch> rows, Stretch stretch);

  /**
   * Messages for one who comes between two messages, so that it can read the next one.
   *
   * @param newest the newest reading of each channel, as the others were told
   * @param changed those of them that are not in the latest snapshot
   * @param position that the others have reached
   */
  List<Message> welcome(List<ReadingBatch> newest, List<ReadingBatch> changed, long position);

  /**
   * From what was told to what will have been told.
   *
   * @param from position that earlier messages reached
   * @param to position that these reach, not before {@code from}
   */
  record Stretch(long from, long to) {
    public Stretch {
      if (to < from) {
        throw new IllegalArgumentException("positions fall from " + from + " to " + to);
      }
    }

    /** What tells again what was told. */
    static Stretch at(long position) {
      return new Stretch(position, position);
    }
  }
}
