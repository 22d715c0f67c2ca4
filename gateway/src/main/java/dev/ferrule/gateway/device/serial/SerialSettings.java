package dev.ferrule.gateway.device.serial;

import dev.ferrule.gateway.device.serial.ports.PortName;
import dev.ferrule.gateway.device.serial.ports.PortPath;
import java.util.Locale;

/**
 * Which port a board is on, how fast it talks, and the form of a character; never flow control.
 *
 * @param port where the board is
 * @param baud bits a second, 300 to 4,000,000
 * @param dataBits 5 to 8
 * @param parity the check bit after them
 * @param stopBits 1 or 2
 */
public record SerialSettings(PortName port, int baud, int dataBits, Parity parity, int stopBits) {

  /** The check bit of a character. */
  public enum Parity {
    NONE,
    EVEN,
    ODD;

    /** Its word in a configuration. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What PROTOCOL.md A says for boards that are not told otherwise. */
  public static final int DEFAULT_BAUD = 115_200;

  /** Slowest rate. */
  public static final int MIN_BAUD = 300;

  /** Fastest rate that Linux names. */
  public static final int MAX_BAUD = 4_000_000;

  public SerialSettings {
    if (baud < MIN_BAUD || baud > MAX_BAUD) {
      throw new IllegalArgumentException(
          "baud must be " + MIN_BAUD + " to " + MAX_BAUD + ", not " + baud);
    }
    if (dataBits < 5 || dataBits > 8) {
      throw new IllegalArgumentException("data_bits must be 5 to 8, not " + dataBits);
    }
    if (stopBits < 1 || stopBits > 2) {
      throw new IllegalArgumentException("stop_bits must be 1 or 2, not " + stopBits);
    }
  }

  /** A port at 8N1. */
  public SerialSettings(String path, int baud) {
    this(new PortPath(path), baud, 8, Parity.NONE, 1);
  }

  /** A port at the usual rate. */
  public SerialSettings(String path) {
    this(path, DEFAULT_BAUD);
  }

  /** Bits that a character takes on the line, with start, parity and stop. */
  int bitsPerCharacter() {
    return 1 + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits;
  }

  /** Data bits, parity and stop bits as people write them, such as {@code 8E1}. */
  public String form() {
    return dataBits + parity.name().substring(0, 1) + stopBits;
  }
}
