package dev.ferrule.sim.board;

import dev.ferrule.sim.board.Effect.Cause;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.world.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a board acts on the world with, and the record of all that it did. Owner: the loop's thread.
 */
public final class Outputs {

  private final EventLoop loop;
  private final World world;
  private final BoardPlan plan;
  private final BoardClock clock;
  private final List<Effect> effects = new ArrayList<>();

  /** Keys of the outputs that were commanded since boot. */
  private final Set<String> commanded = new HashSet<>();

  Outputs(EventLoop loop, World world, BoardPlan plan, BoardClock clock) {
    this.loop = loop;
    this.world = world;
    this.plan = plan;
    this.clock = clock;
  }

  /** Puts every output to its safe value; gives whether that moved one. */
  public boolean makeSafe(Cause cause) {
    if (cause == Cause.BOOT) {
      commanded.clear();
    }
    boolean moved = false;
    for (ChannelPlan channel : plan.channels()) {
      if (channel.access().writable()) {
        double safe = channel.access().safe();
        boolean there = value(channel) == safe;
        moved |= !there;
        if (!there || cause == Cause.BOOT) {
          put(channel, safe, cause, OptionalLong.empty(), OptionalLong.empty());
        }
      }
    }
    return moved;
  }

  /** Does what a command asks. */
  public void obey(ChannelPlan channel, double value, OptionalLong command, OptionalLong deadline) {
    commanded.add(channel.key());
    put(channel, value, Cause.COMMAND, command, deadline);
  }

  /** Lets one output fall to its safe value, because nobody holds it any more. */
  public void release(ChannelPlan channel) {
    if (value(channel) != channel.access().safe()) {
      put(
          channel,
          channel.access().safe(),
          Cause.FAIL_SAFE,
          OptionalLong.empty(),
          OptionalLong.empty());
    }
  }

  public double value(ChannelPlan channel) {
    return world.value(world.source(plan.name(), channel.key()));
  }

  public boolean isEachCommanded() {
    return plan.channels().stream()
        .filter(channel -> channel.access().writable())
        .allMatch(channel -> commanded.contains(channel.key()));
  }

  /** All that ever happened, oldest first. */
  List<Effect> effects() {
    return List.copyOf(effects);
  }

  private void put(
      ChannelPlan channel, double value, Cause cause, OptionalLong command, OptionalLong deadline) {
    world.put(world.source(plan.name(), channel.key()), value);
    effects.add(
        new Effect(
            loop.now(),
            clock.boot(),
            clock.tick(),
            channel.key(),
            value,
            cause,
            command,
            deadline));
  }
}
