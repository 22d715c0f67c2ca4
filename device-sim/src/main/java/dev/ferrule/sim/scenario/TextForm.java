package dev.ferrule.sim.scenario;

/**
 * What a text board's rows look like and how they are framed.
 *
 * @param row how values stand in a row
 * @param framing what tells rows apart; commands to the board are always lines
 * @param check what is at the end of each frame, in bytes
 */
public record TextForm(Row row, Framing framing, Check check) {

  /** Lines of {@code key=value}. */
  public static final TextForm LINES = new TextForm(Row.PAIRS, Framing.LINE, Check.NONE);

  /** How values stand in a row. */
  public enum Row {
    /** {@code temp=21.5 hum=40}. */
    PAIRS,
    /** {@code 21.5,40}. */
    CSV,
    /** An object. */
    JSON
  }

  /** What tells rows apart. */
  public enum Framing {
    /** A line feed after it. */
    LINE,
    /** {@code "\r\n;"} after it: a delimiter of three bytes. */
    DELIMITER,
    /** The bytes aa 55 and two bytes of length, high byte first, before it. */
    LENGTH,
    /** Nothing but a pause. */
    GAP,
    /** RFC 1055. */
    SLIP,
    /** Consistent overhead byte stuffing, and a zero after it. */
    COBS
  }

  /** The check at the end of a frame; covers all of it before. */
  public enum Check {
    NONE,
    XOR,
    SUM8,
    /** Low byte first. */
    CRC16_MODBUS
  }

  /** Last byte of each frame: where faults cut the stream into frames. */
  public byte delimiter() {
    return switch (framing) {
      case SLIP -> (byte) 0xC0;
      case COBS -> 0;
      case DELIMITER -> ';';
      case LINE, LENGTH, GAP -> '\n';
    };
  }
}
