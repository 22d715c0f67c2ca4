package dev.ferrule.gateway.device;

import static dev.ferrule.gateway.device.ChannelRules.require;

import dev.ferrule.gateway.model.Channel;
import java.util.OptionalDouble;

/**
 * How a writable channel is commanded, whatever carries the command.
 *
 * @param safe value that is written when the device comes up, when a rule says so and when the
 *     gateway stops, in the channel's unit; empty when nothing is written but commands
 * @param step commands must be a multiple of this above the range's minimum; 0 for any
 * @param dangerous whether a command needs an explicit confirmation
 */
public record OutputSettings(OptionalDouble safe, double step, boolean dangerous) {

  public OutputSettings {
    require(Double.isFinite(safe.orElse(0)), "the safe value must be a number");
    require(step >= 0 && Double.isFinite(step), "step must be 0 or more, not " + step);
  }

  /** An output that has a safe value. */
  public OutputSettings(double safe, double step, boolean dangerous) {
    this(OptionalDouble.of(safe), step, dangerous);
  }

  /** The same as the rest of the gateway sees it. */
  public Channel.Control control() {
    return new Channel.Control(safe, step, dangerous);
  }
}
