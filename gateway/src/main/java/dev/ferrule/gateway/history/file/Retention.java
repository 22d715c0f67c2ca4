package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.history.file.HistoryTables.SeriesRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;

/** Lets go of what is too old, and of the oldest when it is too much. Stateless. */
final class Retention {

  /** Blocks that go at a time, so that no transaction is long. */
  private static final int STEP = 50;

  /** Gaps that are kept, some MiB of them: a device that comes and goes makes one a second. */
  static final int MOST_GAPS = 100_000;

  private Retention() {}

  /**
   * Deletes until all limits are kept; the room is used again, the file does not shrink.
   *
   * @param now milliseconds since 1970 UTC; empty when nobody is sure enough to throw away by it
   */
  static void apply(Connection connection, HistorySettings settings, OptionalLong now)
      throws SQLException {
    if (now.isPresent()) {
      for (SeriesRow series : HistoryTables.series(connection).values()) {
        Duration keep = settings.rules().of(series.form().channel()).keep();
        age(connection, series.id(), now.getAsLong() - keep.toMillis());
      }
      long since = now.getAsLong() - settings.rules().longest().toMillis();
      deleted(connection, "DELETE FROM gap WHERE last < ?", since);
    }
    deleted(
        connection,
        "DELETE FROM gap WHERE id <= (SELECT max(id) FROM gap) - ?",
        MOST_GAPS); // ids are given one by one
    while (used(connection) > settings.bytes() && oldest(connection) > 0) {}
  }

  private static void age(Connection connection, int series, long since) throws SQLException {
    int gone = STEP;
    while (gone == STEP) {
      try (PreparedStatement delete =
          connection.prepareStatement(
              "DELETE FROM block WHERE id IN"
                  + " (SELECT id FROM block WHERE series = ? AND last < ? LIMIT ?)")) {
        delete.setInt(1, series);
        delete.setLong(2, since);
        delete.setInt(3, STEP);
        gone = delete.executeUpdate();
      }
    }
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
