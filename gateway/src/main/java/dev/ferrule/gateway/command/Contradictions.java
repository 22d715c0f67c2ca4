package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.ValueRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds outputs that no order of commands could ever take from their safe values: conditions that
 * nothing fulfills, and circles in which each output waits for another.
 */
public final class Contradictions {

  private final Rules rules;
  private final Function<ChannelId, Optional<Channel>> known;

  private Contradictions(Rules rules, Function<ChannelId, Optional<Channel>> known) {
    this.rules = rules;
    this.known = known;
  }

  /**
   * What is wrong, by the channel whose rule it is.
   *
   * @param known what is known of a channel; of an output of which nothing is known, 0 is taken to
   *     be the safe value
   */
  public static Map<ChannelId, String> of(
      Rules rules, Function<ChannelId, Optional<Channel>> known) {
    return new Contradictions(rules, known).find();
  }

  private Map<ChannelId, String> find() {
    Map<ChannelId, String> found = new LinkedHashMap<>();
    Set<ChannelId> bound = new HashSet<>();
    rules
        .channels()
        .forEach(
            (id, rule) ->
                rule.needs()
                    .ifPresent(
                        needs -> {
                          if (isPossible(needs.condition(), Map.of())) {
                            bound.add(id);
                          } else {
                            found.put(id, "can never hold, whatever the channels are");
                          }
                        }));
    while (bound.removeIf(id -> isPossible(condition(id), atSafe(id, bound)))) {
      // each output that can be commanded may be what another one waits for
    }
    for (ChannelId id : bound) {
      found.put(
          id,
          "can never hold: it waits for an output that waits for this one, or that excludes it");
    }
    return found;
  }

  private Condition condition(ChannelId id) {
    return rules.needs(id).orElseThrow().condition();
  }

  /** The safe values of outputs that cannot be away while {@code id} is to be commanded. */
  private Map<ChannelId, Double> atSafe(ChannelId id, Set<ChannelId> bound) {
    Set<ChannelId> still = new HashSet<>(bound);
    rules.exclusive().values().stream().filter(group -> group.contains(id)).forEach(still::addAll);
    Map<ChannelId, Double> safe = new HashMap<>();
    for (ChannelId output : still) {
      safe.put(
          output,
          known.apply(output).flatMap(Channel::control).map(c -> c.safe().orElse(0)).orElse(0.0));
    }
    return safe;
  }

  private boolean isPossible(Condition condition, Map<ChannelId, Double> fixed) {
    Map<ChannelId, List<Double>> open = new LinkedHashMap<>();
    for (ChannelId channel : condition.channels()) {
      open.put(
          channel,
          fixed.containsKey(channel)
              ? List.of(fixed.get(channel))
              : candidates(channel, condition.comparisons()));
    }
    return search(condition, List.copyOf(open.keySet()), open, new HashMap<>());
  }

  /** Tries one value of each channel after the other, and gives up a branch that cannot hold. */
  private static boolean search(
      Condition condition,
      List<ChannelId> left,
      Map<ChannelId, List<Double>> open,
      Map<ChannelId, Double> chosen) {
    Truth truth =
        condition.check(
            channel -> chosen.containsKey(channel) ? Set.of(chosen.get(channel)) : Set.of());
    if (truth != Truth.UNKNOWN || left.isEmpty()) {
      return truth == Truth.TRUE;
    }
    ChannelId next = left.getFirst();
    for (double value : open.getOrDefault(next, List.of())) {
      chosen.put(next, value);
      if (search(condition, left.subList(1, left.size()), open, chosen)) {
        return true;
      }
    }
    chosen.remove(next);
    return false;
  }

  /** Values of a channel between which no comparison makes a difference. */
  private List<Double> candidates(ChannelId channel, List<Condition.Compare> comparisons) {
    TreeSet<Double> limits = new TreeSet<>();
    comparisons.stream()
        .filter(compare -> compare.channel().equals(channel))
        .forEach(compare -> limits.add(compare.value()));
    List<Double> values = new ArrayList<>(limits);
    values.add(limits.first() - 1);
    values.add(limits.last() + 1);
    for (double limit : limits) {
      Double higher = limits.higher(limit);
      if (higher != null) {
        values.add((limit + higher) / 2);
      }
    }
    ValueRange range = known.apply(channel).map(Channel::range).orElse(ValueRange.ANY);
    if (Double.isFinite(range.min())) {
      values.add(range.min());
    }
    if (Double.isFinite(range.max())) {
      values.add(range.max());
    }
    return values.stream().filter(range::contains).toList();
  }
}
