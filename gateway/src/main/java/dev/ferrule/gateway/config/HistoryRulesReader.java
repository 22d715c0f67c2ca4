package dev.ferrule.gateway.config;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.history.file.HistoryRule;
import dev.ferrule.gateway.history.file.HistoryRules;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.model.ChannelId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The parts of a configuration that say which readings are kept, and how long. What a channel does
 * not say is as with its device, and what that does not say is as with all.
 */
final class HistoryRulesReader {

  private static final String KEY = "history";

  private HistoryRulesReader() {}

  /** How much is remembered; what is wrong is among the section's problems. */
  static HistorySettings read(Section root) {
    HistorySettings standard = HistorySettings.DEFAULT;
    Section section = root.section(KEY);
    boolean isOn = section.flag("enabled", standard.isOn());
    Duration commit =
        section.duration(
            "commit", standard.commit(), Duration.ofMillis(100), Duration.ofMinutes(1));
    long bytes = section.size("size", standard.bytes(), 16L << 20, 1L << 40);
    HistoryRule all = keys(section, HistoryRule.all(standard.keep()));
    return new HistorySettings(isOn, commit, rules(root.section("devices"), all), bytes);
  }

  private static HistoryRules rules(Section devices, HistoryRule all) {
    Map<String, HistoryRule> ofDevices = new HashMap<>();
    Map<ChannelId, HistoryRule> ofChannels = new HashMap<>();
    for (String id : devices.names()) {
      Section device = devices.section(id);
      HistoryRule rule = rule(device, all);
      ofDevices.put(id, rule);
      Section channels = device.section("channels");
      for (String key : channels.names()) {
        Section channel = channels.section(key);
        if (channel.has(KEY)) {
          // A name that is none is told already, with its device or as a key.
          ChannelId.parse(id + '.' + key)
              .ifPresent(found -> ofChannels.put(found, rule(channel, rule)));
        }
      }
    }
    return new HistoryRules(all, ofDevices, ofChannels);
  }

  private static HistoryRule rule(Section of, HistoryRule above) {
    if (!of.has(KEY)) {
      return above;
    }
    return switch (of.text(KEY).orElse("")) {
      case "all" -> HistoryRule.all(above.keep());
      case "off" -> new HistoryRule(false, Duration.ZERO, OptionalDouble.empty(), above.keep());
      default -> keys(of.section(KEY), above);
    };
  }

  private static HistoryRule keys(Section section, HistoryRule above) {
    Duration keep =
        section.duration("keep", above.keep(), Duration.ofHours(1), Duration.ofDays(36_500));
    Duration every = section.duration("every", above.every(), Duration.ZERO, Duration.ofDays(1));
    if (section.has("every") && !every.isZero() && every.compareTo(Duration.ofMillis(100)) < 0) {
      section.problem("every", "must be 100ms to 1d, or 0s for all readings");
    }
    OptionalDouble deadband = section.number("deadband");
    if (deadband.isEmpty()) {
      deadband = above.deadband();
    } else if (section.has("every") && every.isZero()) {
      section.problem("deadband", "says nothing beside every: 0s, which keeps all readings");
    }
    boolean isBand = deadband.isPresent() && deadband.getAsDouble() >= 0;
    if (section.has("every") && every.isZero()) {
      return HistoryRule.all(keep);
    }
    return isBand
        ? new HistoryRule(true, every.isZero() ? HistoryRule.USUAL_EVERY : every, deadband, keep)
        : new HistoryRule(true, every, OptionalDouble.empty(), keep);
  }
}
