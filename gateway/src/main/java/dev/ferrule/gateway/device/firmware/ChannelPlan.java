package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.dictionary.Enumeration;
import dev.ferrule.protocol.dictionary.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A board's channels in the order in which the gateway announces them, and where the values of a
 * frame belong.
 *
 * <p>Templates come first, so that a frame fills neighbors and becomes one block; channels without
 * a template come last. Immutable.
 */
final class ChannelPlan {

  private final Dictionary dictionary;
  private final List<ChannelSpec> specs;
  private final int[] indexById;
  private final List<List<Run>> runs;
  private final boolean overlapping;

  /**
   * Values of a template that are neighbors as channels.
   *
   * @param column place of the first value in the template
   * @param index index of its channel
   * @param length number of values
   */
  record Run(int column, int index, int length) {}

  ChannelPlan(Dictionary dictionary) {
    this.dictionary = dictionary;
    Set<ChannelSpec> ordered = new LinkedHashSet<>();
    dictionary.templates().forEach(template -> ordered.addAll(template.channels()));
    ordered.addAll(dictionary.channels());
    this.specs = List.copyOf(ordered);
    this.indexById = new int[1 + specs.stream().mapToInt(ChannelSpec::id).max().orElse(0)];
    for (int i = 0; i < specs.size(); i++) {
      indexById[specs.get(i).id()] = i;
    }
    this.runs = dictionary.templates().stream().map(this::runsOf).toList();
    int values = dictionary.templates().stream().mapToInt(Template::size).sum();
    long distinct =
        dictionary.templates().stream().flatMap(t -> t.channels().stream()).distinct().count();
    this.overlapping = values != distinct;
  }

  private List<Run> runsOf(Template template) {
    List<Run> found = new ArrayList<>();
    int start = 0;
    for (int column = 1; column <= template.size(); column++) {
      boolean ends =
          column == template.size()
              || index(template.channel(column)) != index(template.channel(column - 1)) + 1;
      if (ends) {
        found.add(new Run(start, index(template.channel(start)), column - start));
        start = column;
      }
    }
    return found;
  }

  private int index(ChannelSpec spec) {
    return indexById[spec.id()];
  }

  /** The dictionary that this is about. */
  Dictionary dictionary() {
    return dictionary;
  }

  /** How many channels there are. */
  int size() {
    return specs.size();
  }

  /** What the board says of the channel with an index. */
  Optional<ChannelSpec> spec(int index) {
    return index >= 0 && index < specs.size() ? Optional.of(specs.get(index)) : Optional.empty();
  }

  /** Index of the channel that has an id on the link. */
  OptionalInt indexOf(int id) {
    return dictionary.channelIndex(id) < 0 ? OptionalInt.empty() : OptionalInt.of(indexById[id]);
  }

  /** Where the values of a template belong, by its place in the dictionary. */
  List<Run> runs(int templateIndex) {
    return runs.get(templateIndex);
  }

  /**
   * Whether some channel is in two templates, so that their frames must not be sorted by template.
   */
  boolean isOverlapping() {
    return overlapping;
  }

  /** The channels as the rest of the gateway sees them, by index. */
  List<Channel> describe(String device) {
    return specs.stream().map(spec -> describe(device, spec)).toList();
  }

  private Channel describe(String device, ChannelSpec spec) {
    Optional<Channel.Control> control =
        spec.writable()
            ? Optional.of(new Channel.Control(spec.toValue(spec.safe()), 0, spec.dangerous()))
            : Optional.empty();
    return new Channel(
        new ChannelId(device, spec.key()),
        spec.name(),
        spec.unit().equals("1") ? "" : spec.unit(),
        spec.kind(),
        scale(spec),
        range(spec),
        Duration.ofMillis(spec.periodMs()),
        spec.readable(),
        control,
        labels(spec));
  }

  private static Scale scale(ChannelSpec spec) {
    if (spec.kind() == Kind.FLOAT) {
      return new Scale.Floating();
    }
    return switch (spec.scale()) {
      case dev.ferrule.protocol.dictionary.Scale.Decimals(int digits) -> new Scale.Decimals(digits);
      case dev.ferrule.protocol.dictionary.Scale.Ratio(long num, long den) ->
          new Scale.Ratio(num, den);
    };
  }

  private static ValueRange range(ChannelSpec spec) {
    if (spec.kind() == Kind.SWITCH) {
      return new ValueRange(0, 1);
    }
    return new ValueRange(
        spec.hasMin() ? spec.toValue(spec.min()) : Double.NEGATIVE_INFINITY,
        spec.hasMax() ? spec.toValue(spec.max()) : Double.POSITIVE_INFINITY);
  }

  private Map<Integer, String> labels(ChannelSpec spec) {
    return spec.kind() == Kind.ENUMERATION
        ? dictionary.enumeration(spec.enumeration()).map(Enumeration::labels).orElse(Map.of())
        : Map.of();
  }
}
