package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.file.HistoryTables;
import dev.ferrule.gateway.history.file.HistoryTables.SeriesRow;
import dev.ferrule.gateway.history.file.Journal;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.protocol.Quality;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the journal what came after a position. Of more than {@link #MOST} readings only the
 * latest commits are told, and that they are not all. Owner: the reader's thread.
 */
final class Recall {

  /** Readings of an answer. */
  static final int MOST = 50_000;

  /** Readings of a batch. */
  private static final int ROWS = 64;

  private final BitSet channels;
  private final Recent recent;
  private final Map<SeriesForm, Integer> numbers = new HashMap<>();

  Recall(Directory directory, BitSet channels, Recent recent) {
    this.channels = (BitSet) channels.clone();
    this.channels.andNot(recent.channels());
    this.recent = recent.of(channels);
    directory.channels().forEach((number, channel) -> numbers.put(SeriesForm.of(channel), number));
  }

  /** A stretch of the journal that one commit made. */
  private record Stretch(long before, long position) {}

  /** What came after {@code position}. */
  Recalled after(Connection connection, Journal journal, long position) throws SQLException {
    Deque<Stretch> chain = chain(connection, position);
    boolean isThere = chain.isEmpty() || chain.getLast().position() == recent.chained();
    if (!isThere || (chain.isEmpty() && recent.chained() > position)) {
      return Recalled.nothing(position);
    }
    long inFile = chain.isEmpty() ? position : chain.getFirst().before();
    long from = Math.max(position, Math.max(inFile, recent.from()));
    Rows rows = new Rows(HistoryTables.shifts(connection));
    int damaged = journal.readAfter(connection, from, recent.chained(), wanted(connection), rows);
    long to = recent.to();
    if (damaged > 0 || rows.isTooMuch) {
      return new Recalled(to, to, List.of());
    }
    return new Recalled(
        from, to, Stream.concat(rows.batches().stream(), recent.after(from)).toList());
  }

  /** The latest commits that lead on from one to the next, as far back as the position. */
  private Deque<Stretch> chain(Connection connection, long position) throws SQLException {
    Deque<Stretch> chain = new ArrayDeque<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT before, position FROM journal WHERE position > ? AND position <= ?"
                + " GROUP BY before, position ORDER BY min(id) DESC")) {
      query.setLong(1, position);
      query.setLong(2, recent.chained());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          var next = new Stretch(row.getLong(1), row.getLong(2));
          if (!chain.isEmpty() && chain.getFirst().before() != next.position()) {
            break;
          }
          chain.addFirst(next);
        }
      }
    }
    return chain;
  }

  /** The series of channels that are asked for and mean now what they meant. */
  private Map<Integer, SeriesRow> wanted(Connection connection) throws SQLException {
    Map<Integer, SeriesRow> wanted = new TreeMap<>();
    HistoryTables.series(connection)
        .forEach(
            (id, row) -> {
              Integer number = numbers.get(row.form());
              if (number != null && channels.get(number)) {
                wanted.put(id, row);
              }
            });
    return wanted;
  }

  /** Makes batches of the readings that follow each other in one channel. */
  private final class Rows implements Journal.Rows {
    private final Map<Integer, Long> shifts;
    private final List<ReadingBatch> made = new ArrayList<>();
    private int count;
    private boolean isTooMuch;
    private @Nullable Integer channel;
    private long[] time = new long[ROWS];
    private double[] values = new double[ROWS];
    private byte[] quality = new byte[ROWS];
    private int length;

    Rows(Map<Integer, Long> shifts) {
      this.shifts = shifts;
    }

    @Override
    public void row(SeriesRow series, int base, long message, long at, double value, int code) {
      Integer number = numbers.get(series.form());
      if (isTooMuch || number == null) {
        return;
      }
      if (++count > MOST) {
        isTooMuch = true;
        return;
      }
      if (!number.equals(channel) || length == time.length) {
        end();
        channel = number;
      }
      time[length] = at + shifts.getOrDefault(base, 0L);
      values[length] = value;
      quality[length++] = (byte) code;
    }

    private void end() {
      Integer of = channel;
      if (of != null && length > 0) {
        byte[] codes = Arrays.copyOf(quality, length);
        boolean good = true;
        for (byte code : codes) {
          good &= Quality.isGood(code & 0xFF);
        }
        made.add(
            new ReadingBatch(
                of,
                1,
                Arrays.copyOf(time, length),
                Arrays.copyOf(values, length),
                good ? null : codes));
      }
      length = 0;
    }

    List<ReadingBatch> batches() {
      end();
      return made;
    }
  }
}
