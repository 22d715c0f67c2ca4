package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.model.ReadingBatch;
import java.util.List;

/**
 * Turns readings into messages of one codec, and keeps what that codec must remember between
 * messages. One per group; owner: its loop.
 */
interface MessageEncoder {

  /**
   * Messages that begin anew: whoever gets them needs nothing from before.
   *
   * @param rows every reading that is due, and the newest one of each other channel
   * @param position of the first of the messages (PROTOCOL.md B4)
   */
  List<Payload> snapshot(List<ReadingBatch> rows, long position);

  /** Messages with more readings, for whoever has the latest snapshot. */
  List<Payload> update(List<ReadingBatch> rows);

  /**
   * Messages for one who comes between two messages of the group, so that it can read the next one.
   *
   * @param newest the newest reading of each channel, as the group was told
   * @param changed those of them that are not in the latest snapshot
   * @param position of the group's last message, and so of the last of these
   */
  List<Payload> welcome(List<ReadingBatch> newest, List<ReadingBatch> changed, long position);
}
