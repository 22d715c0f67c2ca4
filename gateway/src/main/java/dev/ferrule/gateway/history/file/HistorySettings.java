package dev.ferrule.gateway.history.file;

import java.time.Duration;

/**
 * How much is remembered.
 *
 * @param isOn whether anything is
 * @param commit how often what came is written: a power cut takes at most so much; 100 ms to 1 min
 * @param keep how long readings are kept
 * @param bytes what the file may take on the disk; then the oldest readings go
 */
public record HistorySettings(boolean isOn, Duration commit, Duration keep, long bytes) {

  /** Everything, for three months, in a gibibyte. */
  public static final HistorySettings DEFAULT =
      new HistorySettings(true, Duration.ofSeconds(1), Duration.ofDays(90), 1L << 30);
}
