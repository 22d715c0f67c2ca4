package dev.ferrule.sim.world;

import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.scenario.Scenario;
import dev.ferrule.sim.scenario.signal.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All channels of all boards, and how they act on each other.
 *
 * <p>Nature moves in steps of {@link #STEP_NANOS}, whenever somebody looks, so that its course does
 * not depend on who looks how often. Within a step every source sees the others as they were before
 * it; a ring of answers is therefore no trouble. Owner: the loop's thread.
 */
public final class World {

  /** Length of a step: 100 ms. */
  private static final long STEP_NANOS = 100_000_000;

  private final EventLoop loop;
  private final long start;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final boolean steps;
  private long stepped;

  /**
   * The world at its beginning, which is now.
   *
   * @param scenario whose channels and seed are taken
   */
  public World(EventLoop loop, Scenario scenario) {
    this.loop = loop;
    this.start = loop.now();
    var random = new SplittableRandom(scenario.seed());
    for (BoardPlan board : scenario.boards()) {
      for (ChannelPlan channel : board.channels()) {
        sources.put(board.name() + "." + channel.key(), new Source(channel, random.split()));
      }
    }
    for (BoardPlan board : scenario.boards()) {
      for (ChannelPlan channel : board.channels()) {
        List<Response.Term> terms = channel.signal().response().map(Response::of).orElse(List.of());
        source(board.name(), channel.key()).bind(terms, this::find);
      }
    }
    rest();
    steps = sources.values().stream().anyMatch(Source::hasMemory);
  }

  /** The source of a channel. */
  public Source source(String board, String key) {
    return find(board + "." + key);
  }

  /** What a sensor reads now. */
  public double sample(Source source) {
    long nanos = catchUp();
    return source.sample(nanos, loop.exactNow());
  }

  /**
   * The value of a channel now, without the noise of a sensor and without counting as a reading.
   */
  public double value(Source source) {
    return source.value(catchUp());
  }

  /** Puts an output somewhere. */
  public void put(Source source, double value) {
    catchUp();
    source.put(value);
  }

  /** Lets what follows others start where it would come to rest; a few rounds for chains. */
  private void rest() {
    for (int round = 0; round < 4; round++) {
      sources.values().forEach(Source::rest);
      sources.values().forEach(source -> source.settle(0));
    }
  }

  /** Nanoseconds since the start. */
  private long catchUp() {
    long nanos = loop.now() - start;
    if (steps) {
      while (nanos - stepped >= STEP_NANOS) {
        stepped += STEP_NANOS;
        for (Source source : sources.values()) {
          source.step(STEP_NANOS / 1e9);
        }
        for (Source source : sources.values()) {
          source.settle(stepped);
        }
      }
    }
    return nanos;
  }

  private Source find(String reference) {
    Source source = sources.get(reference);
    if (source == null) {
      throw new IllegalArgumentException("no channel " + reference);
    }
    return source;
  }
}
