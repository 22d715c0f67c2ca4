package dev.ferrule.gateway.device.serial.ports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A process that has a port open.
 *
 * @param pid its number
 * @param name its name, at most 15 characters
 * @param locks whether it keeps others out, as the gateway does; one that does not reads along, and
 *     what it reads nobody else gets
 */
public record PortHolder(long pid, String name, boolean locks) {

  /** The other process to name first; see {@link #all}. */
  public static Optional<PortHolder> of(Path port) {
    return all(port).stream().findFirst();
  }

  /**
   * All other processes, those with a lock first, as far as this user may see: of other users'
   * processes only root sees it.
   */
  public static List<PortHolder> all(Path port) {
    List<PortHolder> holders = new ArrayList<>();
    try {
      Path real = port.toRealPath();
      long self = ProcessHandle.current().pid();
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
        for (Path process : processes) {
          long pid = Long.parseLong(process.getFileName().toString());
          if (pid != self) {
            lock(process, real)
                .ifPresent(locks -> holders.add(new PortHolder(pid, nameOf(process), locks)));
          }
        }
      }
    } catch (IOException e) {
      // The port or /proc is not readable: nobody is to be seen.
    }
    holders.sort(Comparator.comparing(PortHolder::locks).reversed());
    return List.copyOf(holders);
  }

  /** Whether a process has a lock on the port; empty when it has not even opened it. */
  private static Optional<Boolean> lock(Path process, Path real) {
    Optional<Boolean> lock = Optional.empty();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (real.equals(targetOf(descriptor))) {
          boolean locks = isLocked(process.resolve("fdinfo").resolve(descriptor.getFileName()));
          lock = Optional.of(locks || lock.orElse(false));
        }
      }
    } catch (IOException e) {
      // another user's process, or one that just ended
    }
    return lock;
  }

  /** The kernel lists the locks of a descriptor there (proc_pid_fdinfo(5)). */
  private static boolean isLocked(Path information) {
    try {
      return Files.readString(information).lines().anyMatch(line -> line.startsWith("lock:"));
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static Path targetOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor; // closed meanwhile
    }
  }

  private static String nameOf(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return "a process that just ended";
    }
  }

  /** {@code minicom, process 812}. */
  @Override
  public String toString() {
    return name + ", process " + pid;
  }
}
