package dev.ferrule.protocol.bench;

import dev.ferrule.protocol.bench.DataSet.Reading;
import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamDecoder;
import dev.ferrule.protocol.stream.StreamEncoder;
import dev.ferrule.protocol.stream.StreamOutcome;
import dev.ferrule.protocol.stream.StreamSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Stream codec on the motion data: nanoseconds and bytes allocated per reading. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamBenchmark {
  /** Five rows of nine channels: a tick of 50 ms. */
  private static final int LIVE = 45;

  /** 111 rows of nine channels. */
  private static final int HISTORY = 999;

  private static final int FIRST = 80;

  private Grids.Grid live = new Grids.Grid(0, 0, new long[0], new double[0]);
  private Grids.Grid history = live;
  private StreamEncoder encoder = new StreamEncoder(new double[0]);
  private final StreamDecoder decoder = new StreamDecoder();
  private final StreamSink sink = this::take;
  private byte[] liveMessage = {};
  private byte[] historyMessage = {};
  private double sum;

  /** Made by JMH. */
  public StreamBenchmark() {}

  /** Loads the data and encodes what is decoded. */
  @Setup
  public void load() throws IOException {
    Path directory = Path.of("src/test/data");
    DataSet data =
        DataSet.load(directory.resolve("imu-100hz.csv.gz"), directory.resolve("channels.csv"));
    List<Reading> readings = data.readings();
    live = Grids.of(readings.subList(0, LIVE)).getFirst();
    history = Grids.of(readings.subList(0, HISTORY)).getFirst();
    require(live.first == FIRST && live.channels == 9);
    encoder = new StreamEncoder(data.factors());
    encodeReference();
    decoder.decode(encoder.array(), 0, encoder.size(), 1, sink);
    encodeLive();
    liveMessage = Arrays.copyOf(encoder.array(), encoder.size());
    encodeHistory();
    historyMessage = Arrays.copyOf(encoder.array(), encoder.size());
    require(decode(liveMessage) && decode(historyMessage));
  }

  private void encodeReference() {
    encoder.begin(MessageMode.REFERENCE, 1, live.times[0]);
    require(live.addTo(encoder));
  }

  /** Plain columns, relative to a reference. */
  @Benchmark
  @OperationsPerInvocation(LIVE)
  public int encodeLive() {
    encoder.begin(MessageMode.RELATIVE, 1, live.times[0]);
    require(live.addTo(encoder));
    return encoder.size();
  }

  /** Packed columns. */
  @Benchmark
  @OperationsPerInvocation(HISTORY)
  public int encodeHistory() {
    encoder.begin(MessageMode.ABSOLUTE, 1, history.times[0]);
    require(history.addTo(encoder));
    return encoder.size();
  }

  /** Plain columns, relative to a reference. */
  @Benchmark
  @OperationsPerInvocation(LIVE)
  public double decodeLive() {
    require(decode(liveMessage));
    return sum;
  }

  /** Packed columns. */
  @Benchmark
  @OperationsPerInvocation(HISTORY)
  public double decodeHistory() {
    require(decode(historyMessage));
    return sum;
  }

  private boolean decode(byte[] message) {
    return decoder.decode(message, 0, message.length, 1, sink) == StreamOutcome.DELIVERED;
  }

  private void take(
      int first,
      int channels,
      int rows,
      long[] times,
      double[] values,
      byte[] quality,
      boolean scaled) {
    for (int i = 0; i < channels * rows; i++) {
      sum += values[i];
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("the benchmark does not do what it says");
    }
  }
}
