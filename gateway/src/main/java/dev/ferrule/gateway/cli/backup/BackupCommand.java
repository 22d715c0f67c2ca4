package dev.ferrule.gateway.cli.backup;

import dev.ferrule.gateway.app.Version;
import dev.ferrule.gateway.cli.access.DataOptions;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.store.StoreCopy;
import dev.ferrule.gateway.store.StoreFault;
import dev.ferrule.gateway.wording.Units;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule backup}: everything as one file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Writes everything that the gateway knows into one file: configuration,",
      "accounts, layouts of dashboards, ledger, history and certificates. A",
      "gateway that runs is not disturbed. The file is checked when it is made.",
      "",
      "It holds secrets, not encrypted: hashes of passwords and tokens, and the",
      "keys of the gateway's certificates. It is made for its owner alone",
      "(mode 600); keep it so. Files that the configuration names, such as",
      "passwords of brokers and certificates of one's own, are not in it.",
      "For root and the gateway's own user."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:wrong command line",
      "3:something cannot be read or written, or is damaged"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sudo ferrule backup /mnt/usb/greenhouse.backup",
      "  sudo ferrule backup --no-history greenhouse.backup",
      "  ferrule backup --list greenhouse.backup"
    })
public final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The backup; an older one in its place goes.")
  private Path file = Path.of("");

  @Option(names = "--list", description = "Check it, and say what is in it.")
  private boolean list;

  @Option(names = "--no-history", description = "Without readings: it is small then.")
  private boolean noHistory;

  @Mixin private DataOptions data;

  @Override
  public Integer call() {
    Path target = file.toAbsolutePath();
    if (list) {
      try {
        tell(Archive.check(target));
      } catch (IOException e) {
        throw new UnusableFile(target, why(e));
      }
    } else {
      checkTarget(target);
      tell(make(target));
    }
    return ExitCode.DONE.code();
  }

  /** Something that is no backup must not be lost to a slip of the hand. */
  private static void checkTarget(Path target) {
    if (Files.exists(target)) {
      try {
        Manifest unused = Archive.manifest(target);
      } catch (IOException e) {
        throw new UnusableFile(target, "it is there and no backup; choose another name");
      }
    }
  }

  private Manifest make(Path target) {
    Path directory = data.directory();
    Path parent = target.getParent();
    try {
      Path work = Files.createTempDirectory(parent, ".backup", OwnDirectory.ONLY);
      try {
        Map<String, Path> contents = contents(directory, work);
        if (contents.isEmpty()) {
          throw new UnusableFile(directory, "there is nothing that could be backed up");
        }
        Path fresh = work.resolve("backup");
        Archive.write(fresh, Version.text(), System.currentTimeMillis(), contents);
        Manifest made = Archive.check(fresh);
        Files.move(
            fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return made;
      } finally {
        OwnDirectory.delete(work);
      }
    } catch (StoreFault e) {
      throw new UnusableFile(new IOException(e.words(), e));
    } catch (IOException e) {
      throw UnusableFile.writing(target, e);
    }
  }

  private Map<String, Path> contents(Path directory, Path work) throws IOException, StoreFault {
    Map<String, Path> contents = new LinkedHashMap<>();
    if (Files.exists(data.file())) {
      contents.put(Manifest.CONFIGURATION, data.file());
    }
    add(contents, directory, "accounts.json");
    add(contents, directory, "layouts.json");
    add(contents, directory, "ledger.head"); // before the ledger: it is never ahead of it
    if (contents.containsKey(Manifest.DATA + "ledger.head")) {
      contents.put(
          Manifest.DATA + "ledger.head",
          Files.copy(directory.resolve("ledger.head"), work.resolve("ledger.head")));
    }
    addStore(contents, directory, work, "ledger.db");
    if (!noHistory) {
      addStore(contents, directory, work, "history.db");
    }
    Path tls = directory.resolve("tls");
    if (Files.isDirectory(tls)) {
      try (Stream<Path> files = Files.list(tls)) {
        for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
          if (!one.getFileName().toString().startsWith(".")) {
            contents.put(Manifest.DATA + "tls/" + one.getFileName(), one);
          }
        }
      }
    }
    return contents;
  }

  private static void add(Map<String, Path> contents, Path directory, String name) {
    Path path = directory.resolve(name);
    if (Files.exists(path)) {
      contents.put(Manifest.DATA + name, path);
    }
  }

  private static void addStore(Map<String, Path> contents, Path directory, Path work, String name)
      throws StoreFault {
    Path path = directory.resolve(name);
    if (Files.exists(path)) {
      Path copy = work.resolve(name);
      StoreCopy.copy(path, copy);
      contents.put(Manifest.DATA + name, copy);
    }
  }

  private void tell(Manifest manifest) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        file
            + ": whole, "
            + Units.text(manifest.bytes())
            + ", made "
            + Forms.rfc3339(manifest.made())
            + " by Ferrule "
            + manifest.version());
    manifest
        .parts()
        .forEach(part -> out.println("  " + part.name() + "  " + Units.text(part.bytes())));
    out.flush();
  }

  static String why(IOException trouble) {
    return trouble instanceof NoSuchFileException
        ? "there is no such file"
        : String.valueOf(trouble.getMessage());
  }
}
