package dev.ferrule.gateway.cli.access;

import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.security.accounts.SetupCodeFile;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ferrule setup-code}: with what the first admin is made on the page. */
@Command(
    name = "setup-code",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Prints the setup code of a running gateway that nobody can log in to yet.",
      "Type it on the page to make the first admin. For root and the gateway's own user."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it cannot be, and it says why",
      "2:wrong command line",
      "3:the accounts or the configuration cannot be read or written"
    },
    footerHeading = "%nExamples:%n",
    footer = "  sudo ferrule setup-code")
public final class SetupCodeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Override
  public Integer call() {
    Path directory = data.directory();
    Optional<String> code;
    try {
      code = new SetupCodeFile(directory).read();
    } catch (IOException e) {
      throw UnusableFile.reading(directory.resolve("setup-code"), e);
    }
    if (code.isPresent()) {
      spec.commandLine().getOut().println(code.get());
      spec.commandLine().getOut().flush();
      return ExitCode.DONE.code();
    }
    String why =
        data.read().isEmpty()
            ? "no gateway runs with its data in " + directory
            : "the gateway is set up: log in, or see ferrule user";
    spec.commandLine().getErr().println("ferrule: " + why);
    return ExitCode.FAILED.code();
  }
}
