package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.history.block.Seal;
import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.block.Summary;
import dev.ferrule.gateway.store.StoreFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tables of {@code history.db} and what each row means; stateless.
 *
 * <pre>
 * series   what a number of a series means
 * base     how times were made, and by how much those are moved
 * block    readings of one series, and what can be said of them without decoding
 * journal  readings of all series that are in no block yet
 * gap      when readings are missing, and why
 * reader   who tells readings to others, and which ones it still has to tell
 * </pre>
 */
public final class HistoryTables {

  static final StoreFile.Schema SCHEMA =
      new StoreFile.Schema(
          0x46727248,
          List.of(
              List.of(
                  "CREATE TABLE series(id INTEGER PRIMARY KEY, channel TEXT NOT NULL,"
                      + " unit TEXT NOT NULL, scale TEXT NOT NULL, upto INTEGER NOT NULL,"
                      + " readings INTEGER NOT NULL, seal INTEGER NOT NULL)",
                  "CREATE TABLE base(id INTEGER PRIMARY KEY, offset INTEGER NOT NULL,"
                      + " trusted INTEGER NOT NULL, shift INTEGER NOT NULL, seal INTEGER NOT NULL)",
                  "CREATE TABLE block(id INTEGER PRIMARY KEY, series INTEGER NOT NULL,"
                      + " base INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
                      + " readings INTEGER NOT NULL, numbers INTEGER NOT NULL, min REAL NOT NULL,"
                      + " max REAL NOT NULL, sum REAL NOT NULL, ending REAL NOT NULL, quality INTEGER NOT NULL,"
                      + " seal INTEGER NOT NULL, data BLOB NOT NULL, number INTEGER NOT NULL)",
                  "CREATE INDEX block_by_time ON block(series, last, first)",
                  "CREATE INDEX block_by_number ON block(series, number)",
                  "CREATE TABLE reader(name TEXT PRIMARY KEY, seal INTEGER NOT NULL,"
                      + " data BLOB NOT NULL)",
                  "CREATE TABLE journal(id INTEGER PRIMARY KEY, base INTEGER NOT NULL,"
                      + " before INTEGER NOT NULL, position INTEGER NOT NULL,"
                      + " data BLOB NOT NULL)",
                  "CREATE TABLE gap(id INTEGER PRIMARY KEY, device TEXT NOT NULL,"
                      + " first INTEGER NOT NULL, last INTEGER NOT NULL, reason TEXT NOT NULL,"
                      + " count INTEGER NOT NULL, seal INTEGER NOT NULL)")));

  private static final byte[] NOTHING = {};

  private HistoryTables() {}

  /**
   * A series as the table has it.
   *
   * @param upto up to which journal message its readings are in blocks
   * @param readings how many readings went into blocks, ever
   */
  public record SeriesRow(int id, SeriesForm form, long upto, long readings) {}

  /** Whether the tables are there; a file that is just made has none. */
  public static boolean isMade(Connection connection) throws SQLException {
    return number(connection, "SELECT count(*) FROM sqlite_schema", 0) > 0;
  }

  private static final String SERIES =
      "SELECT id, channel, unit, scale, upto, readings, seal FROM series";

  /** The series that can be read, by number. */
  public static Map<Integer, SeriesRow> series(Connection connection) throws SQLException {
    Map<Integer, SeriesRow> found = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(SERIES);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        series(row).ifPresent(one -> found.put(one.id(), one));
      }
    }
    return found;
  }

  /** One series; empty when there is none, or it is damaged. */
  public static Optional<SeriesRow> series(Connection connection, int id) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(SERIES + " WHERE id = ?")) {
      query.setInt(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? series(row) : Optional.empty();
      }
    }
  }

  private static Optional<SeriesRow> series(ResultSet row) throws SQLException {
    int id = row.getInt(1);
    String channel = text(row, 2);
    String unit = text(row, 3);
    String word = text(row, 4);
    long upto = row.getLong(5);
    long readings = row.getLong(6);
    return row.getLong(7) == Seal.of(id, channel, unit, word, upto, readings)
        ? SeriesForm.scale(word)
            .map(scale -> new SeriesRow(id, new SeriesForm(channel, unit, scale), upto, readings))
        : Optional.empty();
  }

  /** By how much the times of each base are moved, milliseconds; damaged ones are left out. */
  public static Map<Integer, Long> shifts(Connection connection) throws SQLException {
    Map<Integer, Long> found = new HashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement("SELECT id, offset, trusted, shift, seal FROM base");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        int id = row.getInt(1);
        long shift = row.getLong(4);
        if (row.getLong(5) == Seal.of(id, row.getLong(2), row.getInt(3), shift)) {
          found.put(id, shift);
        }
      }
    }
    return found;
  }

  /** What each reader still has to tell, in its own form; damaged ones are left out. */
  static Map<String, byte[]> readers(Connection connection) throws SQLException {
    Map<String, byte[]> found = new HashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement("SELECT name, seal, data FROM reader");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        byte[] data = bytes(row, 3);
        if (row.getLong(2) == seal(text(row, 1), data)) {
          found.put(text(row, 1), data);
        }
      }
    }
    return found;
  }

  /** The check sum of what a reader still has to tell. */
  static long seal(String reader, byte[] data) {
    return Seal.of(reader, HexFormat.of().formatHex(data));
  }

  /** The columns of a block's summary, in the order of {@link #summary}. */
  public static final String SUMMARY =
      "first, last, readings, numbers, min, max, sum, ending, quality";

  /** The summary in nine columns of a row, from one on. */
  public static Summary summary(ResultSet row, int from) throws SQLException {
    return new Summary(
        row.getLong(from),
        row.getLong(from + 1),
        row.getInt(from + 2),
        row.getInt(from + 3),
        row.getDouble(from + 4),
        row.getDouble(from + 5),
        row.getDouble(from + 6),
        row.getDouble(from + 7),
        row.getInt(from + 8));
  }

  /** The check sum of a gap. */
  static long seal(Gap gap) {
    return Seal.of(gap.device(), gap.first(), gap.last(), gap.reason().word(), gap.count());
  }

  /** The gap in the columns device, first, last, reason, count, seal; empty when damaged. */
  public static Optional<Gap> gap(ResultSet row) throws SQLException {
    String word = text(row, 4);
    for (Gap.Reason reason : Gap.Reason.values()) {
      if (reason.word().equals(word)) {
        var gap = new Gap(text(row, 1), row.getLong(2), row.getLong(3), reason, row.getLong(5));
        return row.getLong(6) == seal(gap) ? Optional.of(gap) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A text; in a damaged row there may be none. */
  private static String text(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  /** Bytes; in a damaged row there may be none. */
  public static byte[] bytes(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNullElse(row.getBytes(column), NOTHING);
  }

  /** Time of the oldest block, milliseconds since 1970 UTC; 0 when there is none. */
  static long oldest(Connection connection) throws SQLException {
    return Math.max(0, number(connection, "SELECT first FROM block ORDER BY id LIMIT 1", 0));
  }

  /** One number, or {@code otherwise} where there is none. */
  static long number(Connection connection, String query, long otherwise) throws SQLException {
    try (PreparedStatement one = connection.prepareStatement(query);
        ResultSet row = one.executeQuery()) {
      if (!row.next()) {
        return otherwise;
      }
      long number = row.getLong(1);
      return row.wasNull() ? otherwise : number;
    }
  }
}
