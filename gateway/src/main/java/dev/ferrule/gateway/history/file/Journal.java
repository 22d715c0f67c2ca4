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

  /**
   * Tells all readings of these series that are in no block.
   *
   * @return how many messages were damaged
   */
  public int read(Connection connection, Map<Integer, SeriesRow> series, Rows rows)
      throws SQLException {
    int damaged = 0;
    long before = Long.MIN_VALUE;
    try (PreparedStatement query =
            connection.prepareStatement("SELECT id, base, data FROM journal ORDER BY id");
        ResultSet row = query.executeQuery()) {
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
