package dev.ferrule.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Channels that a board reads at the same time and sends in one frame or line.
 *
 * @param id from 0
 * @param period between two rows; zero for only on change
 * @param channels 1 to 32
 */
public record ChannelGroup(int id, Duration period, List<ChannelPlan> channels) {

  /** The protocol's limit for a template. */
  private static final int MAX_CHANNELS = 32;

  /** Copies the channels. */
  public ChannelGroup {
    channels = List.copyOf(channels);
  }

  /** The readable channels of a board, by their period and in their order. */
  public static List<ChannelGroup> of(BoardPlan plan) {
    Map<Duration, List<ChannelPlan>> byPeriod = new LinkedHashMap<>();
    for (ChannelPlan channel : plan.channels()) {
      if (channel.access().readable()) {
        byPeriod.computeIfAbsent(channel.period(), _ -> new ArrayList<>()).add(channel);
      }
    }
    List<ChannelGroup> groups = new ArrayList<>();
    byPeriod.forEach(
        (period, channels) -> {
          for (int i = 0; i < channels.size(); i += MAX_CHANNELS) {
            List<ChannelPlan> part =
                channels.subList(i, Math.min(channels.size(), i + MAX_CHANNELS));
            groups.add(new ChannelGroup(groups.size(), period, part));
          }
        });
    return List.copyOf(groups);
  }
}
