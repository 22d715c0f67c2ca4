package dev.ferrule.gateway.device;

/**
 * An admitted command on its way to a driver.
 *
 * @param id the client's id; unique among the commands that a driver holds
 * @param channel index of the channel in the list that the driver announced
 * @param value in the channel's unit, within its range
 * @param deadline when it must have taken effect, nanoseconds on the loop's monotonic clock
 * @param first whether it goes before commands that wait, those to the same output being refused: a
 *     safe value
 */
public record DeviceCommand(String id, int channel, double value, long deadline, boolean first) {

  /** A command that waits for its turn. */
  public DeviceCommand(String id, int channel, double value, long deadline) {
    this(id, channel, value, deadline, false);
  }
}
