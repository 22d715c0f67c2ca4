package dev.ferrule.gateway.device.serial;

/**
 * Which port a board is on and how fast it talks; the line is always 8N1 without flow control.
 *
 * @param path absolute path of the port or of a link to it; links are followed anew at each try, so
 *     {@code /dev/serial/by-id/…} finds a board again that came back under another name
 * @param baud bits a second, 300 to 4,000,000
 */
public record SerialSettings(String path, int baud) {

  /** What PROTOCOL.md A says for boards that are not told otherwise. */
  public static final int DEFAULT_BAUD = 115_200;

  /** Slowest rate. */
  public static final int MIN_BAUD = 300;

  /** Fastest rate that Linux names. */
  public static final int MAX_BAUD = 4_000_000;

  public SerialSettings {
    if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "port must be an absolute path such as /dev/serial/by-id/..., not \"" + path + "\"");
    }
    if (baud < MIN_BAUD || baud > MAX_BAUD) {
      throw new IllegalArgumentException(
          "baud must be " + MIN_BAUD + " to " + MAX_BAUD + ", not " + baud);
    }
  }

  /** A port at the usual rate. */
  public SerialSettings(String path) {
    this(path, DEFAULT_BAUD);
  }
}
