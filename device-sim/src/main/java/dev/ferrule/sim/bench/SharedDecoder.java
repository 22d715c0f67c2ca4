package dev.ferrule.sim.bench;

import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import dev.ferrule.sim.bench.Decoded.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes readings messages for all clients with one dictionary, each content once.
 *
 * <p>What a message means depends on its bytes and on the K message before it (PROTOCOL.md, B2) and
 * on nothing else, so two clients with both alike have the same result. Both are compared byte by
 * byte; nothing is taken on trust. Owner: the clients' thread.
 */
final class SharedDecoder {

  /** Results that are kept for clients that are behind the first. */
  private static final int KEPT = 512;

  private static final int SNAPSHOT_BIT = 0x20;

  /** Classes of quality (PROTOCOL.md, 0.1) whose value is no reading of its own. */
  private static final int BAD_OR_STALE = 0x80;

  private final ChannelMap map;
  private final StreamDecoder decoder = new StreamDecoder();
  private final Decoded.Rows rows = new Decoded.Rows();
  private int readings;

  /** The reference that the decoder holds. */
  private @Nullable Reference loaded;

  private final Map<Key, Decoded> kept = new Recent();

  /** A message where it was met; a Reference is equal to itself only, a buffer by its bytes. */
  private record Key(@Nullable Reference base, ByteBuffer message) {}

  private static final class Recent extends LinkedHashMap<Key, Decoded> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Decoded> eldest) {
      return size() > KEPT;
    }
  }

  SharedDecoder(ChannelMap map) {
    this.map = map;
  }

  ChannelMap map() {
    return map;
  }

  /**
   * Decodes a message.
   *
   * @param last what the client got before it, null when that is nothing
   * @param reference the K message that holds for the client, null when there is none
   */
  Decoded decode(
      @Nullable Decoded last, @Nullable Reference reference, byte[] bytes, int from, int to) {
    if (last != null && last.next != null && last.next.holds(bytes, from, to)) {
      return last.next;
    }
    boolean snapshot = to > from && (bytes[from] & SNAPSHOT_BIT) != 0;
    Reference base = snapshot ? null : reference;
    Decoded known = kept.get(new Key(base, ByteBuffer.wrap(bytes, from, to - from).slice()));
    if (known == null) {
      byte[] message = Arrays.copyOfRange(bytes, from, to);
      known = decode(base, message, snapshot);
      kept.put(new Key(base, ByteBuffer.wrap(message)), known);
    }
    if (last != null) {
      last.next = known;
    }
    return known;
  }

  private Decoded decode(@Nullable Reference base, byte[] message, boolean snapshot) {
    if (!snapshot && base != loaded) {
      decoder.reset();
      if (base != null) {
        decoder.decode(
            base.message, 0, base.message.length, map.generation(), (_, _, _, _, _, _, _) -> {});
      }
      loaded = base;
    }
    rows.clear();
    readings = 0;
    StreamOutcome outcome =
        decoder.decode(message, 0, message.length, map.generation(), this::block);
    Reference after = base;
    if (snapshot && outcome == StreamOutcome.DELIVERED) {
      after = new Reference(message);
      loaded = after;
    }
    return new Decoded(message, outcome, after, readings, rows);
  }

  private void block(
      int first,
      int channels,
      int count,
      long[] times,
      double[] values,
      byte[] quality,
      boolean scaled) {
    readings += channels * count;
    for (int column = 0; column < channels; column++) {
      int board = map.countedBoard(first + column);
      if (board != ChannelMap.NONE) {
        int stamp = map.stampOf(board) - first;
        boolean stamped = stamp >= 0 && stamp < channels;
        for (int row = 0; row < count; row++) {
          int cell = column * count + row;
          if ((quality[cell] & BAD_OR_STALE) == 0) {
            rows.add(board, (int) values[cell], stamped ? (int) values[stamp * count + row] : -1);
          }
        }
      }
    }
  }
}
