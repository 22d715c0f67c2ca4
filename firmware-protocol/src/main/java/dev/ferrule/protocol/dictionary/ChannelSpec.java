package dev.ferrule.protocol.dictionary;

import dev.ferrule.protocol.Kind;
import java.util.OptionalInt;

/**
 * One channel of a board's dictionary. PROTOCOL.md, section A8.
 *
 * <p>Values here are raw, as on the link (see {@link Kind}); {@link #toValue} and {@link #toRaw}
 * tie them to the channel's unit. The rules of A8 are checked when a dictionary is read or built,
 * not here.
 *
 * @param id number of the channel on the link, 0 to 1023
 * @param key name in programs, {@code [a-z][a-z0-9_]*}, 1 to 32 characters
 * @param name name for people, 1 to 64 bytes of UTF-8
 * @param unit UCUM unit, "1" when there is none
 * @param kind what the values are
 * @param scale how integers and values are tied; without meaning for {@link Kind#FLOAT}
 * @param min lowest value, raw; the lowest there is when the dictionary names none
 * @param max highest value, raw; the highest there is when the dictionary names none
 * @param periodMs milliseconds between readings, 0 to 2^32 - 1; 0: only when the value changes
 * @param readable whether readings of it come
 * @param writable whether commands to it are taken
 * @param dangerous whether a command needs ARM and CONFIRM
 * @param safe the value, raw, at boot and in fail-safe; 0 and without meaning when not writable
 * @param enumeration id of its table when the kind is {@link Kind#ENUMERATION}, else 0
 */
public record ChannelSpec(
    int id,
    String key,
    String name,
    String unit,
    Kind kind,
    Scale scale,
    int min,
    int max,
    long periodMs,
    boolean readable,
    boolean writable,
    boolean dangerous,
    int safe,
    int enumeration) {

  /**
   * A builder for a channel with the defaults of A8: a number, no decimals, readable, every second.
   */
  public static Builder of(int id, String key) {
    return new Builder(id, key);
  }

  /** The raw minimum that stands for "none" in this kind. */
  static int lowest(Kind kind) {
    return kind == Kind.FLOAT
        ? Float.floatToRawIntBits(Float.NEGATIVE_INFINITY)
        : Integer.MIN_VALUE;
  }

  /** The raw maximum that stands for "none" in this kind. */
  static int highest(Kind kind) {
    return kind == Kind.FLOAT
        ? Float.floatToRawIntBits(Float.POSITIVE_INFINITY)
        : Integer.MAX_VALUE;
  }

  /** Whether the dictionary names a lowest value. */
  public boolean hasMin() {
    return min != lowest(kind);
  }

  /** Whether the dictionary names a highest value. */
  public boolean hasMax() {
    return max != highest(kind);
  }

  /** The value in the channel's unit that a raw value stands for. */
  public double toValue(int raw) {
    return kind == Kind.FLOAT ? Float.intBitsToFloat(raw) : scale.toValue(raw);
  }

  /**
   * The raw value nearest to a value in the channel's unit; nothing when 32 bits do not hold it or
   * it is not a number.
   */
  public OptionalInt toRaw(double value) {
    if (kind == Kind.FLOAT) {
      float single = (float) value;
      return Float.isFinite(single)
          ? OptionalInt.of(Float.floatToRawIntBits(single))
          : OptionalInt.empty();
    }
    long n = scale.toInteger(value);
    return Double.isNaN(value) || n != (int) n ? OptionalInt.empty() : OptionalInt.of((int) n);
  }

  /**
   * Whether a raw value lies in min..max, and for a switch is 0 or 1. Labels of an enumeration are
   * looked at by {@link Dictionary#allows}.
   */
  public boolean inRange(int raw) {
    return switch (kind) {
      case SWITCH -> (raw == 0 || raw == 1) && raw >= min && raw <= max;
      case FLOAT ->
          Float.intBitsToFloat(raw) >= Float.intBitsToFloat(min)
              && Float.intBitsToFloat(raw) <= Float.intBitsToFloat(max);
      case NUMBER, ENUMERATION, COUNTER -> raw >= min && raw <= max;
    };
  }

  /** Collects what a channel is; every method returns the builder. Not thread-safe. */
  public static final class Builder {
    private final int id;
    private final String key;
    private String name;
    private String unit = "1";
    private Kind kind = Kind.NUMBER;
    private Scale scale = new Scale.Decimals(0);
    private OptionalInt min = OptionalInt.empty();
    private OptionalInt max = OptionalInt.empty();
    private long periodMs = 1000;
    private boolean readable = true;
    private boolean writable;
    private boolean dangerous;
    private int safe;
    private int enumeration;

    private Builder(int id, String key) {
      this.id = id;
      this.key = key;
      this.name = key;
    }

    public Builder name(String newName) {
      name = newName;
      return this;
    }

    public Builder unit(String ucum) {
      unit = ucum;
      return this;
    }

    public Builder kind(Kind newKind) {
      kind = newKind;
      return this;
    }

    public Builder scale(Scale newScale) {
      scale = newScale;
      return this;
    }

    public Builder decimals(int digits) {
      return scale(new Scale.Decimals(digits));
    }

    /** Lowest and highest value, both raw; after {@link #kind}. */
    public Builder range(int rawMin, int rawMax) {
      min = OptionalInt.of(rawMin);
      max = OptionalInt.of(rawMax);
      return this;
    }

    /** Lowest value, raw. */
    public Builder min(int raw) {
      min = OptionalInt.of(raw);
      return this;
    }

    /** Highest value, raw. */
    public Builder max(int raw) {
      max = OptionalInt.of(raw);
      return this;
    }

    public Builder periodMs(long milliseconds) {
      periodMs = milliseconds;
      return this;
    }

    public Builder readable(boolean isReadable) {
      readable = isReadable;
      return this;
    }

    /** Makes the channel writable, with the raw value that is safe. */
    public Builder writable(int rawSafe) {
      writable = true;
      safe = rawSafe;
      return this;
    }

    public Builder dangerous(boolean isDangerous) {
      dangerous = isDangerous;
      return this;
    }

    /** Makes it an enumeration with the labels of that table. */
    public Builder enumeration(int tableId) {
      kind = Kind.ENUMERATION;
      enumeration = tableId;
      return this;
    }

    /** The channel as it stands. */
    public ChannelSpec build() {
      return new ChannelSpec(
          id,
          key,
          name,
          unit,
          kind,
          scale,
          min.orElse(lowest(kind)),
          max.orElse(highest(kind)),
          periodMs,
          readable,
          writable,
          dangerous,
          safe,
          enumeration);
    }
  }
}
