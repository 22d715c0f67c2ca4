package dev.ferrule.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.cli.client.ClientChannel;
import dev.ferrule.gateway.cli.client.SendSession;
import dev.ferrule.gateway.cli.client.SendSession.End;
import dev.ferrule.gateway.cli.client.StreamClient;
import dev.ferrule.gateway.cli.client.StreamClient.Attempt;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.wording.Units;
import dev.ferrule.protocol.program.ExitCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ferrule send}: sets a writable channel and says what became of it. */
@CommandLine.Command(
    name = "send",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Sets a writable channel and prints how far the command gets.",
      "Nothing is ever sent twice: what is unknown stays unknown until a person looks."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:admitted; with --wait confirmed: the device reported the value back",
      "2:wrong command line, or no value of this channel",
      "4:no gateway answers",
      "5:the gateway wants to know who asks",
      "6:rejected, expired or failed: the output was not set",
      "7:unknown: it may have happened, and nobody can say"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule send climate.pump on --wait",
      "  ferrule send climate.fan 40",
      "  ferrule send climate.heater on --confirm --wait --ttl 10s",
      "  ferrule send irrigation.fertilizer on --proof 'Irrigation board' --keep"
    })
final class SendCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "CHANNEL",
      description = "Id of the channel, device.channel.")
  private String channel = "";

  @Parameters(
      index = "1",
      paramLabel = "VALUE",
      description = "A number in the channel's unit, or one of its words, such as on.")
  private String value = "";

  @Option(names = "--wait", description = "Wait for the final state.")
  private boolean wait;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "3s",
      description = "How long it may still take effect, 100ms to 1min (default: ${DEFAULT-VALUE}).")
  private Duration ttl = Command.DEFAULT_TTL;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description =
          "Id of the command, 8 to 64 of A-Z a-z 0-9 _ -; the same id again has no effect and tells the state.")
  private @Nullable String id;

  @Option(names = "--confirm", description = "Yes, although the channel is marked as dangerous.")
  private boolean confirmed;

  @Option(
      names = "--proof",
      paramLabel = "WORD",
      description =
          "What the dashboard would collect: hold, or the name of the device that a person types.")
  private String proof = "";

  @Option(
      names = "--keep",
      description =
          "Renew the lease of the output until Ctrl-C; then it goes to its safe value in its time.")
  private boolean keep;

  @Option(names = "--json", description = "Print the gateway's messages as they are.")
  private boolean json;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    String command = id == null ? UUID.randomUUID().toString() : id;
    check(command);
    PrintWriter err = spec.commandLine().getErr();
    return switch (StreamClient.connect(client.address())) {
      case Attempt.Open(StreamClient open) -> {
        String proved = proof.isEmpty() && confirmed ? Command.YES : proof;
        var order = new SendSession.Order(command, channel, value, ttl, proved, wait, keep);
        try (open) {
          yield code(new SendSession(open, order, this::tell).run(), command);
        }
      }
      case Attempt.Unreachable(String reason) -> {
        err.println("ferrule: " + reason + "; is it running? Another one: --url");
        yield ExitCode.UNREACHABLE.code();
      }
      case Attempt.Unauthorized(String reason) -> {
        err.println("ferrule: " + reason);
        yield ExitCode.UNAUTHORIZED.code();
      }
    };
  }

  private void check(String command) {
    if (!Command.ID.matcher(command).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--id': must be 8 to 64 letters, digits, _ or -");
    }
    if (ttl.compareTo(Command.MIN_TTL) < 0 || ttl.compareTo(Command.MAX_TTL) > 0) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--ttl': must be 100ms to 1min");
    }
  }

  private int code(End end, String command) {
    PrintWriter err = spec.commandLine().getErr();
    return switch (end) {
      case End.Done _ -> ExitCode.DONE.code();
      case End.WrongValue(String reason) -> {
        err.println("ferrule: " + reason);
        yield ExitCode.USAGE.code();
      }
      case End.Rejected(String reason) -> {
        err.println(
            "ferrule: "
                + (needsConfirm(reason)
                    ? joined(reason, "say --confirm or --proof when you mean it")
                    : reason));
        yield ExitCode.REFUSED.code();
      }
      case End.NotSent(String reason) -> {
        err.println("ferrule: " + reason + "; nothing was sent");
        yield ExitCode.UNREACHABLE.code();
      }
      case End.Unknown(String reason) -> {
        err.println(
            "ferrule: "
                + joined(reason, "it may have happened: the same command with --id ")
                + command
                + " tells its state");
        yield ExitCode.UNKNOWN.code();
      }
    };
  }

  /** Goes on behind a reason, which may be a sentence or not. */
  private static String joined(String reason, String more) {
    return reason.endsWith(".")
        ? reason + " " + Character.toUpperCase(more.charAt(0)) + more.substring(1)
        : reason + "; " + more;
  }

  private boolean needsConfirm(String reason) {
    return reason.contains("(danger)");
  }

  private void tell(Optional<ClientChannel> known, JsonNode message) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(message);
    } else {
      double asked = message.path("value").asDouble();
      String shown = known.map(c -> c.text(asked)).orElse(String.valueOf(asked));
      out.println(channel + " = " + shown + ": " + message.path("state").asText());
    }
    out.flush();
  }

  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Units.duration(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "\"" + text + "\" is no duration such as 500ms, 3s or 1min"));
    }
  }
}
