package dev.ferrule.gateway.history.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Lets go of what is too old, and of the oldest when it is too much. Stateless. */
final class Retention {

  /** Blocks that go at a time, so that no transaction is long. */
  private static final int STEP = 50;

  private Retention() {}

  /**
   * Deletes until both limits are kept; the room is used again, the file does not shrink.
   *
   * @param since what ended before is too old, milliseconds since 1970 UTC
   */
  static void apply(Connection connection, HistorySettings settings, long since)
      throws SQLException {
    while (deleted(
            connection,
            "DELETE FROM block WHERE id IN (SELECT id FROM block"
                + " WHERE series IN (SELECT id FROM series) AND last < ? LIMIT "
                + STEP
                + ")",
            since)
        == STEP) {}
    deleted(connection, "DELETE FROM gap WHERE last < ?", since);
    while (used(connection) > settings.bytes() && oldest(connection) > 0) {}
  }

  private static int oldest(Connection connection) throws SQLException {
    return deleted(
        connection,
        "DELETE FROM block WHERE id IN (SELECT id FROM block ORDER BY id LIMIT ?)",
        STEP);
  }

  private static long used(Connection connection) throws SQLException {
    long pages = HistoryTables.number(connection, "PRAGMA page_count", 0);
    long free = HistoryTables.number(connection, "PRAGMA freelist_count", 0);
    return (pages - free) * HistoryTables.number(connection, "PRAGMA page_size", 0);
  }

  private static int deleted(Connection connection, String statement, long value)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(statement)) {
      delete.setLong(1, value);
      return delete.executeUpdate();
    }
  }
}
