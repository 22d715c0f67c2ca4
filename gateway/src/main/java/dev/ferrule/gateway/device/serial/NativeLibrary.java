package dev.ferrule.gateway.device.serial;

import dev.ferrule.protocol.program.FileTrouble;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Loads the native part of jSerialComm: that of the distribution, where the launcher says that it
 * is, or when there is none, from a directory of its own.
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
   * @throws UnsatisfiedLinkError with the reason when it cannot be
   */
  static void load(Runnable touch) {
    if (System.getProperty(PATH) != null) {
      touch.run(); // whoever installed it chose the place
      return;
    }
    Path directory;
    try {
      directory = unpack();
    } catch (IOException e) {
      throw new UnsatisfiedLinkError(
          "it cannot be unpacked into "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + FileTrouble.making(e));
    }
    System.setProperty(PATH, directory.toString());
    try {
      touch.run();
    } finally {
      delete(directory);
    }
  }

  private static Path unpack() throws IOException {
    String machine =
        switch (System.getProperty("os.arch", "")) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "armv8_64";
          case "arm" -> "armv7hf";
          default -> "none";
        };
    try (InputStream library =
        NativeLibrary.class.getResourceAsStream("/Linux/" + machine + "/" + NAME)) {
      if (library == null) {
        throw new FileNotFoundException("there is none for this machine");
      }
      var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Path directory = Files.createTempDirectory("ferrule-serial-", mine);
      Files.copy(library, directory.resolve(NAME));
      return directory;
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
