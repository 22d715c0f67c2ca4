package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.Remembering.Seen;
import dev.ferrule.gateway.history.file.HistorySettings;
import dev.ferrule.gateway.history.file.HistoryStatus;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A process that stores readings anybody can work out, until it is killed, and says on standard
 * output what is committed: {@code on} when it stores, then {@code committed N} of its readings.
 */
final class StoringProcess {

  static final int CHANNELS = 3;

  private static final long T = 1_767_225_600_000L;
  private static final Channel[] ALL =
      IntStream.range(0, CHANNELS)
          .mapToObj(number -> Channels.sensor("boiler", "c" + number))
          .toArray(Channel[]::new);

  private StoringProcess() {}

  /** The times at which run {@code run} reads, up to its reading {@code row}. */
  static long time(int run, long row) {
    return T + run * 10_000_000L + row * 10;
  }

  /** The reading of a channel in a row of a run. */
  static double value(int run, long row, int channel) {
    return (run * 31L + row * 7_919 + channel * 13L) % 10_000 / 10.0;
  }

  /** Reading {@code number} of a run, in the order in which they are told. */
  static Seen reading(int run, long number) {
    int channel = (int) (number % CHANNELS);
    long row = number / CHANNELS;
    return new Seen(ALL[channel].id().toString(), time(run, row), value(run, row, channel), 0);
  }

  /** The first {@code readings} readings of a run. */
  static List<Seen> readings(int run, long readings) {
    return LongStream.range(0, readings).mapToObj(number -> reading(run, number)).toList();
  }

  /**
   * Stores until it is killed.
   *
   * @param args the directory, and the number of this run
   */
  public static void main(String[] args) throws Exception {
    int run = Integer.parseInt(args[1]);
    var settings =
        new HistorySettings(true, Duration.ofMillis(50), Duration.ofDays(36_500), 1L << 30);
    try (var gateway = new Remembering(Path.of(args[0]), settings, "boiler")) {
      gateway.up("boiler", ALL);
      long told = -1;
      for (long row = 0; row < 100_000; row++) {
        double[] values = new double[CHANNELS];
        for (int channel = 0; channel < CHANNELS; channel++) {
          values[channel] = value(run, row, channel);
        }
        gateway.read(
            "boiler", new ReadingBatch(0, CHANNELS, new long[] {time(run, row)}, values, null));
        HistoryStatus status = gateway.history().status();
        if (status.state() == HistoryStatus.State.ON && status.readings() != told) {
          System.out.println(told < 0 ? "on" : "committed " + status.readings());
          System.out.flush();
          told = status.readings();
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }
}
