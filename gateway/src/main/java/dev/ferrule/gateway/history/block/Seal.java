package dev.ferrule.gateway.history.block;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Check sums of what lies on a disk for years: SQLite notices when its own pages are no pages, not
 * when a bit of a value is another. Each covers where a thing belongs, too. Stateless.
 */
public final class Seal {

  private static final int LENGTH = 4;

  private Seal() {}

  /** The bytes with their check sum behind them. */
  public static byte[] seal(long place, byte[] source, int length) {
    byte[] sealed = Arrays.copyOf(source, length + LENGTH);
    ByteBuffer.wrap(sealed).putInt(length, sum(place, source, length));
    return sealed;
  }

  /** The length of what was sealed; empty when it is damaged or belongs elsewhere. */
  public static Optional<Integer> open(long place, byte[] sealed) {
    int length = sealed.length - LENGTH;
    return length >= 0 && ByteBuffer.wrap(sealed).getInt(length) == sum(place, sealed, length)
        ? Optional.of(length)
        : Optional.empty();
  }

  private static int sum(long place, byte[] source, int length) {
    var sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(place).flip());
    sum.update(source, 0, length);
    return (int) sum.getValue();
  }

  /** The check sum of a row. */
  public static long of(Object... fields) {
    var sum = new CRC32C();
    for (Object field : fields) {
      sum.update((field + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return sum.getValue();
  }

  /** The check sum of a block's row but for its bytes, which have their own. */
  public static long of(int series, int base, long number, Summary s) {
    var bytes = ByteBuffer.allocate(11 * Long.BYTES);
    bytes.putLong(series).putLong(base).putLong(number).putLong(s.first()).putLong(s.last());
    bytes.putLong(((long) s.rows() << 32) | s.numbers());
    bytes
        .putDouble(s.min())
        .putDouble(s.max())
        .putDouble(s.sum())
        .putDouble(s.end())
        .putLong(s.quality());
    var sum = new CRC32C();
    sum.update(bytes.flip());
    return sum.getValue();
  }
}
