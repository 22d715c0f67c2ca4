package dev.ferrule.gateway.device;

import dev.ferrule.gateway.model.CommandState;

/** What a driver tells about a command; all but {@link Written} are its last word. */
public sealed interface CommandProgress {

  /** The first byte left for the device. */
  record Written() implements CommandProgress {}

  /** The device acted; the output has {@code value} now, in the channel's unit. */
  record Done(double value) implements CommandProgress {}

  /** The device, or the driver before writing, refused; the output was not touched. */
  record Refused(CommandState.Reason reason, String text) implements CommandProgress {}

  /** The deadline passed; the command did not and will not take effect. */
  record Expired() implements CommandProgress {}

  /** The device tried and could not. */
  record Failed(CommandState.Reason reason, String text) implements CommandProgress {}

  /** Nobody can say any more whether it took effect. */
  record Lost(CommandState.Reason reason, String text) implements CommandProgress {}
}
