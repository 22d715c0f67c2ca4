package dev.ferrule.gateway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.history.Remembering.Seen;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.query.Curve;
import dev.ferrule.gateway.history.query.Export;
import dev.ferrule.gateway.history.query.HistoryReader.Outcome;
import dev.ferrule.gateway.history.query.Question;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.protocol.Quality;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HistoryTest {

  private static final long T = 1_767_225_600_000L;
  private static final Channel TEMP = Channels.sensor("boiler", "temp");
  private static final Channel FLOW = Channels.sensor("boiler", "flow");

  @TempDir Path data;

  @Test
  void tellsWhatItWasToldAfterARestart() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      gateway.read("boiler", one(0, T, 21.5));
      gateway.read("boiler", one(0, T + 1000, 21.6));
      gateway.settle();
    }
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      assertEquals(
          List.of(new Seen("boiler.temp", T, 21.5, 0), new Seen("boiler.temp", T + 1000, 21.6, 0)),
          gateway.all("*"));
    }
  }

  @Test
  void hasEverythingThatWasCommittedWhenTheProcessIsKilled() throws Exception {
    Path copy = data.resolve("copy");
    Files.createDirectories(copy);
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      for (int i = 0; i < 3_000; i++) {
        gateway.read("boiler", one(0, T + i * 1000L, i / 10.0));
      }
      gateway.settle();
      // What a kill leaves: the files as they are.
      for (String part : List.of("history.db", "history.db-wal")) {
        Files.copy(data.resolve(part), copy.resolve(part));
      }
    }
    try (Remembering gateway = Remembering.in(copy, "boiler")) {
      List<Seen> seen = gateway.all("boiler.temp");
      assertEquals(3_000, seen.size());
      for (int i = 0; i < seen.size(); i++) {
        assertEquals(new Seen("boiler.temp", T + i * 1000L, i / 10.0, 0), seen.get(i));
      }
    }
  }

  /** Grids, singles, floats, bad values, blocks that end anywhere, restarts in between. */
  @Test
  void tellsWhatItWasToldWhateverItWas() throws Exception {
    var random = new Random(20261201);
    List<Seen> fed = new ArrayList<>();
    long time = T;
    for (int run = 0; run < 4; run++) {
      try (Remembering gateway = Remembering.in(data, "boiler")) {
        Channel[] channels = {TEMP, FLOW, Channels.relay("boiler", "pump")};
        gateway.up("boiler", channels);
        for (int batch = 0; batch < 150; batch++) {
          int first = random.nextInt(3);
          int width = 1 + random.nextInt(3 - first);
          int rows = 1 + random.nextInt(random.nextInt(10) == 0 ? 700 : 8);
          long[] times = new long[rows];
          for (int row = 0; row < rows; row++) {
            time += 1 + random.nextInt(2_000);
            times[row] = time;
          }
          double[] values = new double[rows * width];
          byte[] quality = new byte[values.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(20_000) / 10.0;
            if (random.nextInt(20) == 0) {
              quality[i] = (byte) Quality.of(Quality.STALE, Quality.NO_DATA);
            }
          }
          for (int column = 0; column < width; column++) {
            for (int row = 0; row < rows; row++) {
              int cell = column * rows + row;
              boolean whole = first + column == 2;
              double value = whole ? Math.round(values[cell]) : values[cell];
              fed.add(
                  new Seen(
                      channels[first + column].id().toString(),
                      times[row],
                      value,
                      quality[cell] & 0xFF));
            }
          }
          gateway.read("boiler", new ReadingBatch(first, width, times, values, quality));
          if (random.nextInt(30) == 0) {
            gateway.settle();
          }
        }
        gateway.settle();
        assertEquals(sorted(fed), sorted(gateway.all("*")), "in run " + run);
      }
    }
  }

  @Test
  void drawsACurveWithLeastAndGreatest() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      for (int i = 0; i < 10_000; i++) {
        gateway.read("boiler", one(0, T + i * 100L, i % 10 == 3 ? -5 : i % 10));
      }
      gateway.settle();
      Outcome outcome = gateway.ask(new Question(List.of("*"), T, T + 999_999), 100);
      Outcome.Known known = assertInstanceOf(Outcome.Known.class, outcome);
      List<Curve.Point> points = Remembering.points(known.curves().getFirst());
      assertEquals(100, points.size());
      int readings = 0;
      for (Curve.Point point : points) {
        readings += point.readings();
        assertEquals(-5, point.min());
        assertEquals(9, point.max());
        assertEquals(3.7, point.mean(), 1e-9);
        assertEquals(9, point.end());
      }
      assertEquals(10_000, readings);
    }
  }

  @Test
  void drawsEachReadingWhenThereAreFew() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      for (int i = 0; i < 60; i++) {
        gateway.read("boiler", one(0, T + i * 1000L, i));
      }
      gateway.settle();
      Outcome outcome = gateway.ask(new Question(List.of("*"), T, T + 60_000), 500);
      Outcome.Known known = assertInstanceOf(Outcome.Known.class, outcome);
      List<Curve.Point> points = Remembering.points(known.curves().getFirst());
      assertEquals(60, points.size());
      assertEquals(T + 7_000, points.get(7).time());
      assertEquals(7, points.get(7).mean());
    }
  }

  @Test
  void movesTheTimesOfABootOnceItKnowsThem() throws Exception {
    long late = Duration.ofDays(20_000).toMillis();
    var unknown = new TimeBase(1, false);
    var known = new TimeBase(1 + late, true);
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      gateway.read("boiler", one(0, 5_000, 1).with(unknown));
      gateway.read("boiler", one(0, 6_000, 2).with(unknown));
      gateway.settle();
      gateway.read("boiler", one(0, late + 7_000, 3).with(known));
      gateway.settle();
      List<Seen> right =
          List.of(
              new Seen("boiler.temp", late + 5_000, 1, 0),
              new Seen("boiler.temp", late + 6_000, 2, 0),
              new Seen("boiler.temp", late + 7_000, 3, 0));
      assertEquals(right, gateway.all("*"));
    }
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      assertEquals(3, gateway.all("*").size());
      assertEquals(late + 5_000, gateway.all("*").getFirst().time());
    }
  }

  @Test
  void saysWhenItDidNotRunAndWhenADeviceWasGone() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      gateway.read("boiler", one(0, T, 1));
      gateway.settle();
      gateway.state("boiler", new DeviceState.Down("unplugged"));
      gateway.state("boiler", new DeviceState.Up());
      gateway.read("boiler", one(0, T + 5_000, 1));
      gateway.settle();
    }
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      gateway.read("boiler", one(0, T + 9_000, 1));
      gateway.settle();
      Outcome outcome =
          gateway.ask(new Question(List.of("*"), 0, System.currentTimeMillis() + 60_000), 10);
      List<Gap> gaps = assertInstanceOf(Outcome.Known.class, outcome).gaps();
      assertTrue(
          gaps.stream()
              .anyMatch(
                  gap ->
                      gap.reason() == Gap.Reason.STOPPED
                          && gap.first() == T + 5_000
                          && gap.device().isEmpty()),
          gaps.toString());
      assertTrue(
          gaps.stream()
              .anyMatch(gap -> gap.reason() == Gap.Reason.DOWN && gap.device().equals("boiler")),
          gaps.toString());
    }
  }

  @Test
  void letsGoOfTheOldestWhenThereIsTooMuch() throws Exception {
    var small = new HistorySettings(true, Duration.ofMillis(20), Duration.ofDays(36_500), 200_000);
    var random = new Random(1);
    for (int run = 0; run < 2; run++) {
      try (Remembering gateway = new Remembering(data, small, "boiler")) {
        gateway.up("boiler", TEMP);
        for (int i = 0; i < 200_000; i++) {
          gateway.read(
              "boiler", one(0, T + (run * 200_000L + i) * 1000, random.nextInt(10_000) / 10.0));
          if (i % 20_000 == 0) {
            gateway.settle();
          }
        }
        gateway.settle();
      }
    }
    try (Remembering gateway = new Remembering(data, small, "boiler")) {
      List<Seen> left = gateway.all("*");
      assertTrue(left.getFirst().time() > T, "the oldest is there");
      assertEquals(T + 399_999_000L, left.getLast().time());
    }
  }

  @Test
  void setsADamagedFileAsideAndGoesOn() throws Exception {
    Files.writeString(data.resolve("history.db"), "no database at all".repeat(500));
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      gateway.read("boiler", one(0, T, 4));
      gateway.settle();
      assertEquals(1, gateway.all("*").size());
    }
    try (var files = Files.list(data)) {
      assertTrue(files.anyMatch(file -> file.getFileName().toString().contains(".bad-")));
    }
  }

  @Test
  void keepsWhatIsInNoBlockWhenAFileIsSetAside() throws Exception {
    Path copy = Files.createDirectory(data.resolve("copy"));
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      gateway.read("boiler", one(0, T, 1));
      gateway.settle();
      gateway.read("boiler", one(0, T + 1, 2));
      gateway.settle();
      damage();
      while (gateway.all("*").size() != 2 || !isSetAside()) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      gateway.read("boiler", one(0, T + 2, 3));
      gateway.settle();
      assertEquals(3, gateway.all("*").size());
      for (String part : List.of("history.db", "history.db-wal")) {
        Files.copy(data.resolve(part), copy.resolve(part));
      }
    }
    try (Remembering gateway = Remembering.in(copy, "boiler")) {
      assertEquals(3, gateway.all("*").size());
    }
  }

  /** Times move between two parts of an export: each reading is told, and once. */
  @Test
  void exportsEachReadingOnceWhileTimesAreMoved() throws Exception {
    for (long late : List.of(Duration.ofDays(20_000).toMillis(), -3_000_000L)) {
      var unknown = new TimeBase(1, false);
      var known = new TimeBase(1 + late, true);
      int all = 12_000;
      try (Remembering gateway =
          Remembering.in(Files.createDirectory(data.resolve("by" + late)), "boiler")) {
        gateway.up("boiler", TEMP, FLOW);
        for (int i = 0; i < all; i++) {
          long[] times = {5_000_000 + i * 100L};
          double[] values = {i / 10.0, i / 10.0};
          gateway.read("boiler", new ReadingBatch(0, 2, times, values, null).with(unknown));
        }
        gateway.settle();
        var export =
            gateway.history().reader().export(new Question(List.of("*"), 0, Long.MAX_VALUE / 4));
        List<Seen> told = new ArrayList<>();
        Remembering.part(gateway.history().reader(), export, told);
        assertTrue(!told.isEmpty() && told.size() < all, told.size() + " in the first part");
        gateway.read("boiler", one(0, late + 5_000_000 + all * 100L, all / 10.0).with(known));
        gateway.settle();
        while (Remembering.part(gateway.history().reader(), export, told)
            == Export.Progress.MORE) {}
        for (Channel channel : List.of(FLOW, TEMP)) {
          List<Double> values =
              told.stream()
                  .filter(seen -> seen.channel().equals(channel.id().toString()))
                  .map(Seen::value)
                  .sorted()
                  .toList();
          int count = channel.equals(TEMP) ? all + 1 : all;
          assertEquals(
              IntStream.range(0, count).mapToObj(i -> i / 10.0).toList(), values, "by " + late);
        }
      }
    }
  }

  @Test
  void keepsNoMoreGapsThanItMust() throws Exception {
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.up("boiler", TEMP);
      gateway.read("boiler", one(0, T, 1));
      gateway.settle();
    }
    try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("history.db"));
        var statement = file.createStatement()) {
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)"
              + " INSERT INTO gap(device, first, last, reason, count, seal)"
              + " SELECT 'boiler', i, i, 'down', 0, 0 FROM n");
    }
    try (Remembering gateway = Remembering.in(data, "boiler")) {
      gateway.settle(() -> gaps() <= 100_000);
    }
  }

  private long gaps() throws Exception {
    try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("history.db"));
        var row = file.createStatement().executeQuery("SELECT count(*) FROM gap")) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private void damage() throws Exception {
    Path file = data.resolve("history.db");
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = other.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.write(new byte[100]);
    }
  }

  private boolean isSetAside() throws IOException {
    try (var files = Files.list(data)) {
      return files.anyMatch(file -> file.getFileName().toString().contains(".bad-"));
    }
  }

  @Test
  void answersNothingWhereThereIsNoFile() throws Exception {
    try (var reader = Remembering.reader(data.resolve("history.db"))) {
      Outcome outcome = Remembering.ask(reader, new Question(List.of("*"), 0, T), 10);
      assertEquals(0, assertInstanceOf(Outcome.Known.class, outcome).curves().size());
    }
  }

  private static ReadingBatch one(int channel, long time, double value) {
    return ReadingBatch.single(channel, time, value, Quality.GOOD);
  }

  private static List<Seen> sorted(List<Seen> seen) {
    return seen.stream()
        .sorted(
            Comparator.comparing(Seen::channel)
                .thenComparing(Seen::time)
                .thenComparing(Seen::value))
        .toList();
  }
}
