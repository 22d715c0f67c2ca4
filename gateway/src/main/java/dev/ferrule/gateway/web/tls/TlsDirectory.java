package dev.ferrule.gateway.web.tls;

import dev.ferrule.gateway.security.OwnedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory that keys and certificates are kept in: each file whole or not there, whatever
 * power does. Any thread.
 *
 * @param path need not exist until something is written
 */
record TlsDirectory(Path path) {

  private static final Set<PosixFilePermission> SECRET =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PUBLIC =
      PosixFilePermissions.fromString("rw-r--r--");

  /** The text of a file. */
  String read(String name) throws IOException {
    return Files.readString(path.resolve(name), StandardCharsets.ISO_8859_1);
  }

  /** Whether a file has this text. */
  boolean holds(String name, String text) throws IOException {
    try {
      return read(name).equals(text);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Writes a file: in place of the old one at once, and for the same user as the directory. */
  void write(String name, String text, boolean forAll) throws IOException {
    Files.createDirectories(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    OwnedFile.replace(
        path.resolve(name), text.getBytes(StandardCharsets.US_ASCII), forAll ? PUBLIC : SECRET);
  }

  /** Moves a file out of the way; where to. */
  Path setAside(String name) throws IOException {
    Path bad = path.resolve(name + ".bad-" + System.currentTimeMillis() / 1000);
    return Files.move(path.resolve(name), bad, StandardCopyOption.REPLACE_EXISTING);
  }
}
