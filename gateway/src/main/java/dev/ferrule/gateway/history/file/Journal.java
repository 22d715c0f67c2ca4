package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.history.block.Seal;
import dev.ferrule.gateway.history.file.HistoryTables.SeriesRow;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the readings that are in no block yet. Owner: one thread. */
public final class Journal {

  private final StreamDecoder decoder = new StreamDecoder();

  /** Where the readings go, each series in the order in which they came. */
  public interface Rows {
    /**
     * One reading.
     *
     * @param time as it was made with the base, milliseconds since 1970 UTC
     */
    void row(SeriesRow series, int base, long message, long time, double value, int quality);
  }

  /** Messages that are looked at. */
  private enum Which {
    /** Those that hold readings which are in no block. */
    NOT_IN_BLOCKS("id > ? AND id <= ?"),
    /** Those that lead on from a position. */
    AFTER_POSITION("position > ? AND position <= ?");

    final String condition;

    Which(String condition) {
      this.condition = condition;
    }
  }

  /**
   * Tells all readings of these series that are in no block.
   *
   * @return how many messages were damaged
   */
  public int read(Connection connection, Map<Integer, SeriesRow> series, Rows rows)
      throws SQLException {
    long from = series.values().stream().mapToLong(SeriesRow::upto).min().orElse(0);
    return read(connection, Which.NOT_IN_BLOCKS, from, Long.MAX_VALUE, series, rows);
  }

  /**
   * Tells the readings of these series that came after a position, whether they are in blocks or
   * not; some that came before it are among them.
   *
   * @param to the last position that is told
   * @return how many messages were damaged
   */
  public int readAfter(
      Connection connection, long position, long to, Map<Integer, SeriesRow> series, Rows rows)
      throws SQLException {
    Map<Integer, SeriesRow> whole = new HashMap<>();
    series.forEach((id, row) -> whole.put(id, new SeriesRow(id, row.form(), -1, row.readings())));
    return read(connection, Which.AFTER_POSITION, position, to, whole, rows);
  }

  private int read(
      Connection connection,
      Which which,
      long from,
      long to,
      Map<Integer, SeriesRow> series,
      Rows rows)
      throws SQLException {
    int damaged = 0;
    long before = Long.MIN_VALUE;
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id, base, data FROM journal WHERE " + which.condition + " ORDER BY id")) {
      query.setLong(1, from);
      query.setLong(2, to);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          long message = row.getLong(1);
          byte[] sealed = HistoryTables.bytes(row, 3);
          Optional<Integer> length = Seal.open(message, sealed);
          boolean isAgain = message <= before; // a damaged page can tell one row twice
          before = Math.max(before, length.isEmpty() ? before : message);
          if (isAgain
              || length.isEmpty()
              || !decode(sealed, length.get(), message, row.getInt(2), series, rows)) {
            damaged++;
          }
        }
      }
    }
    return damaged;
  }

  private boolean decode(
      byte[] bytes, int length, long message, int base, Map<Integer, SeriesRow> series, Rows rows) {
    StreamOutcome outcome =
        decoder.decode(
            bytes,
            0,
            length,
            0,
            (first, channels, count, times, values, quality, scaled) -> {
              for (int column = 0; column < channels; column++) {
                SeriesRow one = series.get(first + column);
                if (one == null || message <= one.upto()) {
                  continue;
                }
                for (int row = 0; row < count; row++) {
                  int cell = column * count + row;
                  double value = scaled ? one.form().value(values[cell]) : values[cell];
                  rows.row(
                      one,
                      base,
                      message,
                      times[row] + Directory.EPOCH,
                      value,
                      quality[cell] & 0xFF);
                }
              }
            });
    return outcome == StreamOutcome.DELIVERED;
  }
}
