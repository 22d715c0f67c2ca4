package dev.ferrule.sim.bench.client;

import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import dev.ferrule.protocol.stream.StreamSink;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes readings messages for all clients with one dictionary, each content once: a decoder of
 * its own for each of 5,000 clients would take 640 MB.
 *
 * <p>What a message means depends on its bytes and on the K message before it (PROTOCOL.md, B2) and
 * on nothing else, so two clients with both alike have the same result. Both are compared byte by
 * byte; nothing is taken on trust. Owner: the clients' thread.
 */
final class SharedDecoder {

  /** Results that are kept for clients that are behind the first. */
  private static final int KEPT = 512;

  private static final int KEY_AND_RELATIVE = 0x30;

  private static final int KEY = 0x20;

  /** Classes of quality (PROTOCOL.md, 0.1) whose value is no reading of its own. */
  private static final int BAD_OR_STALE = 0x80;

  private static final StreamSink NOTHING = (_, _, _, _, _, _, _) -> {};

  private final ChannelMap map;
  private final StreamDecoder decoder = new StreamDecoder();

  /** The reference that the decoder holds. */
  private @Nullable DecodedMessage loaded;

  private final Map<Key, DecodedMessage> kept = new Recent();

  /** A message where it was met; a reference is equal to itself only, a buffer by its bytes. */
  private record Key(@Nullable DecodedMessage base, ByteBuffer message) {}

  private static final class Recent extends LinkedHashMap<Key, DecodedMessage> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, DecodedMessage> eldest) {
      return size() > KEPT;
    }
  }

  SharedDecoder(ChannelMap map) {
    this.map = map;
  }

  /**
   * Decodes a message.
   *
   * @param reference the K message that holds for the client, null when there is none
   */
  DecodedMessage decode(@Nullable DecodedMessage reference, byte[] bytes, int from, int to) {
    boolean snapshot = to > from && (bytes[from] & KEY_AND_RELATIVE) == KEY;
    DecodedMessage base = snapshot ? null : reference;
    DecodedMessage known = kept.get(new Key(base, ByteBuffer.wrap(bytes, from, to - from)));
    if (known == null) {
      known = new DecodedMessage(Arrays.copyOfRange(bytes, from, to), snapshot, base);
      decode(known);
      kept.put(new Key(base, ByteBuffer.wrap(known.message)), known);
    }
    return known;
  }

  private void decode(DecodedMessage message) {
    DecodedMessage base = message.reference;
    if (!message.isSnapshot && base != loaded) {
      decoder.reset();
      if (base != null) {
        decoder.decode(base.message, 0, base.message.length, map.generation(), NOTHING);
      }
      loaded = base;
    }
    message.outcome =
        decoder.decode(
            message.message,
            0,
            message.message.length,
            map.generation(),
            (first, channels, count, _, values, quality, _) ->
                block(message, first, channels, count, values, quality));
    if (message.isSnapshot && message.outcome == StreamOutcome.DELIVERED) {
      message.reference = message;
      loaded = message;
    }
  }

  private void block(
      DecodedMessage message, int first, int channels, int count, double[] values, byte[] quality) {
    for (int column = 0; column < channels; column++) {
      int board = map.countedBoard(first + column);
      if (board != ChannelMap.NONE) {
        int stamp = map.stampOf(board) - first;
        boolean stamped = stamp >= 0 && stamp < channels;
        for (int row = 0; row < count; row++) {
          int cell = column * count + row;
          if ((quality[cell] & BAD_OR_STALE) == 0) {
            message.add(
                board, (int) values[cell], stamped ? (int) values[stamp * count + row] : -1);
          }
        }
      }
    }
  }
}
