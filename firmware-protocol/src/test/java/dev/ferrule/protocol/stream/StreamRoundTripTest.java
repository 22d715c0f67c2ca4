package dev.ferrule.protocol.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Quality;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes in comes out: grids of every shape, in every mode, with every kind of value. */
class StreamRoundTripTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int CHANNELS = 40;

  private final Random random = new Random(SEED);
  private final double[] factors = new double[CHANNELS];
  private StreamEncoder encoder = new StreamEncoder(factors);
  private final StreamDecoder decoder = new StreamDecoder();

  @Test
  void everyGridComesBackAsItWas() {
    for (int round = 0; round < 600; round++) {
      scales();
      for (MessageMode mode :
          new MessageMode[] {MessageMode.REFERENCE, MessageMode.RELATIVE, MessageMode.ABSOLUTE}) {
        oneMessage("seed " + SEED + ", round " + round + ", " + mode, mode);
      }
    }
  }

  /** Columns of every shape that a mode is for, and of any length. */
  @Test
  void everyShapeOfColumnComesBackAsItWas() {
    encoder = new StreamEncoder(new double[] {1, 1, 1});
    for (int round = 0; round < 4_000; round++) {
      String name = "seed " + SEED + ", round " + round;
      long[] times = new long[1 + random.nextInt(random.nextBoolean() ? 9 : 600)];
      int jitter = random.nextInt(4) == 0 ? 40 : 1;
      for (int row = 1; row < times.length; row++) {
        times[row] = times[row - 1] + 100 + random.nextInt(jitter);
      }
      double[] values = new double[3 * times.length];
      for (int column = 0; column < 3; column++) {
        shape(values, column * times.length, times.length);
      }
      encoder.begin(MessageMode.ABSOLUTE, 3, 0);
      assertTrue(encoder.add(0, 3, times, values, null), name);
      double[] got = new double[values.length];
      int[] row = new int[3];
      StreamOutcome outcome =
          decoder.decode(
              encoder.array(),
              0,
              encoder.size(),
              3,
              (first, channels, rows, t, v, q, s) -> {
                for (int c = 0; c < channels; c++) {
                  int to = (first + c) * times.length + row[first + c];
                  System.arraycopy(v, c * rows, got, to, rows);
                  row[first + c] += rows;
                }
              });
      assertEquals(StreamOutcome.DELIVERED, outcome, () -> name + ": " + decoder.fault());
      assertArrayEquals(values, got, name);
    }
  }

  /** Decimals, single and double ones, and what is none, in pieces that are packed and not. */
  @Test
  void everyFloatComesBackBitByBit() {
    encoder = new StreamEncoder(new double[] {0, 0});
    for (int round = 0; round < 3_000; round++) {
      String name = "seed " + SEED + ", round " + round;
      long[] times = new long[1 + random.nextInt(random.nextBoolean() ? 9 : 600)];
      double[] values = new double[2 * times.length];
      double power = Math.pow(10, random.nextInt(11));
      boolean single = random.nextBoolean();
      int odd = random.nextInt(3) == 0 ? 20 : 0;
      for (int i = 0; i < values.length; i++) {
        double decimal = (random.nextInt() >> 12) / power;
        double value = random.nextInt(100) < odd ? oddFloat() : decimal;
        values[i] = single ? (float) value : value;
      }
      boolean relative = random.nextInt(3) == 0;
      if (relative) {
        encoder.begin(MessageMode.REFERENCE, 3, 0);
        assertTrue(encoder.add(0, 2, new long[] {0}, new double[] {1.5, 2.25}, null), name);
        decoder.decode(encoder.array(), 0, encoder.size(), 3, (f, c, r, t, v, q, s) -> {});
      }
      encoder.begin(relative ? MessageMode.RELATIVE : MessageMode.ABSOLUTE, 3, 0);
      assertTrue(encoder.add(0, 2, times, values, null), name);
      double[] got = new double[values.length];
      int[] row = new int[2];
      StreamOutcome outcome =
          decoder.decode(
              encoder.array(),
              0,
              encoder.size(),
              3,
              (first, channels, rows, t, v, q, s) -> {
                for (int c = 0; c < channels; c++) {
                  int to = (first + c) * times.length + row[first + c];
                  System.arraycopy(v, c * rows, got, to, rows);
                  row[first + c] += rows;
                }
              });
      assertEquals(StreamOutcome.DELIVERED, outcome, () -> name + ": " + decoder.fault());
      assertArrayEquals(bits(values), bits(got), name);
    }
  }

  private double oddFloat() {
    return switch (random.nextInt(4)) {
      case 0 -> Double.NaN;
      case 1 -> -0.0;
      case 2 -> Double.NEGATIVE_INFINITY;
      default -> random.nextGaussian();
    };
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }

  private void shape(double[] values, int from, int rows) {
    int noise = 1 << random.nextInt(31);
    int coarse = random.nextBoolean() ? 1 : 1 + random.nextInt(1_000);
    int still = random.nextInt(3) * 47;
    int kind = random.nextInt(5);
    int value = random.nextInt();
    int slope = 0;
    for (int row = 0; row < rows; row++) {
      boolean stays = random.nextInt(100) < still;
      int change = stays ? 0 : (random.nextInt(noise) - noise / 2) * coarse;
      slope = kind == 1 ? slope + change / 8 : kind == 2 ? -slope / 2 + change : change;
      value += slope;
      values[from + row] =
          switch (kind) {
            case 3 -> (int) values[from] + change; // around the first one
            case 4 -> stays ? Integer.MIN_VALUE : Integer.MAX_VALUE - random.nextInt(2);
            default -> value;
          };
    }
  }

  /** WebSocket says where a message ends; cut elsewhere than between two blocks it is refused. */
  @Test
  void truncationIsRefusedOrLeavesWholeBlocks() {
    scales();
    for (int round = 0; round < 40; round++) {
      byte[] message = randomMessage();
      int[] delivered = new int[1];
      decoder.decode(message, 0, message.length, 3, (f, c, r, t, v, q, s) -> delivered[0]++);
      int whole = delivered[0];
      int lessThanWhole = 0;
      for (int cut = 1; cut < message.length; cut++) {
        delivered[0] = 0;
        StreamOutcome outcome =
            decoder.decode(message, 0, cut, 3, (f, c, r, t, v, q, s) -> delivered[0]++);
        boolean refused = outcome == StreamOutcome.DAMAGED && delivered[0] == 0;
        lessThanWhole += refused || delivered[0] < whole ? 1 : 0;
      }
      assertEquals(message.length - 1, lessThanWhole, "seed " + SEED + ", round " + round);
    }
  }

  @Test
  void noDamageMakesItThrowOrDeliverPartOfABlock() {
    scales();
    for (int round = 0; round < 20; round++) {
      byte[] message = randomMessage();
      for (int bit = 0; bit < 8 * message.length; bit++) {
        byte[] flipped = message.clone();
        flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
        int[] cells = new int[1];
        StreamOutcome outcome =
            decoder.decode(
                flipped, 0, flipped.length, 3, (f, c, r, t, v, q, s) -> cells[0] += c * r);
        assertTrue(outcome == StreamOutcome.DELIVERED || cells[0] == 0);
        assertTrue(cells[0] <= StreamFormat.MAX_READINGS);
      }
    }
  }

  private byte[] randomMessage() {
    encoder.begin(MessageMode.REFERENCE, 3, 1_000);
    assertTrue(new Grid(random, factors).addTo(encoder, 0));
    return Arrays.copyOf(encoder.array(), encoder.size());
  }

  @Test
  void relativeMessageWithoutItsReferenceIsLeftAlone() {
    scales();
    encoder.begin(MessageMode.REFERENCE, 1, 5);
    encoder.begin(MessageMode.RELATIVE, 1, 6);
    assertEquals(
        StreamOutcome.NO_REFERENCE,
        decoder.decode(encoder.array(), 0, encoder.size(), 1, (f, c, r, t, v, q, s) -> {}));
    assertEquals(
        StreamOutcome.OTHER_GENERATION,
        decoder.decode(encoder.array(), 0, encoder.size(), 2, (f, c, r, t, v, q, s) -> {}));
  }

  /** A clock may say anything: what one message cannot tell is refused, and one row never is. */
  @Test
  void tellsEveryTimeOrSaysThatTheMessageCannot() {
    encoder = new StreamEncoder(new double[] {1});
    List<MessageMode> modes = List.of(MessageMode.values());
    int refused = 0;
    for (int round = 0; round < 3_000; round++) {
      long[] times = new long[random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(600)];
      long time = random.nextLong() >> random.nextInt(60);
      for (int row = 0; row < times.length; row++) {
        times[row] = StreamEncoder.nearest(time);
        time += random.nextLong() >> (30 + random.nextInt(30));
      }
      MessageMode mode = modes.get(random.nextInt(3));
      encoder.begin(MessageMode.REFERENCE, 3, random.nextLong(1L << 40));
      decoder.decode(encoder.array(), 0, encoder.size(), 3, (f, c, r, t, v, q, s) -> {});
      if (mode != MessageMode.RELATIVE) {
        encoder.begin(mode, 3, times[0]);
      }
      boolean fits = encoder.add(0, 1, times, new double[times.length], null);
      refused += fits ? 0 : 1;
      assertTrue(
          fits || times.length > 1 || mode == MessageMode.RELATIVE, "seed " + SEED + " " + round);
      if (fits) {
        assertArrayEquals(times, decodedTimes(), "seed " + SEED + ", round " + round);
      }
    }
    assertTrue(refused > 100 && refused < 2_900, refused + " refused");
  }

  private long[] decodedTimes() {
    LongStream.Builder times = LongStream.builder();
    StreamOutcome outcome =
        decoder.decode(
            encoder.array(),
            0,
            encoder.size(),
            3,
            (f, c, rows, t, v, q, s) -> Arrays.stream(t, 0, rows).forEach(times::add));
    assertEquals(StreamOutcome.DELIVERED, outcome, decoder.fault());
    return times.build().toArray();
  }

  private void scales() {
    for (int i = 0; i < CHANNELS; i++) {
      factors[i] = random.nextInt(5) == 0 ? 0 : Math.pow(10, random.nextInt(4));
    }
    encoder = new StreamEncoder(factors);
  }

  private void oneMessage(String name, MessageMode mode) {
    Grid first = new Grid(random, factors);
    Grid second = new Grid(random, factors);
    encoder.begin(mode, 3, 1_000_000);
    encoder.position(random.nextLong(1L << 49));
    assertTrue(first.addTo(encoder, 1_000_000), name);
    assertTrue(second.addTo(encoder, 1_000_000), name);
    Map<String, Double> got = new TreeMap<>();
    StreamOutcome outcome =
        decoder.decode(
            encoder.array(),
            0,
            encoder.size(),
            3,
            (ch, channels, rows, times, values, quality, scaled) -> {
              for (int c = 0; c < channels; c++) {
                double factor = scaled ? factors[ch + c] : 1;
                for (int r = 0; r < rows; r++) {
                  int i = c * rows + r;
                  double value = Quality.isBad(quality[i]) ? Double.NaN : values[i] / factor;
                  got.put(key(ch + c, times[r], quality[i]), value);
                }
              }
            });
    assertEquals(StreamOutcome.DELIVERED, outcome, () -> name + ": " + decoder.fault());
    Map<String, Double> want = new TreeMap<>();
    first.tell(want, 1_000_000);
    second.tell(want, 1_000_000);
    assertEquals(want, got, name);
    assertNotEquals(0, got.size(), name);
  }

  private static String key(int channel, long time, int quality) {
    return channel + "@" + time + " q" + (quality & 0xFF);
  }

  /** A random grid; times grow, so that no two readings of a channel share one. */
  private static final class Grid {
    final int first;
    final int channels;
    final long[] times;
    final double[] values;
    final byte @Nullable [] quality;

    Grid(Random random, double[] factors) {
      channels = 1 + random.nextInt(12);
      first = random.nextInt(CHANNELS - channels + 1);
      int rows = random.nextInt(10) == 0 ? 1 + random.nextInt(300) : 1 + random.nextInt(12);
      times = new long[rows];
      long time = random.nextInt(50_000);
      boolean regular = random.nextBoolean();
      for (int r = 0; r < rows; r++) {
        times[r] = time;
        time += regular ? 100 : 1 + random.nextInt(2_000);
      }
      values = new double[channels * rows];
      quality = random.nextInt(3) == 0 ? new byte[values.length] : null;
      for (int i = 0; i < values.length; i++) {
        double factor = factors[first + i / rows];
        values[i] = value(random, factor);
        if (quality != null && random.nextInt(4) == 0) {
          quality[i] = (byte) Quality.of(0x40 * (1 + random.nextInt(3)), random.nextInt(64));
        }
      }
    }

    private static double value(Random random, double factor) {
      return switch (random.nextInt(8)) {
        case 0 -> random.nextInt() / (factor == 0 ? 1 : factor);
        case 1 -> factor == 0 ? random.nextDouble() * 1e300 : random.nextInt(3) / factor;
        case 2 -> factor == 0 ? Double.NaN : 0;
        case 3 -> factor == 0 ? (double) random.nextFloat() : 1e12 / factor;
        default -> (20_000 + random.nextInt(50)) / (factor == 0 ? 1 : factor);
      };
    }

    boolean addTo(StreamEncoder encoder, long offset) {
      long[] shifted = Arrays.stream(times).map(t -> t + offset).toArray();
      return encoder.add(first, channels, shifted, values, quality);
    }

    void tell(Map<String, Double> want, long offset) {
      byte @Nullable [] codes = quality;
      for (int i = 0; i < values.length; i++) {
        int code = codes == null ? 0 : codes[i];
        double value = Quality.isBad(code) ? Double.NaN : values[i];
        want.put(key(first + i / times.length, offset + times[i % times.length], code), value);
      }
    }
  }
}
