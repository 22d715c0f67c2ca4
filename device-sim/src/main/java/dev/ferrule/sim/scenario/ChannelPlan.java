package dev.ferrule.sim.scenario;

import dev.ferrule.protocol.Kind;
import dev.ferrule.sim.scenario.signal.Signal;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One channel of a board.
 *
 * @param id number on the link, 0 to 1023
 * @param key {@code [a-z][a-z0-9_]*}, 1 to 32 letters
 * @param name for people, 1 to 64 bytes
 * @param unit UCUM, at most 16 letters; empty for none
 * @param kind of its value
 * @param decimals 0 to 9; a number or counter is sent as value × 10^decimals
 * @param range of the value, in the unit
 * @param period between readings, at least 100 µs; zero for a reading on each change
 * @param access whether it can be read and commanded
 * @param labels of an enumeration, by value
 * @param signal how the value of an input moves
 * @param register where it is in a Modbus unit; empty for other boards
 * @param pin where it is on a GPIO board; empty for other boards
 */
public record ChannelPlan(
    int id,
    String key,
    String name,
    String unit,
    Kind kind,
    int decimals,
    Range range,
    Duration period,
    Access access,
    SortedMap<Integer, String> labels,
    Signal signal,
    Optional<Register> register,
    Optional<Pin> pin) {

  /** Limits of a value, each of which may be absent. */
  public record Range(Optional<Double> min, Optional<Double> max) {
    /** No limits. */
    public static final Range NONE = new Range(Optional.empty(), Optional.empty());

    /** Checks the order. */
    public Range {
      if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
        throw new IllegalArgumentException(
            "min must not be above max: " + min.get() + " > " + max.get());
      }
    }

    /** The nearest value within the limits. */
    public double clamp(double value) {
      return Math.min(max.orElse(Double.MAX_VALUE), Math.max(min.orElse(-Double.MAX_VALUE), value));
    }
  }

  /**
   * What can be done with a channel.
   *
   * @param writable whether it is an output
   * @param readable whether it is in the readings
   * @param dangerous whether a command needs ARM and CONFIRM; only for an output
   * @param safe value of an output at boot and in fail-safe, in the unit
   */
  public record Access(boolean readable, boolean writable, boolean dangerous, double safe) {
    /** An input. */
    public static final Access INPUT = new Access(true, false, false, 0);

    /** Checks that it is good for anything. */
    public Access {
      if (!readable && !writable) {
        throw new IllegalArgumentException("must be readable or writable");
      }
      if (dangerous && !writable) {
        throw new IllegalArgumentException("dangerous is for outputs");
      }
    }
  }

  /** Checks what concerns several fields. */
  public ChannelPlan {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    if (kind == Kind.ENUMERATION && labels.isEmpty()) {
      throw new IllegalArgumentException("an enum needs labels");
    }
    if (kind != Kind.ENUMERATION && !labels.isEmpty()) {
      throw new IllegalArgumentException("labels are for kind enum");
    }
    if (decimals != 0 && kind != Kind.NUMBER && kind != Kind.COUNTER) {
      throw new IllegalArgumentException("decimals are for kind number and counter");
    }
    if (access.writable() && range.clamp(access.safe()) != access.safe()) {
      throw new IllegalArgumentException("safe must be within min and max: " + access.safe());
    }
    if (access.writable() && kind == Kind.ENUMERATION && !labels.containsKey((int) access.safe())) {
      throw new IllegalArgumentException("safe must have a label: " + (int) access.safe());
    }
  }
}
