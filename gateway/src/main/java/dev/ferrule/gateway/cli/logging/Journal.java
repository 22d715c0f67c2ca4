package dev.ferrule.gateway.cli.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The system's journal, as systemd connects it to a service (systemd.exec(5), $JOURNAL_STREAM). */
final class Journal {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Journal() {}

  /**
   * Whether standard error goes there. The variable alone says nothing: a child whose output was
   * redirected has it too, so device and inode must be those of the descriptor.
   */
  static boolean readsStandardError() {
    String stream = System.getenv("JOURNAL_STREAM");
    if (stream == null || stream.isEmpty()) {
      return false;
    }
    try {
      Map<String, Object> file = Files.readAttributes(STANDARD_ERROR, "unix:dev,ino");
      return stream.equals(file.get("dev") + ":" + file.get("ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
