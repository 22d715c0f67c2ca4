package dev.ferrule.gateway.device.serial;

/**
 * How much each line's recorder keeps.
 *
 * @param bytes memory for one line, 4 KiB to 4 MiB; each read or write takes its bytes and 11 more
 */
public record RecorderSettings(int bytes) {

  /** Least memory, bytes. */
  public static final int MIN_BYTES = 4 * 1024;

  /** Most memory, bytes. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /** The latest 5 s of a line that is busy all the time at 115200 baud, hours of a quiet one. */
  public static final RecorderSettings DEFAULT = new RecorderSettings(64 * 1024);

  public RecorderSettings {
    if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "recorder must be " + MIN_BYTES + " to " + MAX_BYTES + " bytes, not " + bytes);
    }
  }
}
