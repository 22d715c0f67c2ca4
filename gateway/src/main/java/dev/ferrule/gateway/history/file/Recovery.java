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

  private Recovery() {}

  /** The file as it is when everything in it is in blocks; in one transaction. */
  static Opening recover(Connection connection, int opening) throws SQLException {
    Map<Integer, SeriesRow> series = HistoryTables.series(connection);
    Map<Integer, Long> shifts = HistoryTables.shifts(connection);
    long nextMessage =
        1
            + Math.max(
                HistoryTables.number(connection, "SELECT max(id) FROM journal", 0),
                HistoryTables.number(connection, "SELECT max(upto) FROM series", 0));
    var commit = new Commit(opening);
    commit.blocks.addAll(blocks(connection, series, shifts));
    commit.journalFrom = Long.MAX_VALUE;
    new CommitWriter(connection).write(commit);
    Map<SeriesForm, Integer> numbers = new HashMap<>();
    series.forEach((number, row) -> numbers.put(row.form(), number));
    return new Opening(
        opening,
        numbers,
        (int) HistoryTables.number(connection, "SELECT max(id) + 1 FROM series", 0),
        (int) HistoryTables.number(connection, "SELECT max(id) + 1 FROM base", 0),
        nextMessage,
        last(connection));
  }

  private static List<Block> blocks(
      Connection connection, Map<Integer, SeriesRow> series, Map<Integer, Long> shifts)
      throws SQLException {
    var codec = new BlockCodec();
    Map<SeriesRow, OpenBlock> open = new HashMap<>();
    List<Block> made = new ArrayList<>();
    new Journal()
        .read(
            connection,
            series,
            (one, base, message, time, value, quality) -> {
              OpenBlock block = open.get(one);
              if (block != null && !(block.base() == base && block.takes(time, 1))) {
                made.add(block.sealed(codec, one.form().factor()));
                block = null;
              }
              if (block == null) {
                block = new OpenBlock(one.id(), base, message);
                open.put(one, block);
              }
              block.add(time, value, quality, message);
            });
    open.forEach((one, block) -> made.add(block.sealed(codec, one.form().factor())));
    return made.stream().map(block -> moved(block, shifts)).toList();
  }

  /** A block's times in the table are those that people see. */
  private static Block moved(Block block, Map<Integer, Long> shifts) {
    long by = shifts.getOrDefault(block.base(), 0L);
    return new Block(
        block.series(), block.base(), block.upto(), block.summary().shifted(by), block.bytes());
  }

  private static long last(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT series, base, "
                    + HistoryTables.SUMMARY
                    + ", seal FROM block ORDER BY id DESC LIMIT 100");
        ResultSet row = query.executeQuery()) {
      long last = Long.MIN_VALUE;
      while (row.next()) {
        Summary summary = HistoryTables.summary(row, 3);
        if (row.getLong(12) == Seal.of(row.getInt(1), row.getInt(2), summary)) {
          last = Math.max(last, summary.last());
        }
      }
      return last;
    }
  }
}
