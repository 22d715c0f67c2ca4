package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Quality;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a frame says: one record for each type of PROTOCOL.md, section A2. Unsigned 32-bit fields
 * are {@code int}s with the same bits.
 */
public sealed interface LinkMessage {

  /** Types 30 to 36. PROTOCOL.md, section A6. */
  sealed interface AboutCommands extends LinkMessage {}

  /** Type 00: nothing but the acknowledgment in the header. */
  record Ack() implements LinkMessage {}

  /**
   * Type 01: who the device is.
   *
   * @param major version of the protocol; of another than {@link LinkFormat#MAJOR} only this and
   *     the minor version are read, and the device is refused
   * @param minor version of the protocol
   * @param nonce the session, 0 without one
   * @param boot differs from boot to boot
   * @param dictionaryHash CRC-32C of the dictionary
   * @param dictionarySize bytes, 0 to 4096
   * @param maxBody longest body that the device takes, 32 to 254
   * @param receiveBytes size of its receive buffer, at least 64
   * @param window reliable frames that it takes unacknowledged, 1 to 7
   * @param resetCause 0 unknown, 1 power on, 2 external, 3 brown-out, 4 watchdog, 5 software
   * @param clockHz ticks per second, 100 to 20000
   * @param uid serial number of the board, 0 to 16 bytes
   * @param firmware "name version", 1 to 32 bytes of UTF-8
   */
  record Hello(
      int major,
      int minor,
      int nonce,
      int boot,
      int dictionaryHash,
      int dictionarySize,
      int maxBody,
      int receiveBytes,
      int window,
      int resetCause,
      int clockHz,
      Bytes uid,
      String firmware)
      implements LinkMessage {

    /** Which run of which board says this. */
    public BootId bootId() {
      return new BootId(uid, boot, clockHz, firmware);
    }
  }

  /**
   * Type 02: asks for HELLO and names a session.
   *
   * @param nonce never 0
   * @param maxBody longest body that the host takes, 32 to 254
   */
  record HelloRequest(int major, int minor, int nonce, int maxBody) implements LinkMessage {}

  /** Type 03: asks for the dictionary from an offset on. */
  record DictionaryGet(int offset) implements LinkMessage {}

  /** Type 04: a piece of the dictionary, at least one byte, and the size of all of it. */
  record DictionaryData(int offset, int total, Bytes bytes) implements LinkMessage {}

  /** Type 05: a critical type that the peer does not know. */
  record Unsupported(int type) implements LinkMessage {}

  /**
   * Type 06: why a message of the peer was not taken.
   *
   * @param type of that message: HELLO, HELLO_REQ or DICT_DATA
   * @param rule code of a {@link Rule}, or one of a later version
   * @param text the same in words; may be empty
   */
  record Refused(int type, int rule, String text) implements LinkMessage {
    /** Why HELLO, HELLO_REQ or a dictionary is not taken. PROTOCOL.md, section A3. */
    public enum Rule {
      /** What the text of REFUSED says. */
      OTHER(0, "a rule of its own"),
      /** The payload is cut short, or has bytes left over. */
      LENGTH(1, "it has not the length of its fields"),
      /** Another major version of the protocol. */
      VERSION(2, "major version must be " + LinkFormat.MAJOR),
      /** A host never draws 0. */
      NONCE(3, "nonce must not be 0"),
      /** Longer than a dictionary may be. */
      DICT_SIZE(4, "dict_size must be 0 to 4096"),
      /** Out of its range. */
      MAX_BODY(5, "max_body must be 32 to 254"),
      /** Out of its range. */
      RX_BYTES(6, "rx_bytes must be at least 64"),
      /** Out of its range. */
      WINDOW(7, "window must be 1 to 7"),
      /** A bit that the host did not offer. */
      FLAGS(8, "flags must be 0"),
      /** Out of its range. */
      CLOCK_HZ(9, "clock_hz must be 100 to 20000"),
      /** Longer than a uid may be. */
      UID(10, "uid must have 0 to 16 bytes"),
      /** Empty, too long, or no text. */
      FIRMWARE(11, "firmware must be text of 1 to 32 bytes"),
      /** It is not the one that HELLO names, or breaks a rule of A8; the text says which. */
      DICTIONARY(12, "the dictionary breaks a rule"),
      /** The host is set up for another board. */
      UNWANTED(13, "another board is expected here");

