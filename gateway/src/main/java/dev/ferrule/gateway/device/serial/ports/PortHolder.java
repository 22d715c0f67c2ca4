package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that has a port open.
 *
 * @param pid its number
 * @param name its name, at most 15 characters
 */
public record PortHolder(long pid, String name) {

  /**
   * The first other process found, as far as this user may see: of other users' processes only root
   * sees it.
   */
  public static Optional<PortHolder> of(Path port) {
    try {
      Path real = port.toRealPath();
      long self = ProcessHandle.current().pid();
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
        for (Path process : processes) {
          if (!process.endsWith(Long.toString(self)) && has(process, real)) {
            return Optional.of(
                new PortHolder(Long.parseLong(process.getFileName().toString()), nameOf(process)));
          }
        }
      }
    } catch (IOException e) {
      // The port or /proc is not readable: nobody is to be seen.
    }
    return Optional.empty();
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

  /** {@code minicom, process 812}. */
  @Override
  public String toString() {
    return name + ", process " + pid;
  }
}
