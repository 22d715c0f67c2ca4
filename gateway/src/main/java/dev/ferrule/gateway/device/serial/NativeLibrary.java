package dev.ferrule.gateway.device.serial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Loads the native part of jSerialComm from a directory of its own.
 *
 * <p>Left alone the library unpacks itself into a directory under /tmp that everybody may write to,
 * under a fixed name, and loads what it finds there at the next start: any user of the machine
 * could put a program there for the gateway to run. This class unpacks it into a fresh directory
 * that only the gateway's user may read, has it loaded, and deletes it.
 */
final class NativeLibrary {

  private static final String PATH = "jSerialComm.library.path";
  private static final String NAME = "libjSerialComm.so";

  private NativeLibrary() {}

  /**
   * Loads the library; once, before anything else of it is touched.
   *
   * @param touch makes the library load itself
   */
  static void load(Runnable touch) {
    if (System.getProperty(PATH) != null) {
      touch.run(); // whoever installed it chose the place
      return;
    }
    Optional<Path> directory = unpack();
    directory.ifPresent(d -> System.setProperty(PATH, d.toString()));
    try {
      touch.run();
    } finally {
      directory.ifPresent(NativeLibrary::delete);
    }
  }

  /**
   * Nothing for a machine that has no such library in the jar; then the library finds its own way,
   * or says why not.
   */
  private static Optional<Path> unpack() {
    String machine =
        switch (System.getProperty("os.arch", "")) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "armv8_64";
          default -> "none";
        };
    try (InputStream library =
        NativeLibrary.class.getResourceAsStream("/Linux/" + machine + "/" + NAME)) {
      if (library == null) {
        return Optional.empty();
      }
      var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Path directory = Files.createTempDirectory("ferrule-serial-", mine);
      Files.copy(library, directory.resolve(NAME));
      return Optional.of(directory);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(NAME));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // Left behind in /tmp, readable by nobody else.
    }
  }
}
