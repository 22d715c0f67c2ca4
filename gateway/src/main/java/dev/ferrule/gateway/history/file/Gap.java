package dev.ferrule.gateway.history.file;

import java.util.Locale;

/**
 * A time of which readings are missing, or their times doubtful, and why.
 *
 * @param device id, or empty when it is true of all
 * @param first milliseconds since 1970 UTC
 * @param last likewise
 * @param reason why
 * @param count how many readings are known to be missing; of a moved clock, milliseconds
 */
public record Gap(String device, long first, long last, Reason reason, long count) {

  /** Why readings are missing; the word on the wire is the name in small. */
  public enum Reason {
    /** The gateway did not run. */
    STOPPED,
    /** The link to the device was down. */
    DOWN,
    /** The device said nothing. */
    SILENT,
    /** Somebody else was in the device's place. */
    REFUSED,
    /** More came than could be taken. */
    MERGED,
    /** The disk did not take them. */
    DISK,
    /** The clock was set. */
    CLOCK;

    /** The word on the wire and in the table. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
