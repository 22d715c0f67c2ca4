package dev.ferrule.gateway.app;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.gateway.wording.ValueText;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Logs each command when it has come to its end: what, by whom, and what became of it.
 *
 * <p>Each device has a logger of its own and each outcome one pattern, so that commands fill the
 * log no more than anything else from outside, and refusals hide no failure; channels that do not
 * exist share one logger. Owner: the core loop.
 */
final class CommandLog implements Consumer<CommandRecord> {

  private static final String LOGGER = "dev.ferrule.command";

  private final Supplier<Directory> directory;

  /** A log that knows channels by {@code directory}. */
  CommandLog(Supplier<Directory> directory) {
    this.directory = directory;
  }

  @Override
  public void accept(CommandRecord record) {
    if (record.state() instanceof Ended end) {
      Command command = record.command();
      Optional<Channel> channel = directory.get().channel(command.channel());
      System.getLogger(channel.isEmpty() ? LOGGER : LOGGER + "." + command.channel().device())
          .log(
              level(end, channel),
              "{0} = {1} by {2}: " + end.word() + "{3}",
              command.channel(),
              channel
                  .map(known -> ValueText.value(known, command.value()))
                  .orElseGet(() -> Numbers.plain(command.value())),
              command.actor(),
              why(end));
    }
  }

  /** A channel that cannot be read back says no more than that it was told. */
  private static Level level(Ended end, Optional<Channel> channel) {
    return switch (end) {
      case CommandState.Confirmed _, CommandState.Rejected _ -> Level.INFO;
      case CommandState.Failed _, CommandState.Expired _ -> Level.WARNING;
      case CommandState.Unknown(Reason reason, _) ->
          reason == Reason.NOT_SEEN && channel.filter(Channel::readable).isEmpty()
              ? Level.INFO
              : Level.WARNING;
    };
  }

  private static String why(Ended end) {
    return switch (end) {
      case CommandState.Confirmed _ -> "";
      case CommandState.Expired _ -> ": its time to live ended first";
      case CommandState.Rejected(Reason reason, String text, _) -> why(reason, text);
      case CommandState.Failed(Reason reason, String text) -> why(reason, text);
      case CommandState.Unknown(Reason reason, String text) -> why(reason, text);
    };
  }

  private static String why(Reason reason, String text) {
    String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return " (" + reason.word() + "): " + plain;
  }
}
