package dev.ferrule.sim.world;

import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.scenario.signal.Response;
import dev.ferrule.sim.scenario.signal.Wave;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The true value of one channel, before a sensor adds its noise. Owner: the loop's thread.
 *
 * <p>What has a memory (walks, responses) moves in {@link #step}, all sources together; between two
 * steps only the wave moves.
 */
public final class Source {

  /** A term with its channels found. */
  private record Drive(Source source, double gain, Optional<Source> times) {
    double now() {
      return gain * source.level * times.map(other -> other.level).orElse(1.0);
    }
  }

  private final ChannelPlan plan;
  private final RandomGenerator walkChance;
  private final RandomGenerator noiseChance;
  private List<Drive> drives = List.of();

  /** Distance of the walk from its middle. */
  private double walked;

  /** State of the response. */
  private double response;

  /** The value at the last step, which others answer to; of an output, where it was put. */
  private double level;

  private long readings;

  Source(ChannelPlan plan, SplittableRandom random) {
    this.plan = plan;
    this.walkChance = random.split();
    this.noiseChance = random.split();
    if (plan.signal().response().orElse(null) instanceof Response.Integrate tank) {
      response = tank.start();
    }
    level = plan.access().writable() ? plan.access().safe() : truth(0);
  }

  void bind(List<Response.Term> terms, Function<String, Source> find) {
    drives =
        terms.stream()
            .map(t -> new Drive(find.apply(t.channel()), t.gain(), t.times().map(find)))
            .toList();
  }

  /** Goes at once where following the others would lead in the end. */
  void rest() {
    if (plan.signal().response().orElse(null) instanceof Response.Follow) {
      response = drive();
    }
  }

  /** Whether it moves in steps, or others answer to it in steps. */
  boolean hasMemory() {
    return plan.signal().response().isPresent() || plan.signal().wave() instanceof Wave.Walk;
  }

  /** Lets what has a memory move on by {@code seconds}; other sources stand where they stood. */
  void step(double seconds) {
    if (plan.signal().wave() instanceof Wave.Walk walk) {
      double pull = Waves.seconds(walk.pull().toNanos());
      walked -= pull > 0 ? walked * Math.min(1, seconds / pull) : 0;
      walked += walk.drift() * Math.sqrt(seconds) * walkChance.nextGaussian();
    }
    switch (plan.signal().response().orElse(null)) {
      case null -> {}
      case Response.Follow follow -> {
        double lag = Waves.seconds(follow.lag().toNanos());
        double part = lag <= 0 ? 1 : 1 - Math.exp(-seconds / lag);
        response += (drive() - response) * part;
      }
      case Response.Integrate tank ->
          response = plan.range().clamp(response + seconds * (tank.rate() + drive()));
    }
  }

  /** Shows the present value to the sources that answer to it. */
  void settle(long nanos) {
    if (!plan.access().writable()) {
      level = truth(nanos);
    }
  }

  /** Puts an output somewhere. */
  void put(double value) {
    level = value;
  }

  /** The true value; of an output, where it was put last. */
  double value(long nanos) {
    return plan.access().writable() ? level : truth(nanos);
  }

  /** What a sensor reads now, noise and all. */
  double sample(long nanos, long clockNanos) {
    long number = readings++;
    if (plan.access().writable()) {
      return level;
    }
    return switch (plan.signal().wave()) {
      case Wave.Sequence _ -> number & Integer.MAX_VALUE;
      case Wave.Stamp _ -> clockNanos / 1000 & Integer.MAX_VALUE;
      case Wave.Constant _, Wave.Sine _, Wave.Ramp _, Wave.Square _, Wave.Walk _ -> {
        double noise = plan.signal().noise();
        double error = noise == 0 ? 0 : noise * noiseChance.nextGaussian();
        yield plan.range().clamp(truth(nanos) + error);
      }
    };
  }

  private double truth(long nanos) {
    Wave wave = plan.signal().wave();
    double base = wave instanceof Wave.Walk walk ? walk.middle() + walked : Waves.at(wave, nanos);
    return plan.range().clamp(base + response);
  }

  private double drive() {
    double sum = 0;
    for (Drive drive : drives) {
      sum += drive.now();
    }
    return sum;
  }
}
