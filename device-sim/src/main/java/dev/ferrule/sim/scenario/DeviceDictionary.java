package dev.ferrule.sim.scenario;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.dictionary.DictionaryBuilder;
import dev.ferrule.protocol.dictionary.DictionaryResult;
import dev.ferrule.protocol.dictionary.Scale;
import java.time.Duration;

/** Makes the dictionary that a firmware board tells of itself. PROTOCOL.md, section A8. */
public final class DeviceDictionary {

  private DeviceDictionary() {}

  /**
   * The dictionary of a board; a template for each {@link ChannelGroup}, of its id.
   *
   * @throws IllegalArgumentException when a limit or a safe value of a channel does not fit 32 bits
   */
  public static DictionaryResult of(BoardPlan plan) {
    DictionaryBuilder builder = Dictionary.builder();
    builder.device(plan.identity().model(), plan.identity().vendor());
    for (ChannelPlan channel : plan.channels()) {
      if (channel.kind() == Kind.ENUMERATION) {
        builder.enumeration(channel.id(), channel.labels());
      }
    }
    for (ChannelPlan channel : plan.channels()) {
      builder.channel(spec(channel));
    }
    for (ChannelGroup group : ChannelGroup.of(plan)) {
      builder.template(group.id(), group.channels().stream().mapToInt(ChannelPlan::id).toArray());
    }
    return builder.build();
  }

  private static ChannelSpec spec(ChannelPlan channel) {
    ChannelSpec.Builder spec =
        ChannelSpec.of(channel.id(), channel.key())
            .name(channel.name())
            .kind(channel.kind())
            .scale(new Scale.Decimals(channel.decimals()))
            .periodMs(millis(channel.period()))
            .readable(channel.access().readable())
            .dangerous(channel.access().dangerous());
    if (!channel.unit().isEmpty()) {
      spec.unit(channel.unit());
    }
    if (channel.kind() == Kind.ENUMERATION) {
      spec.enumeration(channel.id());
    }
    channel.range().min().ifPresent(min -> spec.min(raw(channel, spec, min)));
    channel.range().max().ifPresent(max -> spec.max(raw(channel, spec, max)));
    if (channel.access().writable()) {
      spec.writable(raw(channel, spec, channel.access().safe()));
    }
    return spec.build();
  }

  private static int raw(ChannelPlan channel, ChannelSpec.Builder spec, double value) {
    return spec.build()
        .toRaw(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s of %s does not fit 32 bits with %d decimals"
                        .formatted(value, channel.key(), channel.decimals())));
  }

  /** A dictionary tells whole milliseconds; 0 would mean "only on change". */
  private static long millis(Duration period) {
    return period.isZero() ? 0 : Math.max(1, Math.round(period.toNanos() / 1e6));
  }
}
