package dev.ferrule.gateway.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.history.Remembering.Seen;
import dev.ferrule.gateway.history.file.Gap;
import dev.ferrule.gateway.history.query.Curve;
import dev.ferrule.gateway.history.query.HistoryReader;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bit rot: each byte of a small history is another, one at a time. Readings may be missing then;
 * none may be wrong or told twice, nothing throws, and the gateway goes on storing.
 *
 * <p>{@code -Dflips.seed=N} flips other bits; {@code -Dflips.step=1} has the writer open the file
 * for every byte, and has zeros flipped, too.
 */
@Timeout(600)
class FlippedBytesTest {

  private static final long T = 1_767_225_600_000L;
  private static final long END = T + 10_000_000;
  private static final Question ALWAYS = new Question(List.of("*"), 0, 2 * END);
  private static final Channel[] CHANNELS = {
    Channels.sensor("boiler", "temp"),
    Channels.sensor("boiler", "flow"),
    Channels.relay("boiler", "pump")
  };

  private static final long SEED = Long.getLong("flips.seed", 20261201);

  /** The writer opens the file for one byte of so many. */
  private static final int STEP = Integer.getInteger("flips.step", 211);

  /** One of so many bytes that are 0 is another. */
  private static final int ZEROS = 8;

  @TempDir Path data;

  private final Random random = new Random(SEED);
  private final Set<Seen> fed = new HashSet<>();
  private Set<Gap> gaps = Set.of();
  private byte[] whole = {};

