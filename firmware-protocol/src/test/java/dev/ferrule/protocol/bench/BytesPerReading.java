package dev.ferrule.protocol.bench;

import dev.ferrule.protocol.bench.DataSet.Reading;
import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamEncoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prints bytes per reading of a CSV file: live (one message a tick of 50 ms, or a time when times
 * are further apart) and history (1,000 readings a message), beside JSON, CBOR and MessagePack of
 * the same readings. Payloads of WebSocket messages, nothing compressed. Every value is decoded and
 * compared with the decimal that the file has.
 */
public final class BytesPerReading {
  private static final int TICK_MILLIS = 50;
  private static final int REFERENCE_EVERY = 32;
  private static final int HISTORY = 1_000;
  private static final int GENERATION = 1;
  private static final Path DATA = Path.of("src/test/data");

  private final DataSet data;
  private final long t0;
  private final StreamDecoder decoder = new StreamDecoder();

  /** What the present message must hold: the integer by channel and time. */
  private final Map<Cell, Long> expected = new HashMap<>();

  private long compared;
  private long wrong;

  private record Cell(int channel, long time) {}

  BytesPerReading(DataSet data) {
    this.data = data;
    this.t0 = data.readings().getFirst().time();
  }

  /**
   * Measures files; without any, the two of this module and a made-up room climate.
   *
   * @param args the CSV ({@code t_ms,channel,value}, gzip or not) and the channel list ({@code
   *     dataset,channel,id,decimals,unit}), any number of such pairs
   */
  public static void main(String[] args) throws IOException {
    String[] paths = Arrays.stream(args).filter(a -> !a.isEmpty()).toArray(String[]::new);
    if (paths.length % 2 != 0) {
      System.err.println("usage: BytesPerReading [READINGS.csv[.gz] CHANNELS.csv] ...");
      System.exit(2);
    }
    List<DataSet> sets = new ArrayList<>();
    for (int i = 0; i < paths.length; i += 2) {
      sets.add(DataSet.load(Path.of(paths[i]), Path.of(paths[i + 1])));
    }
    if (sets.isEmpty()) {
      sets.add(RoomClimate.dataSet());
      sets.add(own("power-1min.csv.gz"));
      sets.add(own("imu-100hz.csv.gz"));
    }
    long wrong = 0;
    for (DataSet data : sets) {
      var measured = new BytesPerReading(data);
      System.out.print(measured.table());
      wrong += measured.wrong();
    }
    System.exit(wrong == 0 ? 0 : 1);
  }

  /** One of the data sets of this module. */
  static DataSet own(String name) throws IOException {
    return DataSet.load(DATA.resolve(name), DATA.resolve("channels.csv"));
  }

  String table() throws IOException {
    List<List<Reading>> live = data.live(TICK_MILLIS);
    List<List<Reading>> history = data.history(HISTORY);
    var text = new StringBuilder();
    text.append(
        "%s: %,d readings, live %,d messages, history %,d messages%n"
            .formatted(data.name(), data.readings().size(), live.size(), history.size()));
    text.append("%-34s %8s %8s%n".formatted("bytes per reading", "live", "history"));
    double inHistory = history();
    line(text, "Ferrule", live(true), inHistory);
    line(text, "Ferrule without reference", live(false), inHistory);
    other(text, "MessagePack, scaled integers", m -> Formats.messagePack(m, true));
    other(text, "MessagePack, single floats", m -> Formats.messagePack(m, false));
    other(text, "CBOR, scaled integers", m -> Formats.cbor(m, true));
    other(text, "CBOR, single floats", m -> Formats.cbor(m, false));
    other(text, "JSON, the json subprotocol", Formats::jsonArrays);
    other(text, "JSON, an object each", Formats::jsonObjects);
    text.append(
        "%,d values compared with their decimals: %,d wrong%n%n".formatted(compared, wrong));
    return text.toString();
  }

  private void other(StringBuilder text, String name, Formats.Format format) throws IOException {
    line(
        text,
        name,
        perReading(data.live(TICK_MILLIS), format),
        perReading(data.history(HISTORY), format));
  }

  private static void line(StringBuilder text, String name, double live, double history) {
    text.append("%-34s %8.3f %8.3f%n".formatted(name, live, history));
  }

  private double perReading(List<List<Reading>> messages, Formats.Format format)
      throws IOException {
    long bytes = 0;
    for (List<Reading> message : messages) {
      bytes += format.size(message);
    }
    return (double) bytes / data.readings().size();
  }

  /** How many decoded values were not that of their decimal, in all that was measured. */
  long wrong() {
    return wrong;
  }

  /** Live bytes per reading; with a reference every 32nd message, or all absolute. */
  double live(boolean references) {
    var encoder = new StreamEncoder(data.factors());
    Map<Integer, Reading> latest = new HashMap<>();
    long bytes = 0;
    int count = 0;
    for (List<Reading> message : data.live(TICK_MILLIS)) {
      boolean key = references && count % REFERENCE_EVERY == 0;
      MessageMode mode =
          key ? MessageMode.REFERENCE : references ? MessageMode.RELATIVE : MessageMode.ABSOLUTE;
      encoder.begin(mode, GENERATION, message.getFirst().time() - t0);
      if (key) {
        encoder.position(count);
        add(encoder, missing(latest, message));
      }
      add(encoder, message);
      bytes += encoder.size();
      check(encoder);
      message.forEach(r -> latest.put(r.channel(), r));
      count++;
    }
    return (double) bytes / data.readings().size();
  }

  /** A reference holds the latest reading of every channel: those that the message does not. */
  private static List<Reading> missing(Map<Integer, Reading> latest, List<Reading> message) {
    Set<Integer> present = new HashSet<>();
    message.forEach(r -> present.add(r.channel()));
    return latest.values().stream()
        .filter(r -> !present.contains(r.channel()))
        .sorted(Comparator.comparingLong(Reading::time).thenComparingInt(Reading::channel))
        .toList();
  }

  /** History bytes per reading. */
  double history() {
    var encoder = new StreamEncoder(data.factors());
    long bytes = 0;
    for (List<Reading> message : data.history(HISTORY)) {
      encoder.begin(MessageMode.ABSOLUTE, GENERATION, message.getFirst().time() - t0);
      add(encoder, message);
      bytes += encoder.size();
      check(encoder);
    }
    return (double) bytes / data.readings().size();
  }

  private void add(StreamEncoder encoder, List<Reading> readings) {
    List<Reading> sinceT0 = new ArrayList<>();
    for (Reading reading : readings) {
      Reading since = reading.since(t0);
      sinceT0.add(since);
      expected.put(new Cell(since.channel(), since.time()), since.scaled());
    }
    for (Grids.Grid grid : Grids.of(sinceT0)) {
      require(grid.addTo(encoder));
    }
  }

  /** What is counted must be readable, and what was meant. */
  private void check(StreamEncoder encoder) {
    StreamOutcome outcome =
        decoder.decode(encoder.array(), 0, encoder.size(), GENERATION, this::compare);
    require(outcome == StreamOutcome.DELIVERED);
    require(expected.isEmpty());
  }

  private void compare(
      int first,
      int channels,
      int rows,
      long[] times,
      double[] values,
      byte[] quality,
      boolean scaled) {
    require(scaled);
    for (int i = 0; i < channels * rows; i++) {
      Long meant = expected.remove(new Cell(first + i / rows, times[i % rows]));
      require(meant != null);
      compared++;
      wrong += meant == values[i] ? 0 : 1;
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("a message does not hold its readings");
    }
  }
}
