package dev.ferrule.gateway.history.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.history.block.Block;
import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.block.Summary;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.gateway.store.StoreFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long NOW = 20_000 * DAY;

  @TempDir Path data;

  @Test
  void keepsEachChannelAsLongAsItsRuleSays() throws Exception {
    var rules =
        new HistoryRules(
            HistoryRule.all(Duration.ofDays(10)),
            Map.of("lab", HistoryRule.all(Duration.ofDays(5))),
            Map.of(new ChannelId("lab", "meter"), HistoryRule.all(Duration.ofDays(20))));
    var settings = new HistorySettings(true, Duration.ofSeconds(1), rules, 1L << 30);
    try (StoreFile store =
        StoreFile.open(
            data.resolve("history.db"), HistoryTables.SCHEMA, StoreFile.Commit.PROCESS)) {
      Connection connection = store.connection();
      var commit = new Commit(1);
      commit.bases.add(new Commit.Base(0, TimeBase.NONE));
      String[] channels = {"shed.temp", "lab.temp", "lab.meter"};
      for (int series = 0; series < channels.length; series++) {
        var form = new SeriesForm(channels[series], "", new Scale.Decimals(1));
        commit.series.add(new Commit.Series(series, form));
        for (int day = 1; day <= 30; day++) {
          long time = NOW - day * DAY + 1;
          var summary = new Summary(time, time, 1, 1, 0, 0, 0, 0, 0);
          commit.blocks.add(new Block(series, 0, 0, 0, summary, new byte[8]));
        }
      }
      for (int day = 1; day <= 30; day++) {
        long time = NOW - day * DAY + 1;
        commit.gaps.add(new Gap("", time, time, Gap.Reason.STOPPED, 0));
      }
      new CommitWriter(connection, 0).write(commit);

      Retention.apply(connection, settings, OptionalLong.empty());
      assertEquals(30, blocks(connection, 0));
      Retention.apply(connection, settings, OptionalLong.of(NOW));
      assertEquals(10, blocks(connection, 0));
      assertEquals(5, blocks(connection, 1));
      assertEquals(20, blocks(connection, 2));
      assertEquals(20, HistoryTables.number(connection, "SELECT count(*) FROM gap", 0));
    }
  }

  private static long blocks(Connection connection, int series) throws SQLException {
    return HistoryTables.number(
        connection, "SELECT count(*) FROM block WHERE series = " + series, 0);
  }
}
