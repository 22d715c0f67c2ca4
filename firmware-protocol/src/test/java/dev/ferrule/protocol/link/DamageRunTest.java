package dev.ferrule.protocol.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Numbered readings over a line that flips bits, loses and inserts bytes, loses whole frames and
 * delimiters, and is noisy between frames. {@code -Dframes} and {@code -Dseed} change the run.
 */
class DamageRunTest {
  private static final int FRAMES = Integer.getInteger("frames", 100_000);
  private static final long SEED = Long.getLong("seed", 20261122L);

  /** A cut loses more frames than seq can count; the next STATUS tells the rest. */
  private static final int LONGEST_CUT = 3_000;

  private static final int STATUS_EVERY = 1_000;

  private static final Kind[] KINDS = {Kind.NUMBER, Kind.COUNTER, Kind.FLOAT};

  private static final Dictionary DICTIONARY =
      Dictionary.builder()
          .channel(ChannelSpec.of(1, "number"))
          .channel(ChannelSpec.of(2, "check").kind(Kind.COUNTER))
          .channel(ChannelSpec.of(3, "single").kind(Kind.FLOAT))
          .template(1, 1, 2, 3)
          .build()
          .orThrow();

  private final Random random = new Random(SEED);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final BitSet mustArrive = new BitSet(FRAMES);
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
  private final LinkEncoder encoder = new LinkEncoder(LinkEnd.DEVICE);
  private int cut;

  /** What happens to a frame on the way. */
  private enum Fate {
    WHOLE,
    BITS_FLIPPED,
    BYTES_LOST,
    BYTES_INSERTED,
    FRAME_LOST,
    DELIMITER_LOST,
    CUT_SHORT
  }

  @Test
  void noWrongReadingIsTakenAndEveryLossIsCounted() {
    sendAll();
    var taken = new Taken();
    var decoder = new LinkDecoder(LinkEnd.HOST);
    decoder.dictionary(DICTIONARY);
    byte[] bytes = line.toByteArray();
    for (int at = 0; at < bytes.length; ) {
      int chunk = Math.min(1 + random.nextInt(300), bytes.length - at);
      decoder.offer(bytes, at, chunk, taken);
      at += chunk;
    }
    LinkCounters counters = decoder.counters();
    BitSet missed = (BitSet) mustArrive.clone();
    missed.andNot(taken.numbers);
    int arrived = taken.numbers.cardinality();
    int unseen = encoder.sent() - taken.frames;
    System.out.printf(
        "damage run, seed %d: %d frames, %d bytes, fates %s%n"
            + "  taken %d, wrong %d, good frames missed %d, lost %d, counted %d; %s%n",
        SEED,
        FRAMES,
        bytes.length,
        fates,
        arrived,
        taken.wrong,
        missed.cardinality(),
        unseen,
        counters.lost(),
        counters);
    assertEquals(0, taken.wrong, "wrong readings, seed " + SEED);
    assertEquals(0, missed.cardinality(), "good frames missed, seed " + SEED);
    assertEquals(unseen, counters.lost(), "losses counted, seed " + SEED);
    assertEquals(0, counters.malformed(), "seed " + SEED);
    assertTrue(arrived < FRAMES && counters.cobsErrors() > 0 && counters.crcErrors() > 0);
  }

  private void sendAll() {
    boolean delimited = status();
    for (int number = 0; number < FRAMES; number++) {
      int size = encoder.readings(1, ~number, KINDS, values(number), number & 7);
      byte[] wire = Arrays.copyOf(encoder.array(), size);
      Fate fate = anyFate();
      fates.merge(fate, 1, Integer::sum);
      delimited = noise(delimited);
      if (fate == Fate.WHOLE && delimited) {
        mustArrive.set(number);
      }
      delimited = send(wire, fate, delimited);
      if (number % STATUS_EVERY == STATUS_EVERY - 1 && cut == 0) {
        delimited = status();
      }
    }
    status();
  }

  /** Whole, and begun by a delimiter. */
  private boolean status() {
    var counts = new LinkMessage.Status(false, false, encoder.sent(), 0, 0, 0, 0, 0, 0, 0, 0);
    int size = encoder.bestEffort(counts, 0);
    line.write(0);
    line.write(encoder.array(), 0, size);
    return true;
  }

  private Fate anyFate() {
    if (cut > 0) {
      cut--;
      return Fate.FRAME_LOST;
    }
    cut = random.nextInt(10_000) == 0 ? random.nextInt(LONGEST_CUT) : 0;
    return random.nextInt(10) < 6
        ? Fate.WHOLE
        : Fate.values()[1 + random.nextInt(Fate.values().length - 1)];
  }

  static int[] values(int number) {
    return new int[] {number, number * 0x9E3779B9, Float.floatToRawIntBits(number / 8f)};
  }

  /**
   * Sometimes bytes of no frame, with or without a delimiter behind them.
   *
   * @return whether a frame that follows begins at a delimiter
   */
  private boolean noise(boolean delimited) {
    boolean noisy = random.nextInt(8) == 0;
    if (noisy) {
      byte[] bytes = new byte[1 + random.nextInt(400)];
      random.nextBytes(bytes);
      line.writeBytes(bytes);
    }
    if (noisy && random.nextBoolean()) {
      line.write(0);
      return true;
    }
    return delimited && !noisy;
  }

  /** Sends what is left of a frame; true when its delimiter came through as the last byte. */
  private boolean send(byte[] wire, Fate fate, boolean delimited) {
    switch (fate) {
      case WHOLE -> line.writeBytes(wire);
      case BITS_FLIPPED -> {
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
          int bit = random.nextInt(8 * (wire.length - 1));
          wire[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
        line.writeBytes(wire);
      }
      case BYTES_LOST -> {
        int from = random.nextInt(wire.length - 1);
        int to = Math.min(wire.length - 1, from + 1 + random.nextInt(4));
        line.write(wire, 0, from);
        line.write(wire, to, wire.length - to);
      }
      case BYTES_INSERTED -> {
        int at = random.nextInt(wire.length);
        byte[] more = new byte[1 + random.nextInt(10)];
        random.nextBytes(more);
        line.write(wire, 0, at);
        line.writeBytes(more);
        line.write(wire, at, wire.length - at);
      }
      case FRAME_LOST -> {
        return delimited;
      }
      case DELIMITER_LOST -> {
        line.write(wire, 0, wire.length - 1);
        return false;
      }
      case CUT_SHORT -> {
        line.write(wire, 0, random.nextInt(wire.length - 1));
        line.write(0);
      }
    }
    return true;
  }

  /** Checks each reading against its number. */
  private static final class Taken implements LinkSink {
    final BitSet numbers = new BitSet(FRAMES);
    int wrong;
    int frames;
    private int last = -1;

    @Override
    public boolean frame(boolean reliable, int seq, int ack) {
      frames++;
      return true;
    }

    @Override
    public void readings(ReadingsCursor readings) {
      int number = readings.raw(0);
      int[] expected = values(number);
      boolean right =
          number > last
              && number < FRAMES
              && readings.tick() == ~number
              && readings.raw(1) == expected[1]
              && readings.raw(2) == expected[2]
              && readings.allGood();
      if (right) {
        numbers.set(number);
        last = number;
      } else {
        wrong++;
      }
    }

    @Override
    public void message(LinkMessage message) {
      wrong += message instanceof LinkMessage.Status ? 0 : 1;
    }

    @Override
    public void unsupported(int type) {
      wrong++;
    }
  }
}
