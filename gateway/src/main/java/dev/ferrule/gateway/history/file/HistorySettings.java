package dev.ferrule.gateway.history.file;

import java.time.Duration;

/**
 * How much is remembered.
 *
 * @param isOn whether anything is
 * @param commit how often what came is written: a power cut takes at most so much; 100 ms to 1 min
 * @param rules which readings are kept, and how long
 * @param bytes what the file may take on the disk; then the oldest readings go
 */
public record HistorySettings(boolean isOn, Duration commit, HistoryRules rules, long bytes) {

  /** Everything, for three months, in a gibibyte. */
  public static final HistorySettings DEFAULT =
      new HistorySettings(true, Duration.ofSeconds(1), Duration.ofDays(90), 1L << 30);

  /** All readings of all channels, kept for equally long. */
  public HistorySettings(boolean isOn, Duration commit, Duration keep, long bytes) {
    this(isOn, commit, HistoryRules.of(HistoryRule.all(keep)), bytes);
  }

  /** How long readings of a channel without a rule of its own are kept. */
  public Duration keep() {
    return rules.otherwise().keep();
  }
}
