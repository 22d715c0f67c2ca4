package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Rejected;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.Kind;
import java.util.Optional;

/** The rules that a command must pass before a byte of it leaves; stateless, any thread. */
final class Admission {

  private Admission() {}

  /** The first rule that the command breaks, or nothing. */
  static Optional<Rejected> check(Command command, Directory directory) {
    Optional<Channel> found =
        directory.number(command.channel()).stream()
            .boxed()
            .findFirst()
            .flatMap(directory::channel);
    return found.isEmpty()
        ? refuse(Reason.NO_CHANNEL, "There is no channel " + command.channel() + ".")
        : check(command, found.get(), directory);
  }

  private static Optional<Rejected> check(Command command, Channel channel, Directory directory) {
    if (channel.control().isEmpty()) {
      return refuse(Reason.READ_ONLY, channel.id() + " cannot be set.");
    }
    Optional<Rejected> value = checkValue(command.value(), channel, channel.control().get());
    if (value.isPresent()) {
      return value;
    }
    if (channel.control().get().dangerous() && !command.confirmed()) {
      return refuse(Reason.DANGER, channel.id() + " is dangerous: send the command with confirm.");
    }
    return checkDevice(directory.device(channel.id().device()).orElseThrow());
  }

  private static Optional<Rejected> checkValue(
      double value, Channel channel, Channel.Control control) {
    ValueRange range = channel.range();
    boolean fits =
        switch (channel.kind()) {
          case SWITCH -> value == 0 || value == 1;
          case ENUMERATION ->
              value == Math.rint(value) && channel.labels().containsKey((int) value);
          case NUMBER, FLOAT, COUNTER -> range.contains(value);
        };
    if (!fits) {
      return refuse(Reason.RANGE, number(value) + " is not allowed: " + allowed(channel) + ".");
    }
    double steps = (value - (Double.isFinite(range.min()) ? range.min() : 0)) / control.step();
    if (control.step() > 0 && Math.abs(steps - Math.rint(steps)) > 1e-6) {
      return refuse(
          Reason.STEP, number(value) + " is not a step of " + number(control.step()) + ".");
    }
    return Optional.empty();
  }

  private static Optional<Rejected> checkDevice(DeviceInfo device) {
    return switch (device.state()) {
      case DeviceState.Up _ -> Optional.empty();
      case DeviceState.Down _,
          DeviceState.Connecting _,
          DeviceState.Silent _,
          DeviceState.Refused _ -> {
        String why = device.state().reason();
        yield refuse(
            Reason.STALE,
            device.name()
                + " is "
                + device.state().word()
                + (why.isEmpty() ? "." : ": " + why + "."));
      }
    };
  }

  private static String allowed(Channel channel) {
    if (channel.kind() == Kind.SWITCH) {
      return "0 or 1";
    }
    if (channel.kind() == Kind.ENUMERATION) {
      return "one of " + channel.labels();
    }
    return number(channel.range().min())
        + " to "
        + number(channel.range().max())
        + " "
        + channel.unit();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static Optional<Rejected> refuse(Reason reason, String text) {
    return Optional.of(new Rejected(reason, text.replace(" .", ".")));
  }
}
