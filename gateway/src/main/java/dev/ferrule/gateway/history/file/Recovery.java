package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.history.block.Block;
import dev.ferrule.gateway.history.block.BlockCodec;
import dev.ferrule.gateway.history.block.OpenBlock;
import dev.ferrule.gateway.history.block.Seal;
import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.block.Summary;
import dev.ferrule.gateway.history.file.HistoryTables.SeriesRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts into blocks what an earlier run left in the journal, and says what the file holds.
 * Stateless.
 */
final class Recovery {

  /** Numbers of series that a message can tell; a greater one is damaged. */
  static final int MOST_SERIES = 16_384;

  /** Bases that no file comes to, at one a second; a greater number is damaged. */
  private static final int MOST_BASES = 1 << 30;

  private Recovery() {}

  /** The file as it is when everything in it is in blocks; in one transaction. */
  static Opening recover(Connection connection, int opening) throws SQLException {
    Map<Integer, SeriesRow> series = HistoryTables.series(connection);
    Map<Integer, Long> shifts = HistoryTables.shifts(connection);
    var commit = new Commit(opening);
    commit.blocks.addAll(blocks(connection, series, shifts));
    long nextMessage =
        1
            + Math.max(
                series.values().stream().mapToLong(SeriesRow::upto).max().orElse(0),
                commit.blocks.stream().mapToLong(Block::upto).max().orElse(0));
    commit.journalFrom = Long.MAX_VALUE;
    new CommitWriter(connection, 0).write(commit);
    Map<SeriesForm, Integer> numbers = new HashMap<>();
    Map<Integer, Long> readings = new HashMap<>();
    HistoryTables.series(connection)
        .forEach(
            (number, row) -> {
              numbers.put(row.form(), number);
              readings.put(number, row.readings());
            });
    return new Opening(
        opening,
        numbers,
        nextSeries(connection),
        nextBase(connection, shifts.size()),
        nextMessage,
        readings,
        HistoryTables.readers(connection),
        last(connection));
  }

  /**
   * A number that nothing has, and nothing had whose row is damaged: old blocks must not become
   * those of something new. Numbers that never were are passed over: they are damaged themselves.
   */
  private static int nextSeries(Connection connection) throws SQLException {
    String sane = " BETWEEN 0 AND " + (MOST_SERIES - 1);
    return 1
        + (int)
            Math.max(
                HistoryTables.number(connection, "SELECT max(id) FROM series WHERE id" + sane, -1),
                HistoryTables.number(
                    connection, "SELECT max(series) FROM block WHERE series" + sane, -1));
  }

  /** The same; blocks are looked through when a row of the table is damaged, else the latest. */
  private static int nextBase(Connection connection, int readable) throws SQLException {
    String sane = " BETWEEN 0 AND " + MOST_BASES;
    boolean isWhole = HistoryTables.number(connection, "SELECT count(*) FROM base", 0) == readable;
    String blocks = isWhole ? "(SELECT base FROM block ORDER BY id DESC LIMIT 100)" : "block";
    return 1
        + (int)
            Math.max(
                HistoryTables.number(connection, "SELECT max(id) FROM base WHERE id" + sane, -1),
                HistoryTables.number(
                    connection, "SELECT max(base) FROM " + blocks + " WHERE base" + sane, -1));
  }

  private static List<Block> blocks(
      Connection connection, Map<Integer, SeriesRow> series, Map<Integer, Long> shifts)
      throws SQLException {
    var codec = new BlockCodec();
    Map<SeriesRow, OpenBlock> open = new HashMap<>();
    Map<SeriesRow, Long> readings = new HashMap<>();
    List<Block> made = new ArrayList<>();
    new Journal()
        .read(
            connection,
            series,
            (one, base, message, time, value, quality) -> {
              if (!shifts.containsKey(base)) {
                return; // nobody knows how its time was made
              }
              OpenBlock block = open.get(one);
              if (block != null && !(block.base() == base && block.takes(time, 1))) {
                made.add(block.sealed(codec, one.form().factor()));
                block = null;
              }
              if (block == null) {
                long before = readings.getOrDefault(one, one.readings());
                block = new OpenBlock(one.id(), base, before, message);
                open.put(one, block);
              }
              block.add(time, value, quality, message);
              readings.merge(one, one.readings() + 1, (had, _) -> had + 1);
            });
    open.forEach((one, block) -> made.add(block.sealed(codec, one.form().factor())));
    return made.stream().map(block -> moved(block, shifts)).toList();
  }

  /** A block's times in the table are those that people see. */
  private static Block moved(Block block, Map<Integer, Long> shifts) {
    long by = shifts.getOrDefault(block.base(), 0L);
    return new Block(
        block.series(),
        block.base(),
        block.number(),
        block.upto(),
        block.summary().shifted(by),
        block.bytes());
  }

  private static long last(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT series, base, "
                    + HistoryTables.SUMMARY
                    + ", seal, number FROM block ORDER BY id DESC LIMIT 100");
        ResultSet row = query.executeQuery()) {
      long last = Long.MIN_VALUE;
      while (row.next()) {
        Summary summary = HistoryTables.summary(row, 3);
        if (row.getLong(12) == Seal.of(row.getInt(1), row.getInt(2), row.getLong(13), summary)) {
          last = Math.max(last, summary.last());
        }
      }
      return last;
    }
  }
}
