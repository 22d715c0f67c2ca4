package dev.ferrule.gateway.cli.access;

import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.security.accounts.Changes;
import dev.ferrule.gateway.security.accounts.Token;
import dev.ferrule.protocol.program.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule token}: what programs show instead of logging in. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Makes and removes what programs show instead of logging in, whether the gateway runs or not.",
      "For root and the gateway's own user."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it cannot be, and it says why",
      "2:wrong command line",
      "3:the accounts or the configuration cannot be read or written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sudo ferrule token add grafana",
      "  sudo ferrule token add watering --role operator --devices 'pump-*' --days 365",
      "  FERRULE_TOKEN=ferrule_… ferrule watch"
    })
public final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  @Command(
      description = "Adds a token and prints it, this once.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int add(
      @Parameters(paramLabel = "NAME", description = "What it is for.") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "viewer",
              description = "viewer, operator, engineer or admin.")
          Role role,
      @Mixin DevicesOption devices,
      @Option(
              names = "--days",
              paramLabel = "N",
              defaultValue = "90",
              description = "How long it is good, 1 to 3650.")
          int days,
      @Mixin DataOptions data) {
    var command = spec.commandLine();
    if (days < 1 || days > Changes.LONGEST_LIFE.toDays()) {
      throw new ParameterException(
          command, "Invalid value for option '--days': must be 1 to 3650, not " + days);
    }
    Grant grant = devices.grant(command, role);
    long now = System.currentTimeMillis();
    return data.change(
        command,
        Changes.addToken(name, grant, Duration.ofDays(days), now),
        made -> say(made.secret()));
  }

  @Command(
      description = "Lists the tokens, without what opens.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int list(@Mixin DataOptions data) {
    List<Token> tokens =
        data.read().tokens().values().stream().sorted(Comparator.comparing(Token::name)).toList();
    if (tokens.isEmpty()) {
      say("There is no token; ferrule token add NAME");
    }
    int widest = tokens.stream().mapToInt(token -> token.name().length()).max().orElse(0);
    tokens.forEach(token -> say(line(token, widest)));
    return ExitCode.DONE.code();
  }

  private static String line(Token token, int widest) {
    return ("%-" + widest + "s  %s, good until %s, %s")
        .formatted(
            token.name(),
            UserCommand.words(token.grant()),
            day(token.expires()),
            token.used() == 0 ? "never used" : "last used " + day(token.used()));
  }

  private static String day(long time) {
    return Instant.ofEpochMilli(time).atZone(ZoneId.systemDefault()).toLocalDate().toString();
  }

  @Command(
      description = "Removes a token.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int remove(
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Mixin DataOptions data) {
    return data.change(
        spec.commandLine(),
        Changes.removeToken(name),
        token -> say(token.name() + " opens nothing any more"));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
