package dev.ferrule.protocol.capture;

import java.time.Instant;

/**
 * Which line was captured, and when.
 *
 * @param started the moment that the times of the events count from, by the wall clock of the
 *     machine that captured; microseconds are kept
 * @param port the line's name there, such as {@code /dev/ttyUSB0}
 * @param baud bits a second, 1 to 9,999,999
 * @param form data bits, parity and stop bits, such as {@code 8N1}
 */
public record CaptureHead(Instant started, String port, int baud, String form) {

  public CaptureHead {
    if (baud < 1 || baud > 9_999_999 || !form.matches("[5-8][NEO][12]")) {
      throw new IllegalArgumentException(baud + " baud, " + form);
    }
  }
}
