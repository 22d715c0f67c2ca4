package dev.ferrule.gateway.device;

import java.time.Duration;
import java.util.List;

/**
 * One device at work, whatever it hangs on: {@link DeviceRuntime} when bytes come and go, else a
 * class of its driver.
 */
public interface RunningDevice extends AutoCloseable {

  /** Enough for all units of a slow Modbus line. */
  Duration USUAL_LIMIT = Duration.ofSeconds(5);

  /** Opens the link and keeps it open. Any thread. */
  void start();

  /** Hands an admitted command to the driver. Any thread. */
  void sendCommand(DeviceCommand command);

  /**
   * Puts outputs to their safe values where only the gateway can do it, and frees the link. Any
   * thread but the loop's; takes at most 700 ms longer than {@code limit}.
   *
   * @param limit how long the outputs may take
   * @return the keys of outputs that were not reached
   */
  List<String> stop(Duration limit);

  /** The same with as much time as outputs usually get. */
  @Override
  default void close() {
    stop(USUAL_LIMIT);
  }
}
