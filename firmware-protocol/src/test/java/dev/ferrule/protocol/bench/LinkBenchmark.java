package dev.ferrule.protocol.bench;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.dictionary.DictionaryBuilder;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Link codec on frames of eight readings: nanoseconds and bytes allocated per reading. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LinkBenchmark implements LinkSink {
  private static final int CHANNELS = 8;

  private final LinkEncoder encoder = new LinkEncoder(LinkEnd.DEVICE);
  private final LinkDecoder decoder = new LinkDecoder(LinkEnd.HOST);
  private final Kind[] kinds = new Kind[CHANNELS];
  private final int[] raw = new int[CHANNELS];
  private byte[] frame = {};
  private int tick;
  private long sum;

  /** Made by JMH. */
  public LinkBenchmark() {}

  /** Makes a board of eight channels and one frame of it. */
  @Setup
  public void prepare() {
    DictionaryBuilder builder = Dictionary.builder();
    int[] ids = new int[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      ids[i] = i;
      kinds[i] = i == CHANNELS - 1 ? Kind.FLOAT : Kind.NUMBER;
      raw[i] = i == CHANNELS - 1 ? Float.floatToRawIntBits(3.5f) : 700 * i - 1_000;
      builder.channel(ChannelSpec.of(i, "c" + i).kind(kinds[i]).decimals(2));
    }
    decoder.dictionary(builder.template(1, ids).build().orThrow());
    frame = Arrays.copyOf(encoder.array(), encode());
    sum = 0;
    decode();
    if (sum == 0) {
      throw new IllegalStateException("the frame was not taken");
    }
  }

  /** READINGS to wire bytes. */
  @Benchmark
  @OperationsPerInvocation(CHANNELS)
  public int encode() {
    return encoder.readings(1, tick++, kinds, raw, 3);
  }

  /** Wire bytes to readings. */
  @Benchmark
  @OperationsPerInvocation(CHANNELS)
  public long decode() {
    decoder.offer(frame, 0, frame.length, this);
    return sum;
  }

  @Override
  public boolean frame(boolean reliable, int seq, int ack) {
    return true;
  }

  @Override
  public void readings(ReadingsCursor readings) {
    for (int i = 0; i < CHANNELS; i++) {
      sum += readings.raw(i) + readings.quality(i);
    }
  }

  @Override
  public void message(LinkMessage message) {
    throw new IllegalStateException("not readings");
  }

  @Override
  public void unsupported(int type) {
    throw new IllegalStateException("not readings");
  }
}
