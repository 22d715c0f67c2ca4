package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.ChannelRules;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.List;

/** Makes readings of what a read gave: one batch for each run of neighboring channels. */
final class ReadingRuns {

  private static final int NO_DATA = Quality.of(Quality.BAD, Quality.NO_DATA);

  private final List<ModbusChannel> channels;

  ReadingRuns(List<ModbusChannel> channels) {
    this.channels = channels;
  }

  /** One value and its quality, for one channel. */
  private record Cell(int channel, double value, int quality) {}

  /** The values in {@code data}. */
  List<ReadingBatch> good(Read read, byte[] data, long time) {
    return runs(read.channels().stream().map(i -> cell(i, data, read.address())).toList(), time);
  }

  /** No values: the unit refused. */
  List<ReadingBatch> refused(Read read, long time) {
    return runs(read.channels().stream().map(i -> new Cell(i, Double.NaN, NO_DATA)).toList(), time);
  }

  private Cell cell(int index, byte[] data, int first) {
    ModbusChannel channel = channels.get(index);
    double value = channel.value(data, first);
    return new Cell(index, value, ChannelRules.quality(value, channel.range()));
  }

  private static List<ReadingBatch> runs(List<Cell> cells, long time) {
    List<Cell> sorted =
        cells.stream().sorted((a, b) -> Integer.compare(a.channel(), b.channel())).toList();
    List<ReadingBatch> batches = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i).channel() != sorted.get(i - 1).channel() + 1) {
        batches.add(batch(sorted.subList(start, i), time));
        start = i;
      }
    }
    return batches;
  }

  private static ReadingBatch batch(List<Cell> run, long time) {
    double[] values = run.stream().mapToDouble(Cell::value).toArray();
    byte[] codes = new byte[values.length];
    boolean flawed = false;
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) run.get(i).quality();
      flawed |= codes[i] != Quality.GOOD;
    }
    return new ReadingBatch(
        run.getFirst().channel(), values.length, new long[] {time}, values, flawed ? codes : null);
  }
}
