package dev.ferrule.gateway.config;

import dev.ferrule.gateway.command.ChannelRule;
import dev.ferrule.gateway.command.ChannelRule.Needs;
import dev.ferrule.gateway.command.ChannelRule.Rate;
import dev.ferrule.gateway.command.ConditionParser;
import dev.ferrule.gateway.command.Contradictions;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channel.Danger;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.gateway.wording.Units;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a configuration that says what commands must keep to. Channels of devices that
 * describe themselves are taken on trust: only their device must be there.
 */
final class RulesReader {

  private static final Pattern RATE = Pattern.compile("([0-9]{1,4})/([0-9]*)(s|min|h|d)");
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Section root;
  private final RuleChannels channels;
  private final Map<ChannelId, ChannelRule> rules = new LinkedHashMap<>();
  private final Map<String, Set<ChannelId>> exclusive = new LinkedHashMap<>();

  private RulesReader(Section root, List<DeviceConfiguration> devices) {
    this.root = root;
    this.channels = new RuleChannels(root.section("devices").names(), devices);
  }

  /** The rules; what is wrong with them is among the section's problems. */
  static Rules read(Section root, List<DeviceConfiguration> devices) {
    var reader = new RulesReader(root, devices);
    reader.readRules(root.section("rules"));
    reader.readGroups(root.section("exclusive"));
    Rules made = new Rules(reader.rules, reader.exclusive);
    reader.refuseContradictions(made);
    return made;
  }

  private void readRules(Section section) {
    for (String name : section.names()) {
      Optional<ChannelId> id = ChannelId.parse(name);
      if (id.isEmpty()) {
        continue; // the schema has told
      }
      Section rule = section.section(name);
      channels.trouble(id.get(), true).ifPresent(rule::problem);
      ChannelRule made = rule(id.get(), rule);
      if (made != null) {
        rules.put(id.get(), made);
      }
    }
  }

  private @Nullable ChannelRule rule(ChannelId id, Section section) {
    if (section.names().isEmpty()) {
      return null;
    }
    Optional<Channel> channel = channels.known(id);
    ValueRange range = range(section, channel);
    Duration minOn = section.duration("min_on", Duration.ZERO, Duration.ofMillis(100), LONGEST);
    Duration minOff = section.duration("min_off", Duration.ZERO, Duration.ofMillis(100), LONGEST);
    Duration lease =
        section.duration(
            "lease", Duration.ZERO, ChannelRule.SHORTEST_LEASE, ChannelRule.LONGEST_LEASE);
    Optional<Needs> needs = needs(id, section);
    if (lacksSafe(channel)) {
      refuseSafe(id, section);
    }
    Optional<Rate> rate = section.text("rate").flatMap(text -> rate(text, section));
    Danger danger =
        section
            .text("danger")
            .filter(word -> List.of("confirm", "hold", "type").contains(word))
            .map(word -> Danger.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Danger.NONE);
    double step = section.number("step").orElse(0);
    return section.make(
        () -> new ChannelRule(range, step, danger, minOn, minOff, rate, needs, lease));
  }

  private static boolean lacksSafe(Optional<Channel> channel) {
    return channel.filter(known -> known.writable() && !known.hasSafe()).isPresent();
  }

  /** What nobody holds must have somewhere to go. */
  private static void refuseSafe(ChannelId id, Section section) {
    if (section.has("lease")) {
      section.problem("lease", "needs a safe value to go to, and that of " + id + " is none");
    }
    if (section.text("then").filter("safe"::equals).isPresent()) {
      section.problem("then", "needs a safe value to go to, and that of " + id + " is none");
    }
  }

  private static ValueRange range(Section section, Optional<Channel> channel) {
    double min = section.number("min").orElse(Double.NEGATIVE_INFINITY);
    double max = section.number("max").orElse(Double.POSITIVE_INFINITY);
    if (!(min <= max)) {
      section.problem(
          "max", "must be above min, which is " + Numbers.text(min) + ", not " + Numbers.text(max));
      return ValueRange.ANY;
    }
    ValueRange own = channel.map(Channel::range).orElse(ValueRange.ANY);
    if (min > own.max() || max < own.min()) {
      section.problem(
          section.has("min") ? "min" : "max",
          "leaves nothing of what the channel takes: " + Numbers.text(own));
    }
    return new ValueRange(min, max);
  }

  private static Optional<Rate> rate(String text, Section section) {
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty(); // the schema has told
    }
    String time = (matcher.group(2).isEmpty() ? "1" : matcher.group(2)) + matcher.group(3);
    return Optional.ofNullable(
        section.make(
            "rate",
            () ->
                new Rate(Integer.parseInt(matcher.group(1)), Units.duration(time).orElseThrow())));
  }

  private Optional<Needs> needs(ChannelId id, Section section) {
    boolean thenSafe = section.text("then").orElse("refuse").equals("safe");
    Optional<String> text = section.text("needs");
    if (text.isEmpty()) {
      if (section.has("then")) {
        section.problem(
            "then", "says what happens when \"needs\" stops holding, but there is none");
      }
      return Optional.empty();
    }
    Needs made =
        section.make(
            "needs",
            () ->
                new Needs(
                    text.get().strip(), ConditionParser.parse(text.get(), id.device()), thenSafe));
    if (made == null) {
      return Optional.empty();
    }
    for (ChannelId seen : made.condition().channels()) {
      Optional<String> trouble =
          seen.equals(id)
              ? Optional.of("an output cannot depend on itself")
              : channels.trouble(seen, false);
      trouble.ifPresent(told -> section.problem("needs", told));
    }
    return Optional.of(made);
  }

  private void readGroups(Section section) {
    for (String name : section.names()) {
      Set<ChannelId> members = new LinkedHashSet<>();
      for (String text : section.texts(name)) {
        Optional<ChannelId> id = ChannelId.parse(text);
        id.flatMap(known -> channels.trouble(known, true))
            .ifPresent(told -> section.problem(name, told));
        id.filter(known -> lacksSafe(channels.known(known)))
            .ifPresent(known -> section.problem(name, known + " has no safe value to be at"));
        id.filter(known -> !members.add(known))
            .ifPresent(twice -> section.problem(name, "names " + twice + " twice"));
      }
      exclusive.put(name, members);
    }
  }

  private void refuseContradictions(Rules made) {
    Section section = root.section("rules");
    Contradictions.of(made, channels::known)
        .forEach((id, told) -> section.section(id.toString()).problem("needs", told));
  }
}
