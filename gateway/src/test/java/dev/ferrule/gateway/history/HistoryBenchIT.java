package dev.ferrule.gateway.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.query.Export;
import dev.ferrule.gateway.history.query.HistoryReader.Outcome;
import dev.ferrule.gateway.history.query.Question;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the history costs: bytes of a reading, readings a second, how long a question takes while
 * 8,000 readings a second come in, and whether an export takes memory. {@code -Dreadings=10000000}
 * stores more than a million of each kind of signal.
 */
@Timeout(7_200)
class HistoryBenchIT {

  private static final long READINGS = Long.getLong("readings", 1_000_000);
  private static final long T = 1_767_225_600_000L;
  private static final int CHANNELS = 8;
  private static final int ROWS = 100;
  private static final int POINTS = 1_000;
  private static final int ASKED = 40;

  /** Readings that may be on their way to the disk. */
  private static final long AHEAD = 40_000;

  /** Bytes that a reading may take on the disk. */
  private static final double MOST_BYTES = 1.5;

  /** What is measured, as a sum of a swing, a walk and noise, in units of the last decimal. */
  enum Signal {
    /** Voltages and powers of a meter, once a second. */
    POWER(1, 1_000, 40, 3, 0),
    /** A board that is moved, a hundred times a second. */
    IMU(3, 10, 30, 1, 2),
    /** Air and soil, every ten seconds. */
    GREENHOUSE(1, 10_000, 60, 0.2, 0);

    private final int decimals;
    private final int periodMs;
    private final double swing;
    private final double walk;
    private final double noise;

    Signal(int decimals, int periodMs, double swing, double walk, double noise) {
      this.decimals = decimals;
      this.periodMs = periodMs;
      this.swing = swing;
      this.walk = walk;
      this.noise = noise;
    }
  }

  @TempDir Path data;

  private final Random random = new Random(20261201);
  private final double[] level = new double[CHANNELS];
  private long row;

  @ParameterizedTest
  @EnumSource(Signal.class)
  void takesLittleOfTheDisk(Signal signal) throws Exception {
    var settings =
        new HistorySettings(true, Duration.ofMillis(100), Duration.ofDays(36_500), 8L << 30);
    Channel[] channels =
        IntStream.range(0, CHANNELS)
            .mapToObj(number -> channel(number, signal))
            .toArray(Channel[]::new);
    long stored = 0;
    long written;
    long start = System.nanoTime();
    try (var gateway = new Remembering(data, settings, "boiler")) {
      gateway.up("boiler", channels);
      while (stored < READINGS) {
        stored += feed(gateway, signal);
        while (stored - gateway.history().status().readings() > AHEAD) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
      long all = stored;
      gateway.settle(() -> gateway.history().status().readings() >= all);
      written = gateway.history().status().written();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = Files.size(data.resolve("history.db"));
    try (var gateway = new Remembering(data, settings, "boiler")) {
      gateway.up("boiler", channels);
      System.out.printf(
          "%-10s %,d readings: %.2f bytes each on the disk, %.2f written; %,.0f a second%n",
          signal, stored, (double) bytes / stored, (double) written / stored, stored / seconds);
      System.out.printf(
          "%-10s %d channels, %d points, while 8,000 a second come in: %s; %s%n",
          signal, CHANNELS, POINTS, ask(gateway, signal, 1), ask(gateway, signal, 30));
      export(gateway, signal, stored);
    }
    assertTrue((double) bytes / stored <= MOST_BYTES, bytes + " bytes");
  }

  private long feed(Remembering gateway, Signal signal) {
    long[] times = new long[ROWS];
    double[] values = new double[CHANNELS * ROWS];
    double unit = Math.pow(10, -signal.decimals);
    for (int i = 0; i < ROWS; i++, row++) {
      times[i] = T + row * signal.periodMs;
      for (int channel = 0; channel < CHANNELS; channel++) {
        level[channel] += random.nextGaussian() * signal.walk;
        double swing = signal.swing * Math.sin(row / (200.0 + 90 * channel));
        double noise = random.nextGaussian() * signal.noise;
        values[channel * ROWS + i] = Math.rint(level[channel] + swing + noise) * unit;
      }
    }
    gateway.read("boiler", new ReadingBatch(0, CHANNELS, times, values, null));
    return values.length;
  }

  private static Channel channel(int number, Signal signal) {
    Channel like = Channels.sensor("boiler", "c" + number);
    return new Channel(
        like.id(),
        like.label(),
        like.unit(),
        like.kind(),
        new Scale.Decimals(signal.decimals),
        like.range(),
        Duration.ofMillis(signal.periodMs),
        true,
        Optional.empty(),
        Map.of());
  }

  /** How long it takes to draw the last days. */
  private String ask(Remembering gateway, Signal signal, int days) throws Exception {
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < ASKED; i++) {
      feed(gateway, signal); // as much as comes in a tenth of a second
      long to = T + row * signal.periodMs;
      long from = to - Duration.ofDays(days).toMillis();
      long start = System.nanoTime();
      Outcome outcome = gateway.ask(new Question(List.of("*"), from, to), POINTS);
      took.add((System.nanoTime() - start) / 1_000_000);
      assertEquals(CHANNELS, assertInstanceOf(Outcome.Known.class, outcome).curves().size());
      TimeUnit.MILLISECONDS.sleep(Math.max(0, 100 - took.getLast()));
    }
    took.sort(Long::compare);
    return "%d d: p50 %d ms, p99 %d ms"
        .formatted(days, took.get(ASKED / 2), took.get((ASKED - 1) * 99 / 100));
  }

  private static void export(Remembering gateway, Signal signal, long least) throws Exception {
    Export export =
        gateway.history().reader().export(new Question(List.of("*"), 0, Long.MAX_VALUE));
    long[] told = new long[1];
    long before = residentKib();
    boolean more = true;
    while (more) {
      var part = new CompletableFuture<Export.Progress>();
      gateway
          .history()
          .reader()
          .run(() -> part.complete(export.next((form, time, value, quality) -> told[0]++)));
      more = part.get(60, TimeUnit.SECONDS) == Export.Progress.MORE;
    }
    System.out.printf(
        "%-10s export of all %,d: resident %,d KiB before, %,d KiB after%n",
        signal, told[0], before, residentKib());
    assertTrue(told[0] >= least, told[0] + " of " + least);
  }

  private static long residentKib() throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
