package dev.ferrule.gateway.device;

import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Quality;
import java.util.OptionalDouble;

/** What holds for every channel that a configuration describes, whatever its driver. Any thread. */
public final class ChannelRules {

  private static final int NOT_A_NUMBER = Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
  private static final int OUT_OF_RANGE = Quality.of(Quality.UNCERTAIN, Quality.OUT_OF_RANGE);

  private ChannelRules() {}

  /**
   * The quality of a value that a device gave: bad when it is no number, uncertain out of range.
   */
  public static int quality(double value, ValueRange range) {
    return !Double.isFinite(value)
        ? NOT_A_NUMBER
        : range.contains(value) ? Quality.GOOD : OUT_OF_RANGE;
  }

  /** Refuses a key or a name that no channel can have. */
  public static void requireNames(String key, String name) {
    require(
        ChannelId.KEY.matcher(key).matches(), "key must be [a-z][a-z0-9_]*, not \"" + key + "\"");
    require(!name.isBlank() && name.length() <= 64, key + ": name must be 1 to 64 characters");
  }

  /** Refuses decimals other than 0 to 9. */
  public static void requireDecimals(String key, int decimals) {
    require(decimals >= 0 && decimals <= 9, key + ": decimals must be 0 to 9, not " + decimals);
  }

  /** Refuses a safe value that cannot be commanded. */
  public static void requireSafe(String key, OptionalDouble safe, ValueRange range) {
    safe.ifPresent(
        value ->
            require(range.contains(value), key + ": the safe value " + value + " is out of range"));
  }

  /** Refuses with {@code otherwise} what does not meet the condition. */
  public static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
