package dev.ferrule.gateway.cli.access;

import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import dev.ferrule.gateway.security.accounts.Changes;
import dev.ferrule.gateway.security.accounts.User;
import dev.ferrule.protocol.program.ExitCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule user}: who can log in. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Says who can log in to the gateway of this machine, whether it runs or not.",
      "For root and the gateway's own user. A user who was given another password or role must log"
          + " in again."
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
      "  sudo ferrule user add kim --role admin",
      "  sudo ferrule user add ben --role operator --devices 'pump-*,boiler'",
      "  sudo ferrule user list"
    })
public final class UserCommand implements Runnable {

  private static final String NAME = "What the user logs in with.";
  private static final String ROLE = "viewer, operator, engineer or admin.";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  @Command(
      description = "Adds a user.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int add(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(names = "--role", paramLabel = "ROLE", defaultValue = "viewer", description = ROLE)
          Role role,
      @Mixin DevicesOption devices,
      @Mixin PasswordInput password,
      @Mixin DataOptions data) {
    var command = spec.commandLine();
    Grant grant = devices.grant(command, role);
    long now = System.currentTimeMillis();
    return data.change(
        command,
        Changes.addUser(name, password.read(command), grant, now),
        user -> say(user.name() + " can log in as " + words(user)));
  }

  @Command(
      description = "Lists the users.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int list(@Mixin DataOptions data) {
    List<User> users =
        data.read().users().values().stream().sorted(Comparator.comparing(User::name)).toList();
    if (users.isEmpty()) {
      say("Nobody can log in yet; ferrule user add NAME --role admin, or see ferrule setup-code");
    }
    int widest = users.stream().mapToInt(user -> user.name().length()).max().orElse(0);
    users.forEach(user -> say(("%-" + widest + "s  %s").formatted(user.name(), words(user))));
    return ExitCode.DONE.code();
  }

  @Command(
      description = "Gives a user another password.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int password(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin PasswordInput password,
      @Mixin DataOptions data) {
    var command = spec.commandLine();
    return data.change(
        command,
        Changes.setPassword(name, password.read(command), Optional.empty()),
        user -> say(user.name() + " has a new password"));
  }

  @Command(
      description = "Gives a user another role, or other devices.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int role(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Parameters(paramLabel = "ROLE", description = ROLE) Role role,
      @Mixin DevicesOption devices,
      @Mixin DataOptions data) {
    var command = spec.commandLine();
    return data.change(
        command,
        Changes.setGrant(name, devices.grant(command, role)),
        user -> say(user.name() + " is now " + words(user)));
  }

  @Command(
      description = "Removes a user.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int remove(
      @Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin DataOptions data) {
    return data.change(
        spec.commandLine(),
        Changes.removeUser(name),
        user -> say(user.name() + " can no longer log in"));
  }

  private static String words(User user) {
    return words(user.grant());
  }

  /** A role, and its devices when it has not all of them. */
  static String words(Grant grant) {
    String role = grant.role().word();
    return grant.devices().equals(Grant.ALL_DEVICES)
        ? role
        : role + " of " + String.join(", ", grant.devices());
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
