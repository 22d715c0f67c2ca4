package dev.ferrule.gateway.device.gpio.chip;

import com.pi4j.provider.Provider;
import dev.ferrule.gateway.model.LinkCounts;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An open GPIO chip whose lines are had through Pi4J. Their {@code bcm} number is the line's offset
 * on the chip.
 *
 * <p>One thread at a time uses it; events come on one thread of its own.
 */
public interface Chip extends AutoCloseable {

  /**
   * Property of an input's configuration: {@code rising}, {@code falling} or {@code both} (what it
   * is without).
   */
  String EDGE = "edge";

  /** Property of an output's configuration: {@code push-pull}, {@code open-drain} and so on. */
  String DRIVE = "drive";

  /** Providers for a Pi4J context: digital input, digital output and, where there is any, PWM. */
  List<Provider<?, ?, ?>> providers();

  /**
   * Looks whether all these lines are there and free, and touches none.
   *
   * @throws ChipTrouble when one is not; says which and why
   */
  void check(Set<Integer> lines);

  /** Names who is told the reason, once, on the event thread, when the chip goes away. */
  void whenLost(Consumer<String> listener);

  /**
   * What came over the link to the chip since it was opened; nothing for one without a link. Any
   * thread.
   */
  default LinkCounts counts() {
    return LinkCounts.NONE;
  }

  /** Releases every line and the chip. Blocks for up to 200 ms. */
  @Override
  void close();
}
