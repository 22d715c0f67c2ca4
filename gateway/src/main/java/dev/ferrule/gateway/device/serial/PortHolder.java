package dev.ferrule.gateway.device.serial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds which process has a port open, as far as this user may see. Stateless; blocks for some
 * milliseconds.
 */
final class PortHolder {

  private PortHolder() {}

  /** Something like {@code " (minicom, process 812)"}, or nothing when nobody is to be seen. */
  static String of(Path port) {
    try {
      Path real = port.toRealPath();
      long self = ProcessHandle.current().pid();
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
        for (Path process : processes) {
          if (!process.endsWith(Long.toString(self)) && has(process, real)) {
            return " (" + nameOf(process) + ", process " + process.getFileName() + ")";
          }
        }
      }
    } catch (IOException e) {
      // The port or /proc is not readable: the message does without the name.
    }
    return "";
  }

  private static boolean has(Path process, Path real) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (real.equals(targetOf(descriptor))) {
          return true;
        }
      }
    } catch (IOException e) {
      // another user's process, or one that just ended
    }
    return false;
  }

  private static Path targetOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor; // closed meanwhile
    }
  }

  private static String nameOf(Path process) throws IOException {
    return Files.readString(process.resolve("comm")).strip();
  }
}