  /** Blocks, readings that are in none, bases of which one was moved, and gaps. */
  @BeforeEach
  void remember() throws Exception {
    Path first = Files.createDirectory(data.resolve("first"));
    Path killed = Files.createDirectory(data.resolve("killed"));
    try (Remembering gateway = Remembering.in(first, "boiler")) {
      gateway.up("boiler", CHANNELS);
      for (int i = 0; i < 200; i++) {
        feed(gateway, T + i * 1000L, 0);
      }
      gateway.settle();
      gateway.state("boiler", new DeviceState.Down("unplugged"));
      gateway.state("boiler", new DeviceState.Up());
    }
    try (Remembering gateway = Remembering.in(first, "boiler")) {
      gateway.up("boiler", CHANNELS);
      for (int i = 0; i < 50; i++) {
        feed(gateway, T + 1_000_000 + i * 1000L, T + 1_000_000);
      }
      gateway.settle();
      for (int i = 0; i < 50; i++) {
        feed(gateway, T + 2_000_000 + i * 1000L, 0);
      }
      gateway.settle();
      gaps = Set.copyOf(known(gateway.ask(ALWAYS, 10)).gaps());
      // What a kill leaves: the files as they are.
      for (String part : List.of("history.db", "history.db-wal")) {
        Files.copy(first.resolve(part), killed.resolve(part));
      }
    }
    Path file = killed.resolve("history.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    whole = Files.readAllBytes(file);
    Files.write(file(), whole);
    try (var reader = Remembering.reader(file())) {
      Set<Seen> told = new HashSet<>();
      Remembering.all(reader, ALWAYS).forEach(seen -> told.add(plain(seen)));
      assertTrue(told.containsAll(fed));
      fed.addAll(told); // and that a device which is down shows nothing new
    }
  }

  /** A value that is bad means nothing. */
  private static Seen plain(Seen seen) {
    return Quality.isBad(seen.quality())
        ? new Seen(seen.channel(), seen.time(), 0, seen.quality())
        : seen;
  }

  /** Readings of all channels; with {@code unknown}, of a clock that was that much behind. */
  private void feed(Remembering gateway, long time, long unknown) {
    double[] values = {
      random.nextInt(300) / 10.0, random.nextInt(90_000) / 10.0, random.nextInt(2)
    };
    byte[] quality = new byte[3];
    if (random.nextInt(9) == 0) {
      quality[1] = (byte) Quality.of(Quality.BAD, Quality.NO_DATA);
      values[1] = 0; // which means nothing
    }
    var base = new TimeBase(1 + T + 1_000_000 - unknown, unknown == 0);
    gateway.read(
        "boiler", new ReadingBatch(0, 3, new long[] {time - unknown}, values, quality).with(base));
    for (int i = 0; i < 3; i++) {
      fed.add(new Seen(CHANNELS[i].id().toString(), time, values[i], quality[i] & 0xFF));
    }
  }

  @Test
  void isReadWithNothingWrongWhicheverByteIsDamaged() throws Exception {
    assertTrue(whole.length <= 48 << 10, whole.length + " bytes are too many");
    int reported = 0;
    List<String> faults = new ArrayList<>();
    for (int at = 0; at < whole.length; at++) {
      if (whole[at] == 0 && STEP > 1 && at % ZEROS != 0) {
        continue; // most of these are in no row
      }
      int by = flip(at);
      try (var reader = Remembering.reader(file())) {
        reported += check(reader, "byte " + at + " ^ " + by + ", seed " + SEED) ? 0 : 1;
      } catch (AssertionError | Exception e) {
        faults.add("byte " + at + " ^ " + by + ": " + e);
      } finally {
        mend(at);
      }
    }
    assertArrayEquals(whole, Files.readAllBytes(file()));
    assertTrue(reported > 0, "nothing was damaged");
    assertEquals(List.of(), faults);
  }

  @Test
  void isGoneOnWithWhicheverByteIsDamaged() throws Exception {
    List<String> faults = new ArrayList<>();
    for (int at : offsets()) {
      try {
        goOn(at);
      } catch (AssertionError | Exception e) {
        faults.add("byte " + at + ": " + e);
      }
      fed.removeIf(seen -> seen.time() >= END);
    }
    assertEquals(List.of(), faults, "seed " + SEED);
  }

  private void goOn(int at) throws Exception {
    int by = random.nextInt(1, 256);
    String what = "byte " + at + " ^ " + by + ", seed " + SEED;
    Path directory = Files.createDirectory(data.resolve("at-" + at));
    byte[] damaged = whole.clone();
    damaged[at] ^= (byte) by;
    Files.write(directory.resolve("history.db"), damaged);
    var fresh = new Seen("boiler.temp", END, 42, 0);
    for (int run = 0; run < 2; run++) {
      try (Remembering gateway = Remembering.in(directory, "boiler")) {
        gateway.up("boiler", CHANNELS);
        gateway.read("boiler", ReadingBatch.single(0, END + run, 42, Quality.GOOD));
        gateway.settle(what);
        fed.add(new Seen("boiler.temp", END + run, 42, 0));
        check(gateway.history().reader(), what);
        assertTrue(gateway.all("boiler.temp").contains(fresh), what);
      }
    }
  }

  /** All of the file's head, and a byte here and there. */
  private int[] offsets() {
    return IntStream.range(0, whole.length).filter(at -> at < 100 || at % STEP == 0).toArray();
  }

  /** Nothing wrong is told; whether everything is told. */
  private boolean check(HistoryReader reader, String what) throws Exception {
    Set<Seen> seen = new HashSet<>();
    for (Seen one : Remembering.all(reader, ALWAYS)) {
      assertTrue(fed.contains(plain(one)), () -> what + ": " + one + " was never told");
      assertTrue(seen.add(plain(one)), () -> what + ": " + one + " is told twice");
    }
    boolean whole = seen.containsAll(fed);
    for (int points : List.of(4, 1_000)) {
      switch (Remembering.ask(reader, new Question(List.of("*"), T, END - 1), points)) {
        case Outcome.Known known -> {
          known.curves().forEach(curve -> check(curve, points, what));
          whole &= known.damaged() == 0;
          for (Gap gap : known.gaps()) {
            assertTrue(
                gaps.contains(gap) || gap.reason() == Gap.Reason.STOPPED,
                () -> what + ": " + gap + " never was");
          }
        }
        case Outcome.Unavailable _, Outcome.TooMany _ -> whole = false;
      }
    }
    return whole;
  }

  /** What a point stands for is a part of what was told. */
  private void check(Curve curve, int points, String what) {
    long span = Math.ceilDiv(END - T, points);
    var truth = new TreeMap<Long, List<Seen>>();
    fed.stream()
        .filter(seen -> seen.channel().equals(curve.form().channel()) && seen.time() < END)
        .forEach(
            seen ->
                truth.computeIfAbsent((seen.time() - T) / span, _ -> new ArrayList<>()).add(seen));
    for (Curve.Point point : Remembering.points(curve)) {
      List<Seen> all = truth.getOrDefault((point.time() - T) / span, List.of());
      double[] numbers =
          all.stream()
              .filter(seen -> !Quality.isBad(seen.quality()))
              .mapToDouble(Seen::value)
              .toArray();
      String which = what + ": " + curve.form().channel() + " " + point;
      assertTrue(point.readings() <= all.size() && point.numbers() <= numbers.length, which);
      if (point.numbers() > 0) {
        assertTrue(point.min() >= Arrays.stream(numbers).min().orElseThrow(), which);
        assertTrue(point.max() <= Arrays.stream(numbers).max().orElseThrow(), which);
        assertTrue(point.mean() >= point.min() - 1e-9 && point.mean() <= point.max() + 1e-9, which);
      }
      if (point.numbers() == numbers.length && numbers.length > 0) {
        assertEquals(Arrays.stream(numbers).average().orElseThrow(), point.mean(), 1e-9, which);
      }
    }
  }

  private static Outcome.Known known(Outcome outcome) {
    return (Outcome.Known) outcome;
  }

  private Path file() {
    return data.resolve("history.db");
  }

  private int flip(int at) throws IOException {
    int by = random.nextInt(1, 256);
    put(at, whole[at] ^ by);
    return by;
  }

  private void mend(int at) throws IOException {
    put(at, whole[at]);
    for (String part : List.of("-wal", "-shm")) {
      Files.deleteIfExists(file().resolveSibling("history.db" + part));
    }
  }

  private void put(int at, int value) throws IOException {
    try (var raw = new RandomAccessFile(file().toFile(), "rw")) {
      raw.seek(at);
      raw.write(value);
    }
  }
}
