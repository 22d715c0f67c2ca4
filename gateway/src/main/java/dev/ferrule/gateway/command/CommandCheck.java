package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.protocol.Kind;
import java.util.Optional;

/**
 * What a command must be by itself before anything else is looked at: its channel, value, proof and
 * device. Stateless, any thread.
 */
final class CommandCheck {

  private CommandCheck() {}

  /** The first rule that the command breaks, or nothing. */
  static Optional<Refusal> check(Command command, Directory directory) {
    Optional<Channel> found = directory.channel(command.channel());
    return found.isEmpty() ? noChannel(command) : check(command, found.get(), directory);
  }

  /** The same of a command that nothing but its way to the device can hinder. */
  static Optional<Refusal> checkReach(Command command, Directory directory) {
    return directory.channel(command.channel()).isEmpty()
        ? noChannel(command)
        : checkDevice(device(command, directory));
  }

  private static DeviceInfo device(Command command, Directory directory) {
    return directory.device(command.channel().device()).orElseThrow();
  }

  private static Optional<Refusal> noChannel(Command command) {
    return refuse(Reason.NO_CHANNEL, "There is no channel " + command.channel() + ".");
  }

  private static Optional<Refusal> check(Command command, Channel channel, Directory directory) {
    if (channel.control().isEmpty()) {
      return refuse(Reason.READ_ONLY, channel.id() + " cannot be set.");
    }
    Optional<Refusal> value = checkValue(command.value(), channel, channel.control().get());
    if (value.isPresent()) {
      return value;
    }
    DeviceInfo device = device(command, directory);
    return checkProof(command, channel, device.name()).or(() -> checkDevice(device));
  }

  private static Optional<Refusal> checkProof(Command command, Channel channel, String device) {
    String proof = command.proof();
    if (channel.control().orElseThrow().isSafe(command.value())) {
      return Optional.empty(); // nobody needs to prove that an output shall be safe
    }
    return switch (channel.control().orElseThrow().danger()) {
      case NONE -> Optional.empty();
      case CONFIRM -> prove(!proof.isEmpty(), channel, "it takes \"confirm\": true.");
      case HOLD ->
          prove(
              proof.equals(Command.HELD),
              channel,
              "hold the button for a second; a script sends \"confirm\": \"hold\".");
      case TYPE ->
          prove(
              proof.strip().equals(device),
              channel,
              "it takes the name of its device, \"confirm\": \"" + device + "\".");
    };
  }

  private static Optional<Refusal> prove(boolean proved, Channel channel, String otherwise) {
    return proved
        ? Optional.empty()
        : refuse(Reason.DANGER, channel.id() + " is dangerous: " + otherwise);
  }

  private static Optional<Refusal> checkValue(
      double value, Channel channel, Channel.Control control) {
    ValueRange range = channel.range();
    if (control.isSafe(value)) {
      return Optional.empty(); // whatever a rule narrows, this must be possible
    }
    boolean fits =
        switch (channel.kind()) {
          case SWITCH -> value == 0 || value == 1;
          case ENUMERATION ->
              value == Math.rint(value) && channel.labels().containsKey((int) value);
          case NUMBER, FLOAT, COUNTER -> range.contains(value);
        };
    if (!fits) {
      return refuse(
          Reason.RANGE, Numbers.plain(value) + " is not allowed: " + allowed(channel) + ".");
    }
    if (!channel.canHold(value)) {
      return refuse(
          Reason.STEP,
          Numbers.plain(value)
              + " is not allowed: "
              + (channel.tolerance() == 0.5
                  ? "whole numbers"
                  : "steps of " + Numbers.plain(2 * channel.tolerance()))
              + ".");
    }
    double steps = (value - (Double.isFinite(range.min()) ? range.min() : 0)) / control.step();
    if (control.step() > 0 && Math.abs(steps - Math.rint(steps)) > 1e-6) {
      return refuse(
          Reason.STEP,
          Numbers.plain(value)
              + " is not allowed: steps of "
              + Numbers.plain(control.step())
              + ".");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> checkDevice(DeviceInfo device) {
    return switch (device.state()) {
      case DeviceState.Up _ -> Optional.empty();
      case DeviceState.Down _, DeviceState.Connecting _, DeviceState.Silent _ ->
          refuse(Reason.STALE, tell(device));
      case DeviceState.Refused _ -> refuse(Reason.BAD_DEVICE, tell(device));
    };
  }

  private static String tell(DeviceInfo device) {
    String why = device.state().reason();
    return device.name()
        + " is "
        + device.state().word()
        + (why.isEmpty() ? "." : ": " + why + ".");
  }

  private static String allowed(Channel channel) {
    if (channel.kind() == Kind.SWITCH) {
      return "0 or 1";
    }
    if (channel.kind() == Kind.ENUMERATION) {
      return "one of " + channel.labels();
    }
    return Numbers.plain(channel.range().min())
        + " to "
        + Numbers.plain(channel.range().max())
        + " "
        + channel.unit();
  }

  private static Optional<Refusal> refuse(Reason reason, String text) {
    return Refusal.of(reason, text.replace(" .", "."));
  }
}
