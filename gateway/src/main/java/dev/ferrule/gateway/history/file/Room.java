package dev.ferrule.gateway.history.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Leaves room on the disk for what matters more; stateless. */
final class Room {

  /** What must stay free, for ledger and configuration, bytes. */
  static final long RESERVE = 64L << 20;

  private static final int FULL = 13;
  private static final int IO_ERROR = 10;

  private Room() {}

  /** Throws as if the disk were full when only the reserve is left. */
  static void check(Path file) throws SQLException {
    try {
      if (Files.getFileStore(file).getUsableSpace() < RESERVE) {
        throw new SQLException("less than " + RESERVE / (1 << 20) + " MiB are left", "", FULL);
      }
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), "", IO_ERROR, e);
    }
  }
}
