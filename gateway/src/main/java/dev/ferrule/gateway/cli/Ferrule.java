package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.access.CaCommand;
import dev.ferrule.gateway.cli.access.SetupCodeCommand;
import dev.ferrule.gateway.cli.access.TokenCommand;
import dev.ferrule.gateway.cli.access.UserCommand;
import dev.ferrule.gateway.cli.backup.BackupCommand;
import dev.ferrule.gateway.cli.backup.ExportCommand;
import dev.ferrule.gateway.cli.backup.RestoreCommand;
import dev.ferrule.gateway.cli.ledger.LedgerCommand;
import dev.ferrule.gateway.cli.logging.LogSetup;
import dev.ferrule.gateway.cli.output.StandardOutput;
import dev.ferrule.gateway.cli.output.Terminal;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.wording.UprightWriter;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.protocol.program.UsageMistake;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line {@code ferrule}; each subcommand is a class of its own. */
@Command(
    name = "ferrule",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "IoT gateway: serial and GPIO devices in, live dashboards and commands out.",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      CheckCommand.class,
      PortsCommand.class,
      DoctorCommand.class,
      TryCommand.class,
      WatchCommand.class,
      SendCommand.class,
      CaptureCommand.class,
      CaCommand.class,
      SimCommand.class,
      UserCommand.class,
      TokenCommand.class,
      SetupCodeCommand.class,
      LedgerCommand.class,
      MqttCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ExportCommand.class,
      TrainCommand.class,
      GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit codes, of every command:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule demo                         a simulated greenhouse, live",
      "  ferrule run greenhouse.yaml          serve it",
      "  ferrule check greenhouse.yaml        is the configuration right?",
      "  ferrule watch 'climate.*'            live readings in this terminal",
      "  ferrule send climate.pump on --wait  switch it, wait until it is so",
      "",
      "ferrule COMMAND --help says more."
    })
public final class Ferrule implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    LogSetup.claim();
    // Not System.out: it speaks the locale's character set, which is ASCII where none is set.
    PrintWriter err = utf8(new FileOutputStream(FileDescriptor.err));
    System.exit(execute(new FileOutputStream(FileDescriptor.out), err, args));
  }

  /** Runs one command; what standard output did not take is no success. */
  static int execute(OutputStream console, PrintWriter err, String... args) {
    var output = new StandardOutput(console);
    PrintWriter out = utf8(output);
    int code = commandLine(out, err).execute(args);
    out.flush();
    Optional<String> loss = output.loss();
    loss.ifPresent(err::println);
    return loss.isPresent() && code == ExitCode.DONE.code() ? ExitCode.FILE.code() : code;
  }

  /** What runs one command and gives its exit code, one of {@code ExitCode}. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    var command = new CommandLine(new Ferrule());
    command.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
    return command
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Ferrule::run)
        .setParameterExceptionHandler(Ferrule::misused)
        .setExecutionExceptionHandler(Ferrule::failed);
  }

  /** The terminal is asked for its width by those alone who want help: it takes a while. */
  private static int run(CommandLine.ParseResult parsed) {
    CommandLine command = parsed.commandSpec().commandLine();
    if (parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested)) {
      command.setUsageHelpWidth(Terminal.width());
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static PrintWriter utf8(OutputStream out) {
    return new PrintWriter(
        new UprightWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), true);
  }

  /** What is wrong, how it is used, and where more is said; not the whole help around it. */
  private static int misused(ParameterException mistake, String... args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("ferrule: " + UsageMistake.words(String.valueOf(mistake.getMessage())));
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.print(command.getHelp().fullSynopsis());
    err.println("Try " + command.getCommandSpec().qualifiedName() + " --help.");
    err.flush();
    return ExitCode.USAGE.code();
  }

  /** A file that cannot be used; else a defect: nothing that a command expects ends up here. */
  private static int failed(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (thrown instanceof UnusableFile) {
      err.println(thrown.getMessage());
      return ExitCode.FILE.code();
    }
    err.println("ferrule: a fault of the program; whoever mends it needs what follows:");
    thrown.printStackTrace(err);
    return ExitCode.FAILED.code();
  }
}
