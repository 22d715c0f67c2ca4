package dev.ferrule.gateway.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code ferrule}; each subcommand is a class of its own. */
@Command(
    name = "ferrule",
    mixinStandardHelpOptions = true,
    versionProvider = Ferrule.Version.class,
    description = "IoT gateway: serial and GPIO devices in, live dashboards and brokers out.")
public final class Ferrule implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs one command and ends the process with its exit code; 2 means a wrong command line. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Ferrule()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** Reads the version that the build wrote into {@code version.properties}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var build = new Properties();
      try (InputStream in = Ferrule.class.getResourceAsStream("version.properties")) {
        if (in == null) {
          throw new IllegalStateException("version.properties is not in the jar");
        }
        build.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new String[] {
        "ferrule " + build.getProperty("version"),
        "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
      };
    }
  }
}