      private static final Rule[] BY_CODE = values();

      private final int code;
      private final String text;

      Rule(int code, String text) {
        this.code = code;
        this.text = text;
      }

      /** The number on the wire. */
      public int code() {
        return code;
      }

      /** What should be, in words. */
      public String text() {
        return text;
      }

      /** The refusal with that number, or nothing when version 1 has none. */
      public static Optional<Rule> of(int code) {
        return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
      }
    }

    /** A refusal with as much of the text as a body of the peer holds. */
    public static Refused fitting(int type, Rule why, String text, int maxBody) {
      int room = maxBody - LinkFormat.BODY_OVERHEAD - 2;
      int end = text.length();
      while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > room) {
        end = text.offsetByCodePoints(end, -1);
      }
      return new Refused(type, why.code(), text.substring(0, end));
    }

    /** What is wrong, in words. */
    public String why() {
      return text.isEmpty() ? Rule.of(rule).map(Rule::text).orElse("rule " + rule) : text;
    }
  }

  /**
   * Types 10 and 11: one value for each channel of a template. Hosts get it as a {@link
   * ReadingsCursor} instead.
   *
   * @param tick the tick at sampling
   * @param values raw values in the order of the template
   * @param qualities codes in the same order, or empty when all are good
   */
  record Readings(int template, int tick, List<Value> values, List<Integer> qualities)
      implements LinkMessage {
    public Readings {
      values = List.copyOf(values);
      qualities = List.copyOf(qualities);
    }

    /** Quality code of a value. */
    public int quality(int index) {
      return qualities.isEmpty() ? Quality.GOOD : qualities.get(index);
    }
  }

  /** Type 12: one value that must not get lost. */
  record Event(int channel, int tick, int quality, Value value) implements LinkMessage {}

  /** Type 20: asks what tick it is. */
  record TimeRequest(int nonce) implements LinkMessage {}

  /** Type 21: the tick, and the nonce of the question. */
  record TimeResponse(int nonce, int tick) implements LinkMessage {}

  /** Type 30: sets an output, not after the deadline (a tick). */
  record Command(int id, int channel, int deadline, Value value) implements AboutCommands {}

  /** Type 31: what became of a command, and the value that the output has now. */
  record CommandResult(int id, CommandStatus status, int channel, Value value)
      implements AboutCommands {}

  /** Type 32: announces a command to a dangerous output. */
  record Arm(int id, int channel, int deadline, Value value) implements AboutCommands {}

  /** Type 33: restates what was announced, with the token to confirm it. */
  record ArmOk(int id, int token, int channel, Value value) implements AboutCommands {}

  /** Type 34: carries out what was announced. */
  record Confirm(int id, int token) implements AboutCommands {}

  /** Type 35: asks for the result of a command. */
  record CommandQuery(int id) implements AboutCommands {}

  /** Type 36: leaves BOOT or FAIL-SAFE; moves no output. */
  record Rearm() implements AboutCommands {}

  /**
   * Type 40: the host lives; without another within the timeout outputs go to their safe values.
   */
  record Heartbeat(int timeoutMillis) implements LinkMessage {}

  /** Type 50: a line of log; level 0 debug, 1 info, 2 warning, 3 error. */
  record Log(int level, String text) implements LinkMessage {}

  /**
   * Type 60: counters since boot.
   *
   * @param failSafe whether outputs are at their safe values because heartbeats stopped
   * @param neverCommanded whether some output was never commanded since boot
   * @param sent best-effort frames before this one, modulo 2^32
   * @param loopMaxMicros longest turn of the device's main loop, µs
   */
  record Status(
      boolean failSafe,
      boolean neverCommanded,
      int sent,
      int receivedFrames,
      int crcErrors,
      int cobsErrors,
      int overruns,
      int malformed,
      int resent,
      int sendDropped,
      int loopMaxMicros)
      implements LinkMessage {}

  /**
   * Types 70 to 7F: experiments, and any other type that this version does not know.
   *
   * @param type 0 to 255
   */
  record Other(int type, Bytes payload) implements LinkMessage {}
}
