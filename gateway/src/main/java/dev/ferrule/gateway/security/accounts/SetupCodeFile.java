package dev.ferrule.gateway.security.accounts;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The setup code while nobody can log in: in the log, and in a file of the data directory, where
 * {@code ferrule setup-code} finds it. Another at each start; gone with the first user.
 *
 * <p>Owner: the keeper's thread.
 */
public final class SetupCodeFile {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.access");

  private final Path file;

  /** Written by the keeper's thread; read by the lane of passwords. */
  private volatile @Nullable SetupCode code;

  /** The file in a data directory. */
  public SetupCodeFile(Path directory) {
    this.file = directory.resolve("setup-code");
  }

  /** The code that a running gateway waits for, if it does. */
  public Optional<String> read() throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether the code was typed. */
  boolean is(String typed) {
    SetupCode known = code;
    return known != null && known.is(typed);
  }

  /** Makes a code while a roster has nobody, and takes it away when it has somebody. */
  void follow(Roster roster) {
    if (roster.isEmpty() == (code != null)) {
      return;
    }
    try {
      Files.deleteIfExists(file); // of an earlier run, too
      code = null;
      if (roster.isEmpty()) {
        var made = new SetupCode();
        code = made;
        LOG.log(
            Level.WARNING,
            "Nobody can log in yet. Setup code: {0} (open the dashboard and type it, or run ferrule"
                + " user add)",
            made);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, made + "\n");
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be written: {1}", file, e.getMessage());
    }
  }
}
