package dev.ferrule.gateway.device;

/**
 * One device at work, whatever it hangs on: {@link DeviceRuntime} when bytes come and go, else a
 * class of its driver.
 */
public interface RunningDevice extends AutoCloseable {

  /** Opens the link and keeps it open. Any thread. */
  void start();

  /** Hands an admitted command to the driver. Any thread. */
  void sendCommand(DeviceCommand command);

  /**
   * Puts outputs to their safe values where only the gateway can do it, and frees the link. Any
   * thread but the loop's; takes at most 700 ms.
   */
  @Override
  void close();
}
