package dev.ferrule.gateway.damage;

import java.util.Locale;

/** What hangs on a damaged cable: a simulated board, and how the gateway is told to read it. */
enum Subject {
  /** Frames with a CRC-32C, ids and deadlines of commands. */
  FIRMWARE(
      "driver: firmware\n    firmware: damaged 1.0",
      """
      - {key: seq, period: 50ms, max: 2000000000, wave: {shape: sequence}}
      - {key: stamp, period: 50ms, max: 2147483647, wave: {shape: stamp}}
      - {key: out, access: rw, min: 0, max: 65535, period: 50ms}
      - {key: lamp, kind: switch, access: rw, period: 50ms}
      - {key: danger, access: rw, dangerous: true, min: 0, max: 65535, period: 50ms}
      """,
      "driver: firmware",
      ""),

  /** Lines of pairs without a check, a board that acknowledges. */
  PAIRS(
      Texts.board(""),
      Texts.CHANNELS,
      "driver: text",
      Texts.told("acknowledgement: \"ok %s={value}\", ")),

  /** Lines of columns without a check, a board that only shows what it did. */
  COLUMNS(
      Texts.board("row: csv"),
      Texts.CHANNELS,
      "driver: text\n    fields: {kind: csv, columns: [seq, stamp, out, lamp]}",
      Texts.told("")),

  /** Frames of pairs with a check of eight bits. */
  XOR(
      Texts.board("framing: slip\n    check: xor"),
      Texts.CHANNELS,
      "driver: text\n    framing: {kind: slip, check: {kind: xor}}",
      Texts.readOnly()),

  /** Frames of columns with a check of sixteen bits. */
  CRC16(
      Texts.board("row: csv\n    framing: slip\n    check: crc16-modbus"),
      Texts.CHANNELS,
      """
      driver: text
          framing: {kind: slip, check: {kind: crc16-modbus, order: little}}
          fields: {kind: csv, columns: [seq, stamp, out, lamp]}""",
      Texts.readOnly()),

  /** Sentences with a check sum of eight bits. */
  NMEA(
      "driver: nmea",
      """
      - {key: seq, name: SEQ, period: 50ms, max: 2000000000, wave: {shape: sequence}}
      - {key: stamp, name: STAMP, period: 50ms, max: 2147483647, wave: {shape: stamp}}
      """,
      "driver: nmea",
      """
      seq: {xdr: SEQ, unit: "1", decimals: 0, period: 50ms}
      stamp: {xdr: STAMP, unit: "1", decimals: 0, period: 50ms}
      """),

  /** Questions and answers with a CRC-16. */
  MODBUS(
      "driver: modbus-rtu\n    baud: 115200",
      """
      - {key: seq, input: 0, type: uint32, max: 2000000000, wave: {shape: sequence}}
      - {key: stamp, input: 2, type: uint32, max: 2147483647, wave: {shape: stamp}}
      - {key: out, holding: 10, type: uint16, access: rw, min: 0, max: 65535}
      - {key: lamp, coil: 3, kind: switch, access: rw}
      """,
      "driver: modbus-rtu\n    unit: 1",
      """
      seq: {input: 0, type: uint32, period: 50ms}
      stamp: {input: 2, type: uint32, period: 50ms}
      out: {holding: 10, type: uint16, write: true, safe: none, period: 200ms}
      lamp: {coil: 3, write: true, safe: none, period: 200ms}
      """);

  private final String board;
  private final String boardChannels;
  private final String device;
  private final String deviceChannels;

  Subject(String board, String boardChannels, String device, String deviceChannels) {
    this.board = board;
    this.boardChannels = boardChannels;
    this.device = device;
    this.deviceChannels = deviceChannels;
  }

  /** Of boards that print text. */
  private static final class Texts {

    private static final String CHANNELS =
        """
        - {key: seq, period: 50ms, max: 2000000000, wave: {shape: sequence}}
        - {key: stamp, period: 50ms, max: 2147483647, wave: {shape: stamp}}
        - {key: out, access: rw, min: 0, max: 65535, period: 50ms}
        - {key: lamp, kind: switch, access: rw, period: 50ms}
        """;

    private static final String READ =
        """
        seq: {period: 50ms}
        stamp: {period: 50ms}
        """;

    static String board(String form) {
      return "driver: text\n    baud: 115200" + (form.isEmpty() ? "" : "\n    " + form);
    }

    static String told(String answer) {
      return READ
          + output("out", "min: 0, max: 65535", answer)
          + output("lamp", "kind: switch", answer);
    }

    private static String output(String key, String what, String answer) {
      return "%s: {%s, write: \"%s={value}\", %ssafe: none, period: 50ms}%n"
          .formatted(key, what, key, answer.replace("%s", key));
    }

    static String readOnly() {
      return READ + "out: {period: 50ms}\nlamp: {kind: switch, period: 50ms}\n";
    }
  }

  /** Its part of a scenario. */
  String scenario(String name) {
    return "  - name: %s%n    %s%n    channels:%n%s"
        .formatted(name, board, boardChannels.indent(6));
  }

  /** Its part of a configuration. */
  String configuration(String name, Object port) {
    String channels = deviceChannels.isEmpty() ? "" : "    channels:\n" + deviceChannels.indent(6);
    return "  %s:%n    %s%n    port: %s%n%s".formatted(name, device, port, channels);
  }

  /** Whether it has outputs. */
  boolean isCommanded() {
    return switch (this) {
      case FIRMWARE, PAIRS, COLUMNS, MODBUS -> true;
      case XOR, CRC16, NMEA -> false;
    };
  }

  /** Whether the board keeps deadlines by its own clock. */
  boolean keepsDeadlines() {
    return this == FIRMWARE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
