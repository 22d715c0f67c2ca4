package dev.ferrule.protocol.stream;

/**
 * Numbers of the stream format. PROTOCOL.md, section B1.
 *
 * <pre>
 * h0: 7 6   5   4   3..0      h:  7   6   5..3   2..0     x:  7..4   3..2   1   0
 *    +-----+---+---+-----+       +---+---+------+------+      +------+------+---+---+
 *    | 0 1 | K | R | gen |       | X | D | n-1  | k-1  |      | zero | kind | Q | P |
 *    +-----+---+---+-----+       +---+---+------+------+      +------+------+---+---+
 * </pre>
 */
public final class StreamFormat {
  /** Longest message, bytes. */
  public static final int MAX_MESSAGE = 65_536;

  /** Most readings in one block. */
  public static final int MAX_CELLS = 4_096;

  /** Most readings in one message. */
  public static final int MAX_READINGS = 65_536;

  /** Highest channel number. */
  public static final int MAX_CHANNEL = 16_383;

  /** Rows from which on an encoder packs without looking whether it pays. */
  public static final int PACK_FROM = 8;

  /** Rows of one packed piece: a Rice parameter goes stale over longer columns. */
  public static final int PIECE = 256;

  /** The last time that a message can begin with, milliseconds since t0: 49 bits. */
  static final long MAX_TIME = (1L << 49) - 1;

  static final int VERSION = 0x40;
  static final int VERSION_MASK = 0xC0;
  static final int GENERATION_MASK = 0x0F;

  /** K and R: a relative message that tells how much further it goes. */
  static final int FURTHER = 0x30;

  /** Longest beat of a reference, milliseconds: a day. */
  static final long MAX_BEAT = 86_400_000;

  static final int HAS_X = 0x80;
  static final int HAS_DT = 0x40;
  static final int LONG_ROWS = 0x38;
  static final int LONG_CHANNELS = 0x07;
  static final int EXTENSION = 0xFF;
  static final int EXTENSION_FURTHER = 1;

  static final int X_PACKED = 0x01;
  static final int X_QUALITY = 0x02;
  static final int X_ZERO = 0xF0;

  static final int KIND_INTEGER = 0;
  static final int KIND_FLOAT = 1;
  static final int KIND_DOUBLE = 2;

  /** Most decimals of packed floats. */
  static final int MAX_DECIMALS = 9;

  /** In the place of decimals: the integers of packed single floats are their bits. */
  static final int FLOAT_BITS = 10;

  static final int IRREGULAR = 0x04;

  /** The second byte of the head of a packed column: bits 0-4 Rice parameter, bits 5-7 mode. */
  static final int PARAMETER_MASK = 0x1F;

  static final int MODE_SHIFT = 5;

  // Modes: what a number of a packed column is added to.

  static final int BEFORE = 0;
  static final int BEFORE_RUNS = 1;
  static final int DIVIDED = 2;
  static final int DIVIDED_RUNS = 3;
  static final int SLOPE = 4;
  static final int HALF_SLOPE = 5;
  static final int FIRST = 6;
  static final int HALF_BACK = 7;

  /** Units of the time step, milliseconds, by bits 0-1 of {@code m}. */
  static final int[] UNITS = {1, 10, 100, 1000};

  /** Ten to the power of decimals. */
  static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private StreamFormat() {}
}
