package dev.ferrule.gateway.device.text.framing;

import java.time.Duration;
import java.util.Optional;

/**
 * How a board's bytes are cut into frames. Texts stand for bytes: each character is one, 0 to 255.
 *
 * @param cut where a frame ends
 * @param check what its last bytes are; empty for none
 * @param max most bytes of one frame without its delimiter, 1 to 4096; a longer one is refused
 */
public record Framing(Cut cut, Optional<Check> check, int max) {

  /** Lines of at most 512 bytes: what a board prints. */
  public static final Framing LINES = new Framing(new Cut.Lines(), Optional.empty(), 512);

  /** Longest frame that may be allowed. */
  public static final int MAX = 4096;

  /** Where a frame ends. */
  public sealed interface Cut {

    /** At CR or LF; empty lines are none. */
    record Lines() implements Cut {}

    /** At a delimiter of 1 to 16 bytes. */
    record Delimiter(String bytes) implements Cut {
      public Delimiter {
        requireBytes("delimiter", bytes, 1);
      }
    }

    /**
     * After a number of bytes.
     *
     * @param start what each frame starts with, 0 to 16 bytes
     * @param length of the whole frame, start and check included
     */
    record Fixed(String start, int length) implements Cut {
      public Fixed {
        requireBytes("start", start, 0);
      }
    }

    /**
     * Where a length in the frame says. The length follows the start; what it counts begins after
     * it.
     *
     * @param start what each frame starts with, 0 to 16 bytes
     * @param width of the length, 1 or 2 bytes
     * @param littleEndian whether its low byte comes first
     * @param counts what the length is the length of
     */
    record LengthPrefixed(String start, int width, boolean littleEndian, Counts counts)
        implements Cut {
      public LengthPrefixed {
        requireBytes("start", start, 0);
        if (width != 1 && width != 2) {
          throw new IllegalArgumentException("width must be 1 or 2, not " + width);
        }
      }
    }

    /** What a length counts. */
    enum Counts {
      /** What the frame carries. */
      PAYLOAD,
      /** All that follows the length: what the frame carries, and the check. */
      REST,
      /** The whole frame, start and length included. */
      FRAME
    }

    /**
     * Where the board pauses for so long, 2 ms to 10 s; give at least twice what is between bytes.
     */
    record Gap(Duration pause) implements Cut {
      public Gap {
        if (pause.compareTo(Duration.ofMillis(2)) < 0
            || pause.compareTo(Duration.ofSeconds(10)) > 0) {
          throw new IllegalArgumentException("gap must be 2ms to 10s");
        }
      }
    }

    /** At END, as RFC 1055 stuffs bytes. */
    record Slip() implements Cut {}

    /** At zero, as COBS stuffs bytes (Cheshire and Baker, 1997). */
    record Cobs() implements Cut {}
  }

  public Framing {
    if (max < 1 || max > MAX) {
      throw new IllegalArgumentException("max must be 1 to " + MAX + ", not " + max);
    }
    int own = check.map(Check::size).orElse(0);
    if (cut instanceof Cut.Fixed(String start, int length)) {
      if (length <= start.length() + own || length > max) {
        throw new IllegalArgumentException(
            "length must be "
                + (start.length() + own + 1)
                + " to "
                + max
                + ", start and check included, not "
                + length);
      }
      requireStart("fixed", start, check);
    } else if (cut instanceof Cut.LengthPrefixed prefixed) {
      requireStart("length", prefixed.start(), check);
    }
  }

  private static void requireStart(String what, String start, Optional<Check> check) {
    if (start.isEmpty() && check.isEmpty()) {
      throw new IllegalArgumentException(
          what + " frames need a start or a check: else nobody can tell where one begins");
    }
  }

  private static void requireBytes(String what, String bytes, int least) {
    if (bytes.length() < least || bytes.length() > 16 || bytes.chars().anyMatch(c -> c > 0xFF)) {
      throw new IllegalArgumentException(what + " must be " + least + " to 16 bytes");
    }
  }

  /**
   * What is sent to a board that frames its own bytes so. A line end is added to a line that has
   * none; nothing checks that the length fits a fixed one.
   */
  public byte[] encode(byte[] payload) {
    return FrameWriter.encode(this, payload);
  }
}
