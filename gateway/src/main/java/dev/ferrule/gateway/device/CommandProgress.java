package dev.ferrule.gateway.device;

import dev.ferrule.gateway.model.CommandState;

/**
 * What a driver tells about a command; all but {@link Written} are its last word.
 *
 * <p>Readings and words about commands are told in an order that means something: a reading that
 * was taken before a command took effect is told before {@link Done} or {@link Sent}, as far as the
 * protocol lets anybody know.
 */
public sealed interface CommandProgress {

  /** The first byte left for the device. */
  record Written() implements CommandProgress {}

  /** The device said that it acted; the output has {@code value} now, in the channel's unit. */
  record Done(double value) implements CommandProgress {}

  /**
   * All bytes are with a device that never says whether it acted, and the answer to nothing that
   * was sent before is still on its way: readings told from now on may show what became of it.
   */
  record Sent() implements CommandProgress {}

  /** The device, or the driver before writing, refused; the output was not touched. */
  record Refused(CommandState.Reason reason, String text) implements CommandProgress {}

  /** The deadline passed; the command did not and will not take effect. */
  record Expired() implements CommandProgress {}

  /** The device tried and could not. */
  record Failed(CommandState.Reason reason, String text) implements CommandProgress {}

  /** Nobody can say any more whether it took effect. */
  record Lost(CommandState.Reason reason, String text) implements CommandProgress {}
}
