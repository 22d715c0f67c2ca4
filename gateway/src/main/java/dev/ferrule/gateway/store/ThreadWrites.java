package dev.ferrule.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a thread had the system write: the kernel counts it. Stateless. */
public final class ThreadWrites {

  private static final Path IO = Path.of("/proc/thread-self/io");
  private static final String FIELD = "write_bytes: ";

  private ThreadWrites() {}

  /** Bytes of pages that this thread changed in files; 0 where the kernel does not say. */
  public static long bytes() {
    try {
      return Files.readAllLines(IO).stream()
          .filter(line -> line.startsWith(FIELD))
          .mapToLong(line -> Long.parseLong(line.substring(FIELD.length())))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
