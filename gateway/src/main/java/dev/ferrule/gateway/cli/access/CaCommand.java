package dev.ferrule.gateway.cli.access;

import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.web.tls.LocalAuthority;
import dev.ferrule.gateway.web.tls.ServerIdentity.Authority;
import dev.ferrule.gateway.web.tls.ServerNames;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule ca}: the certificate authority of a gateway on this machine. */
@Command(
    name = "ca",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "The certificate authority that a gateway with tls: auto makes for itself:",
      "devices that trust it open the dashboard without a warning."
    },
    subcommands = {CaCommand.Show.class, CaCommand.Export.class, CaCommand.Renew.class},
    footerHeading = "%nExamples:%n",
    footer = {"  ferrule ca show", "  ferrule ca export ca.crt", "  sudo ferrule ca renew"})
public final class CaCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** What is there, or why there is nothing. */
  private static Authority existing(LocalAuthority place) {
    try {
      return place
          .authority()
          .orElseThrow(
              () ->
                  new UnusableFile(
                      place.directory(),
                      "there is no authority; a gateway with tls: auto makes it when it starts"));
    } catch (IOException e) {
      throw UnusableFile.reading(place.directory().resolve("ca.pem"), e);
    }
  }

  private static void print(PrintWriter out, LocalAuthority place, Authority authority) {
    out.println("SHA-256      " + authority.fingerprint());
    out.println("until        " + authority.until().toString().substring(0, 10));
    out.println("certificate  " + place.certificate());
    out.flush();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      description = "Prints its fingerprint, its end, and where its certificate is.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:done", "2:wrong command line", "3:there is none, or it cannot be read"})
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOptions data;

    @Override
    public Integer call() {
      LocalAuthority there = new LocalAuthority(data.directory());
      print(spec.commandLine().getOut(), there, existing(there));
      return ExitCode.DONE.code();
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      description = "Writes its certificate, without its key, into a new file.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:done",
        "2:wrong command line",
        "3:there is none, or the file cannot be written"
      })
  static final class Export implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOptions data;

    @Parameters(paramLabel = "FILE", description = "The file; - for standard output.")
    private Path file = Path.of("-");

    @Override
    public Integer call() {
      Authority authority = existing(new LocalAuthority(data.directory()));
      if (file.equals(Path.of("-"))) {
        spec.commandLine().getOut().print(authority.certificate());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE.code();
      }
      try {
        Files.writeString(file, authority.certificate(), StandardOpenOption.CREATE_NEW);
      } catch (IOException e) {
        throw UnusableFile.writing(file, e);
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(
      name = "renew",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      description = {
        "Makes a new authority, also for names that came since the old one was made.",
        "A running gateway uses it at once; each device must install it again."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:done", "2:wrong command line", "3:it cannot be written"})
  static final class Renew implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOptions data;

    @Override
    public Integer call() {
      LocalAuthority there = new LocalAuthority(data.directory());
      TreeSet<String> names = new TreeSet<>(ServerNames.of("0.0.0.0").names());
      names.addAll(names(data.http().publicHosts()));
      try {
        print(spec.commandLine().getOut(), there, there.renew(names, Instant.now()));
      } catch (IOException e) {
        throw UnusableFile.making(there.directory(), e);
      }
      return ExitCode.DONE.code();
    }

    private static List<String> names(List<String> hosts) {
      return hosts.stream().filter(host -> !host.matches("[0-9.]+|\\[.*")).toList();
    }
  }
}
