package dev.ferrule.protocol.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.vectors.Vectors;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Dictionaries and scales over their whole ranges. */
class DictionaryPropertiesTest {
  private static final long SEED = Long.getLong("seed", 20261122L);

  private final Random random = new Random(SEED);

  private static Bytes board() {
    return Bytes.copyOf(Vectors.hex(Vectors.of("link-frames.json").head(), "dictionary"));
  }

  @Test
  void everyIntegerComesBackThroughItsValueInEveryScale() {
    for (int i = 0; i < 200_000; i++) {
      Scale scale =
          random.nextBoolean()
              ? new Scale.Decimals(random.nextInt(10))
              : new Scale.Ratio(1 + random.nextLong(0xFFFF_FFFFL), 1 + random.nextLong(1 << 12));
      int n = (random.nextInt() >> random.nextInt(32)) + random.nextInt(-1, 2);
      assertEquals(n, scale.toInteger(scale.toValue(n)), () -> scale + ", seed " + SEED);
    }
    for (int n : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1, 1}) {
      for (int digits = 0; digits <= 9; digits++) {
        Scale scale = new Scale.Decimals(digits);
        assertEquals(n, scale.toInteger(scale.toValue(n)));
      }
    }
  }

  @Test
  void aValueBecomesTheNearestRawOneOrNone() {
    ChannelSpec air = ChannelSpec.of(1, "air").decimals(2).build();
    assertEquals(OptionalInt.of(2150), air.toRaw(21.5));
    assertEquals(OptionalInt.of(2150), air.toRaw(21.4951));
    assertEquals(21.5, air.toValue(2150));
    assertEquals(OptionalInt.empty(), air.toRaw(Double.NaN));
    assertEquals(OptionalInt.empty(), air.toRaw(21_474_836.48));
    assertEquals(OptionalInt.of(Integer.MIN_VALUE), air.toRaw(-21_474_836.48));
    ChannelSpec flow = ChannelSpec.of(2, "flow").kind(Kind.FLOAT).build();
    assertEquals(3.5, flow.toValue(flow.toRaw(3.5).orElseThrow()));
    assertEquals(OptionalInt.empty(), flow.toRaw(1e39));
    assertEquals(OptionalInt.empty(), flow.toRaw(Double.POSITIVE_INFINITY));
  }

  /** Every cut either breaks a rule or leaves whole records; none of the latter says the same. */
  @Test
  void noTruncationReadsAsTheSameDictionary() {
    Bytes whole = board();
    for (int length = 0; length < whole.length(); length++) {
      boolean same =
          switch (Dictionary.read(whole.slice(0, length))) {
            case DictionaryResult.Refused _ -> false;
            case DictionaryResult.Read(Dictionary read) ->
                read.hash() == Dictionary.hashOf(whole)
                    || read.templates().size() + read.enumerations().size() > 2;
          };
      assertEquals(false, same, "cut at " + length);
    }
  }

  @Test
  void noFlippedBitKeepsTheHashOrThrows() {
    byte[] bytes = board().toArray();
    int hash = Dictionary.hashOf(board());
    int refused = 0;
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
      refused +=
          switch (Dictionary.read(Bytes.copyOf(flipped))) {
            case DictionaryResult.Refused refusal -> {
              assertTrue(refusal.text().length() > 10);
              yield 1;
            }
            case DictionaryResult.Read(Dictionary read) -> {
              assertTrue(read.hash() != hash);
              yield 0;
            }
          };
    }
    assertTrue(refused > bytes.length);
  }

  @Test
  void noBytesThrow() {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) (1 + random.nextInt(4));
      }
      boolean told =
          switch (Dictionary.read(Bytes.copyOf(bytes))) {
            case DictionaryResult.Refused refusal -> !refusal.text().isEmpty();
            case DictionaryResult.Read(Dictionary read) -> read.bytes().length() == bytes.length;
          };
      assertTrue(told, "seed " + SEED);
    }
  }
}
