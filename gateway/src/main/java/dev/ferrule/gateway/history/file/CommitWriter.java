package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.history.block.Block;
import dev.ferrule.gateway.history.block.Seal;
import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.block.Summary;
import dev.ferrule.gateway.store.StoreFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Puts commits into the tables. Owner: the writer's thread. */
final class CommitWriter {

  private final Connection connection;
  private final long lastBefore;

  /**
   * A writer for one opening of the file.
   *
   * @param lastBefore the last block that was there then: only times of this run are ever moved
   */
  CommitWriter(Connection connection, long lastBefore) {
    this.connection = connection;
    this.lastBefore = lastBefore;
  }

  /** Writes all of it, or throws and wrote nothing. */
  void write(Commit commit) throws SQLException {
    StoreFile.atomically(
        connection,
        () -> {
          series(commit);
          bases(commit);
          messages(commit);
          blocks(commit);
          shift(commit);
          gaps(commit);
          readers(commit);
          trim(commit.journalFrom);
        });
  }

  private void series(Commit commit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO series VALUES(?,?,?,?,?,0,?)")) {
      for (Commit.Series one : commit.series) {
        SeriesForm form = one.form();
        insert.setInt(1, one.id());
        insert.setString(2, form.channel());
        insert.setString(3, form.unit());
        insert.setString(4, form.scaleText());
        insert.setLong(5, -1);
        insert.setLong(
            6, Seal.of(one.id(), form.channel(), form.unit(), form.scaleText(), -1L, 0L));
        insert.execute();
      }
    }
  }

  private void bases(Commit commit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO base VALUES(?,?,?,?,?)")) {
      for (Commit.Base one : commit.bases) {
        int trusted = one.base().isTrusted() ? 1 : 0;
        insert.setInt(1, one.id());
        insert.setLong(2, one.base().offsetMillis());
        insert.setInt(3, trusted);
        insert.setLong(4, 0);
        insert.setLong(5, Seal.of(one.id(), one.base().offsetMillis(), trusted, 0L));
        insert.execute();
      }
    }
  }

  private void messages(Commit commit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO journal VALUES(?,?,?,?,?)")) {
      for (Commit.Message message : commit.messages) {
        insert.setLong(1, message.number());
        insert.setInt(2, message.base());
        insert.setLong(3, commit.before);
        insert.setLong(4, commit.position);
        insert.setBytes(5, message.bytes());
        insert.execute();
      }
    }
  }

  private void blocks(Commit commit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO block(series, base, "
                + HistoryTables.SUMMARY
                + ", seal, data, number) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
      for (Block block : commit.blocks) {
        Summary summary = block.summary();
        insert.setInt(1, block.series());
        insert.setInt(2, block.base());
        insert.setLong(3, summary.first());
        insert.setLong(4, summary.last());
        insert.setInt(5, summary.rows());
        insert.setInt(6, summary.numbers());
        insert.setDouble(7, summary.min());
        insert.setDouble(8, summary.max());
        insert.setDouble(9, summary.sum());
        insert.setDouble(10, summary.end());
        insert.setInt(11, summary.quality());
        insert.setLong(12, Seal.of(block.series(), block.base(), block.number(), summary));
        insert.setBytes(13, block.bytes());
        insert.setLong(14, block.number());
        insert.execute();
        reach(block);
      }
    }
  }

  /** The journal counts no more for what is in blocks. */
  private void reach(Block block) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT channel, unit, scale FROM series WHERE id = ?")) {
      query.setInt(1, block.series());
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          long readings = block.number() + block.summary().rows();
          long seal =
              Seal.of(
                  block.series(),
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  block.upto(),
                  readings);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE series SET upto = ?, readings = ?, seal = ? WHERE id = ?")) {
            update.setLong(1, block.upto());
            update.setLong(2, readings);
            update.setLong(3, seal);
            update.setInt(4, block.series());
            update.execute();
          }
        }
      }
    }
  }

  /** Moves the times of blocks whose base turned out to be off. */
  private void shift(Commit commit) throws SQLException {
    for (Commit.Shift shift : commit.shifts) {
      moveBase(shift);
      moveBlocks(shift);
    }
  }

  private void moveBase(Commit.Shift shift) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT offset, trusted FROM base WHERE id = ?")) {
      query.setInt(1, shift.base());
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          long seal = Seal.of(shift.base(), row.getLong(1), row.getInt(2), shift.millis());
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE base SET shift = ?, seal = ? WHERE id = ?")) {
            update.setLong(1, shift.millis());
            update.setLong(2, seal);
            update.setInt(3, shift.base());
            update.execute();
          }
        }
      }
    }
  }

  private void moveBlocks(Commit.Shift shift) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT id, series, "
                    + HistoryTables.SUMMARY
                    + ", seal, number FROM block WHERE base = ? AND id > ?");
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE block SET first = ?, last = ?, seal = ? WHERE id = ?")) {
      query.setInt(1, shift.base());
      query.setLong(2, lastBefore);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          int series = row.getInt(2);
          Summary before = HistoryTables.summary(row, 3);
          long number = row.getLong(13);
          if (row.getLong(12) == Seal.of(series, shift.base(), number, before)) {
            Summary moved = before.shifted(shift.millis());
            update.setLong(1, moved.first());
            update.setLong(2, moved.last());
            update.setLong(3, Seal.of(series, shift.base(), number, moved));
            update.setLong(4, row.getLong(1));
            update.addBatch();
          }
        }
      }
      update.executeBatch();
    }
  }

  private void gaps(Commit commit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO gap(device, first, last, reason, count, seal) VALUES(?,?,?,?,?,?)")) {
      for (Gap gap : commit.gaps) {
        insert.setString(1, gap.device());
        insert.setLong(2, gap.first());
        insert.setLong(3, gap.last());
        insert.setString(4, gap.reason().word());
        insert.setLong(5, gap.count());
        insert.setLong(6, HistoryTables.seal(gap));
        insert.execute();
      }
    }
  }

  private void readers(Commit commit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO reader VALUES(?,?,?)")) {
      for (Commit.Reader reader : commit.readers) {
        insert.setString(1, reader.name());
        insert.setLong(2, HistoryTables.seal(reader.name(), reader.data()));
        insert.setBytes(3, reader.data());
        insert.execute();
      }
    }
  }

  private void trim(long journalFrom) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM journal WHERE id < ?")) {
      delete.setLong(1, journalFrom);
      delete.execute();
    }
  }
}
