package dev.ferrule.gateway.device.text;

import java.time.Duration;

/**
 * What a board that speaks only when asked is asked.
 *
 * @param write what is sent, 1 to 200 ASCII characters
 * @param every how often, 50 ms to a day; and after each command, so that the board reports back
 */
public record Poll(String write, Duration every) {
  public Poll {
    if (write.isEmpty() || write.length() > 200 || write.chars().anyMatch(c -> c > 0x7E)) {
      throw new IllegalArgumentException("poll must write 1 to 200 ASCII characters");
    }
    if (every.compareTo(Duration.ofMillis(50)) < 0 || every.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("poll every 50ms to 1d");
    }
  }
}
