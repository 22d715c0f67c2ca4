package dev.ferrule.gateway.history.query;

import dev.ferrule.gateway.history.block.BlockCodec;
import dev.ferrule.gateway.history.block.OpenBlock;
import dev.ferrule.gateway.history.block.Seal;
import dev.ferrule.gateway.history.block.Summary;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.file.HistoryTables;
import dev.ferrule.gateway.history.file.HistoryTables.SeriesRow;
import dev.ferrule.gateway.history.file.Journal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The file as it is at one moment, for one question. Owner: the reader's thread. */
final class Past {

  /** What a part of a series is told as. */
  interface Visitor {
    /** Whether what the summary says of a block is enough. */
    boolean takes(Summary summary);

    /** Readings, without looking at each. */
    void summary(Summary summary);

    /** One reading; of any time. */
    void row(long time, double value, int quality);
  }

  private final Connection connection;
  private final BlockCodec codec;
  private final Journal journal;
  private final Map<Integer, Long> shifts;
  private int damaged;

  Past(Connection connection, BlockCodec codec, Journal journal) throws SQLException {
    this.connection = connection;
    this.codec = codec;
    this.journal = journal;
    this.shifts = HistoryTables.shifts(connection);
  }

  /** The series that a question is about, ordered by channel. */
  List<SeriesRow> series(Question question) throws SQLException {
    return HistoryTables.series(connection).values().stream()
        .filter(row -> question.isAbout(row.form().channel()))
        .sorted(
            Comparator.comparing((SeriesRow row) -> row.form().channel())
                .thenComparing(SeriesRow::id))
        .toList();
  }

  /** The same series as it is now. */
  SeriesRow now(SeriesRow before) throws SQLException {
    return HistoryTables.series(connection, before.id()).orElse(before);
  }

  /** By how much the times of each base are moved, milliseconds. */
  Map<Integer, Long> shifts() {
    return shifts;
  }

  /** How many blocks and messages could not be read. */
  int damaged() {
    return damaged;
  }

  /** A place between the blocks of a series: behind this one. */
  record Place(long last, long id) {
    static final Place START = new Place(Long.MIN_VALUE, 0);

    boolean isBehind(Place other) {
      return last > other.last || (last == other.last && id > other.id);
    }
  }

  /**
   * Tells blocks of a series that touch the time asked for, in the order of their last readings.
   *
   * @param before which of them were told before, and are left out
   * @return the place behind the last one told; empty when there are no more
   */
  Optional<Place> blocks(
      SeriesRow series, Question question, Place from, int most, Told.Test before, Visitor to)
      throws SQLException {
    Place place = from;
    int told = 0;
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id, base, "
                + HistoryTables.SUMMARY
                + ", seal, data, number FROM block WHERE series = ? AND last >= ? AND first <= ?"
                + " AND (last, id) > (?, ?) ORDER BY last, id")) {
      query.setInt(1, series.id());
      query.setLong(2, Math.max(question.from(), from.last()));
      query.setLong(3, question.to());
      query.setLong(4, from.last());
      query.setLong(5, from.id());
      try (ResultSet row = query.executeQuery()) {
        while (told < most && row.next()) {
          var here = new Place(row.getLong(4), row.getLong(1));
          if (before.isTold(row.getInt(2), here)) {
            place = here;
          } else if (here.isBehind(place)) {
            block(series, row, to);
            place = here;
            told++;
          } else {
            damaged++; // an index that is damaged would lead in a circle
          }
        }
      }
    }
    return told < most ? Optional.empty() : Optional.of(place);
  }

  /** All series, by number. */
  Map<Integer, SeriesRow> series() throws SQLException {
    return HistoryTables.series(connection);
  }

  /** The numbers of a block's readings: {@code from} to before {@code to}. */
  record Numbers(long from, long to) {}

  /** Tells the first block of a series that has readings from a number on. */
  Optional<Numbers> blockFrom(SeriesRow series, long number, Visitor to) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id, base, "
                + HistoryTables.SUMMARY
                + ", seal, data, number FROM block WHERE series = ? AND number > ?"
                + " AND number + readings > ? ORDER BY number LIMIT 1")) {
      query.setInt(1, series.id());
      query.setLong(2, number - OpenBlock.MOST);
      query.setLong(3, number);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        block(series, row, to);
        long from = row.getLong(14);
        return Optional.of(new Numbers(from, from + row.getInt(5)));
      }
    }
  }

  private void block(SeriesRow series, ResultSet row, Visitor to) throws SQLException {
    int base = row.getInt(2);
    Summary summary = HistoryTables.summary(row, 3);
    Long shift = shifts.get(base);
    if (shift == null || row.getLong(12) != Seal.of(series.id(), base, row.getLong(14), summary)) {
      damaged++;
    } else if (to.takes(summary)) {
      to.summary(summary);
    } else {
      byte[] sealed = HistoryTables.bytes(row, 13);
      Optional<Integer> length = Seal.open(series.id(), sealed);
      if (length.isEmpty()
          || !codec.decode(
              sealed,
              length.get(),
              series.form(),
              (time, value, quality) -> to.row(time + shift, value, quality))) {
        damaged++;
      }
    }
  }

  /** Tells what of these series is in no block yet. */
  void journal(Map<Integer, ? extends Visitor> visitors, List<SeriesRow> series)
      throws SQLException {
    Map<Integer, SeriesRow> asked = new TreeMap<>();
    series.forEach(row -> asked.put(row.id(), row));
    damaged +=
        journal.read(
            connection,
            asked,
            (one, base, message, time, value, quality) -> {
              Long shift = shifts.get(base);
              Visitor visitor = visitors.get(one.id());
              if (shift != null && visitor != null) {
                visitor.row(time + shift, value, quality);
              }
            });
  }

  /** What came after a position. */
  Recalled after(long position, Recall recall) throws SQLException {
    return recall.after(connection, journal, position);
  }

  /** When readings are missing. */
  List<Gap> gaps(Question question) throws SQLException {
    List<Gap> found = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT device, first, last, reason, count, seal FROM gap"
                + " WHERE last >= ? AND first <= ? ORDER BY first LIMIT 1000")) {
      query.setLong(1, question.from());
      query.setLong(2, question.to());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          HistoryTables.gap(row).ifPresentOrElse(found::add, () -> damaged++);
        }
      }
    }
    return found;
  }
}
