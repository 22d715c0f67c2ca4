package dev.ferrule.sim.board.gpio;

import dev.ferrule.sim.scenario.ChannelPlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a chip: what is wired to it, who holds it, and the edges that it makes. Its signal is
 * followed by looks from time to time, in each of which all that happened since the last one comes
 * out, with its time. Owner: the loop's thread.
 */
final class GpioLine {

  /** Fastest pulses, in Hz; more than a serial line can tell. */
  static final double MAX_PULSES = 5000;

  /** How somebody holds the line. */
  sealed interface Use {}

  /** Edges of one or both kinds, once a level has lasted for the debounce time. */
  record Input(boolean rising, boolean falling, long debounceNanos) implements Use {}

  /** Driven to both levels, or to one of them. */
  record Output(boolean drivesHigh, boolean drivesLow) implements Use {}

  /** Hears of edges. */
  interface Edges {
    /** An edge: its number on the line, from 1 on, modulo 2^32, and when it was. */
    void edge(GpioLine line, long sequence, boolean high, long nanos);
  }

  private final int number;
  private final Optional<ChannelPlan> channel;
  private final Edges edges;

  // the signal
  private boolean signal;
  private double phase;
  private long lookedAt;

  // per request
  private @Nullable Use use;
  private boolean level;
  private long changedAt;
  private long sequence;

  GpioLine(int number, Optional<ChannelPlan> channel, Edges edges) {
    this.number = number;
    this.channel = channel;
    this.edges = edges;
  }

  int number() {
    return number;
  }

  /** What is wired to it. */
  Optional<ChannelPlan> channel() {
    return channel;
  }

  /** Who holds it; null for nobody. */
  @Nullable Use use() {
    return use;
  }

  /** Hands it over: edges are numbered from 1 again, and its level is what it is now. */
  void request(@Nullable Use by, boolean high) {
    use = by;
    signal = high;
    level = high;
    sequence = 0;
  }

  /** Its level: of an input what has lasted long enough. */
  boolean isHigh() {
    return level;
  }

  /** How many edges were told since it was requested, modulo 2^32. */
  long sequence() {
    return sequence;
  }

  /** The level that drives it from outside now. */
  void follow(boolean high, long now) {
    if (high != signal) {
      turn(now);
    }
    settle(now);
  }

  /** Drives an output. */
  void put(boolean high) {
    level = high;
  }

  /** So many pulses a second have come since the last look: half of each period is high. */
  void pulse(double rate, long now) {
    double since = now - lookedAt;
    double halves = 2 * Math.clamp(rate, 0, MAX_PULSES) * since / 1e9;
    double before = phase;
    phase += halves;
    for (int turn = 1; turn <= (int) phase; turn++) {
      turn(lookedAt + (long) ((turn - before) / halves * since));
    }
    phase -= (int) phase;
    skip(now);
    settle(now);
  }

  /** Nothing moves until now. */
  void skip(long now) {
    lookedAt = now;
  }

  private void turn(long at) {
    settle(at);
    signal = !signal;
    changedAt = at;
  }

  /** Lets the present signal become the level when it has lasted long enough. */
  private void settle(long now) {
    if (signal != level && use instanceof Input input && now - changedAt >= input.debounceNanos) {
      level = signal;
      if (level ? input.rising : input.falling) {
        sequence = sequence + 1 & 0xFFFF_FFFFL;
        edges.edge(this, sequence, level, changedAt + input.debounceNanos);
      }
    }
  }
}
