package dev.ferrule.protocol.link;

/**
 * Numbers of the serial link. PROTOCOL.md, sections A1 and A2.
 *
 * <pre>
 * wire = COBS(body) 00      body = hdr u8 | seq u8 | type u8 | payload | crc u32
 *
 * hdr      7   6   5   4   3   2..0
 *         +---+---+---+---+---+------+
 *         | D | R | X | 0 | A | ack  |
 *         +---+---+---+---+---+------+
 * </pre>
 */
public final class LinkFormat {
  /** Major version of the protocol. */
  public static final int MAJOR = 1;

  /** Minor version of the protocol. */
  public static final int MINOR = 0;

  /** Longest body, bytes. */
  public static final int MAX_BODY = 254;

  /** Longest body that every peer takes, bytes. */
  public static final int LEAST_MAX_BODY = 32;

  /** Bytes of a body beside its payload. */
  public static final int BODY_OVERHEAD = 7;

  /** Bytes of a frame on the wire beside its payload: COBS, header, seq, type, CRC, delimiter. */
  static final int FRAME_OVERHEAD = BODY_OVERHEAD + 2;

  /** Longest payload, bytes. */
  public static final int MAX_PAYLOAD = MAX_BODY - BODY_OVERHEAD;

  /** Longest frame on the wire with its delimiter, bytes. */
  public static final int MAX_WIRE = MAX_BODY + 2;

  /** Values of one READINGS frame at most. */
  public static final int MAX_VALUES = 32;

  static final int FROM_DEVICE = 0x80;
  static final int RELIABLE = 0x40;
  static final int EXTENDED = 0x20;
  static final int ZERO = 0x10;
  static final int ACK_VALID = 0x08;

  /** Reliable frames are counted modulo 8, best-effort frames modulo 256. */
  static final int LAST_RELIABLE_SEQ = 7;

  static final int ACK = 0x00;

  /** Type of HELLO. */
  public static final int HELLO = 0x01;

  /** Type of HELLO_REQ. */
  public static final int HELLO_REQ = 0x02;

  static final int DICT_GET = 0x03;

  /** Type of DICT_DATA. */
  public static final int DICT_DATA = 0x04;

  static final int UNSUPPORTED = 0x05;
  static final int REFUSED = 0x06;
  static final int READINGS = 0x10;
  static final int READINGS_Q = 0x11;
  static final int EVENT = 0x12;
  static final int TIME_REQ = 0x20;
  static final int TIME_RSP = 0x21;
  static final int CMD = 0x30;
  static final int CMD_RESULT = 0x31;
  static final int ARM = 0x32;
  static final int ARM_OK = 0x33;
  static final int CONFIRM = 0x34;
  static final int CMD_QUERY = 0x35;
  static final int REARM = 0x36;
  static final int HEARTBEAT = 0x40;
  static final int LOG = 0x50;
  static final int STATUS = 0x60;

  /** From here on a type that is not known is answered with UNSUPPORTED. */
  static final int CRITICAL = 0x80;

  private LinkFormat() {}

  /** Whether a host needs the dictionary to read a type that devices send. */
  static boolean carriesValuesOfADevice(int type) {
    return switch (type) {
      case READINGS, READINGS_Q, EVENT, CMD_RESULT, ARM_OK -> true;
      default -> false;
    };
  }

  /**
   * Whether a type of version 1 travels so; readings, experiments and unknown types may do either.
   */
  static boolean mayTravel(int type, boolean reliable) {
    return switch (type) {
      case DICT_GET, DICT_DATA, EVENT, CMD, CMD_RESULT, ARM, ARM_OK, CONFIRM, CMD_QUERY, REARM ->
          reliable;
      case ACK,
          HELLO,
          HELLO_REQ,
          UNSUPPORTED,
          REFUSED,
          TIME_REQ,
          TIME_RSP,
          HEARTBEAT,
          LOG,
          STATUS ->
          !reliable;
      default -> true;
    };
  }
}
