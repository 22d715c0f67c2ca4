package dev.ferrule.gateway.cli.backup;

import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule restore}: a backup into its places. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Puts back what ferrule backup wrote. The gateway must be stopped. Where",
      "there is data or another configuration already, --force replaces it; what",
      "the backup does not have stays. When it is interrupted, what was there",
      "before is there, or the gateway finishes it when it starts."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:there is data already, or a gateway runs",
      "2:wrong command line",
      "3:the backup is damaged, or something cannot be written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sudo systemctl stop ferrule",
      "  sudo ferrule restore --force /mnt/usb/greenhouse.backup",
      "  sudo systemctl start ferrule"
    })
public final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The data directory; without it the one that the",
        "configuration in the backup names, or the usual one."
      })
  private @Nullable Path data;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {"Where the configuration goes; without it", ConfigurationFile.USUAL + "."})
  private @Nullable Path config;

  @Option(names = "--force", description = "Replace what is there.")
  private boolean force;

  @Override
  public Integer call() {
    Path archive = file.toAbsolutePath();
    var text = new ByteArrayOutputStream();
    Manifest manifest;
    try {
      manifest =
          Archive.read(
              archive,
              name -> name.equals(Manifest.CONFIGURATION) ? text : OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UnusableFile(archive, BackupCommand.why(e));
    }
    Path directory = data == null ? directory(text.toString(StandardCharsets.UTF_8)) : data;
    Optional<Path> target =
        manifest.has(Manifest.CONFIGURATION)
            ? Optional.of(config == null ? Path.of(ConfigurationFile.USUAL) : config)
            : Optional.empty();
    var restoration = new Restoration(directory.toAbsolutePath(), () -> {});
    if (!force
        && (restoration.isOver() || target.filter(path -> isOther(path, text)).isPresent())) {
      return refuse(directory + ": there is data or a configuration already; --force replaces it");
    }
    try {
      restoration.restore(archive, target);
    } catch (Restoration.InUse e) {
      return refuse(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw UnusableFile.writing(directory, e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("restored into " + directory);
    target.ifPresent(path -> out.println("configuration: " + path));
    out.flush();
    return ExitCode.DONE.code();
  }

  private static boolean isOther(Path configuration, ByteArrayOutputStream text) {
    try {
      return !Arrays.equals(Files.readAllBytes(configuration), text.toByteArray());
    } catch (IOException e) {
      return Files.exists(configuration);
    }
  }

  private static Path directory(String configuration) {
    return ConfigurationFile.parse(configuration) instanceof Loaded.Valid(Configuration valid)
        ? valid.data()
        : Configuration.usualData();
  }

  private int refuse(String why) {
    spec.commandLine().getErr().println("ferrule: " + why);
    spec.commandLine().getErr().flush();
    return ExitCode.FAILED.code();
  }

  /**
   * Finishes what an interrupted restoration left, before a gateway uses the data.
   *
   * @return whether anything changed, the configuration perhaps
   */
  public static boolean finish(Path data) {
    try {
      return new Restoration(data.toAbsolutePath(), () -> {}).finish();
    } catch (IOException e) {
      throw UnusableFile.writing(data, e);
    }
  }
}
