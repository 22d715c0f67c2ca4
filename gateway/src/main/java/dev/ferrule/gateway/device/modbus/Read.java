package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.device.modbus.registers.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One read of neighboring entries of a table, and the channels that come with it.
 *
 * @param table what is read
 * @param address first entry
 * @param count entries, 1 to the table's most
 * @param period how often
 * @param channels indexes of the channels in it, by their address
 */
record Read(Table table, int address, int count, Duration period, List<Integer> channels) {

  Read {
    channels = List.copyOf(channels);
  }

  /** It, asked of a unit. */
  Request request(int unit) {
    return Request.read(unit, table, address, count);
  }

  /** The fewest reads, in the order of the first channel of each, that the gaps allow. */
  static List<Read> plan(List<ModbusChannel> channels, int maxGap) {
    Map<String, List<Integer>> alike = new TreeMap<>();
    for (int i = 0; i < channels.size(); i++) {
      ModbusChannel channel = channels.get(i);
      if (channel.readable()) {
        alike
            .computeIfAbsent(channel.table() + " " + channel.period(), _ -> new ArrayList<>())
            .add(i);
      }
    }
    return alike.values().stream()
        .flatMap(indexes -> merge(channels, indexes, maxGap).stream())
        .sorted(
            Comparator.comparingInt(
                read -> read.channels().stream().min(Integer::compare).orElseThrow()))
        .toList();
  }

  /** The one read of a single channel. */
  static Read of(List<ModbusChannel> channels, int index) {
    return over(channels, List.of(index));
  }

  /** Merges channels of one table and period. */
  private static List<Read> merge(List<ModbusChannel> channels, List<Integer> indexes, int maxGap) {
    List<Integer> sorted =
        indexes.stream()
            .sorted(Comparator.<Integer>comparingInt(i -> channels.get(i).address()))
            .toList();
    Table table = channels.get(sorted.getFirst()).table();
    int gap = table.isBits() ? 16 * maxGap : maxGap;
    List<Read> reads = new ArrayList<>();
    List<Integer> run = new ArrayList<>();
    int start = 0;
    int end = 0;
    for (int index : sorted) {
      ModbusChannel channel = channels.get(index);
      boolean joins =
          channel.address() - end <= gap && Math.max(end, channel.end()) - start <= table.most();
      if (!run.isEmpty() && !joins) {
        reads.add(over(channels, run));
        run.clear();
      }
      if (run.isEmpty()) {
        start = channel.address();
        end = channel.end();
      }
      run.add(index);
      end = Math.max(end, channel.end());
    }
    reads.add(over(channels, run));
    return reads;
  }

  private static Read over(List<ModbusChannel> channels, List<Integer> run) {
    ModbusChannel first = channels.get(run.getFirst());
    int end = run.stream().mapToInt(i -> channels.get(i).end()).max().orElseThrow();
    return new Read(first.table(), first.address(), end - first.address(), first.period(), run);
  }

  /**
   * Two reads for the same channels, cut where the gap is widest in the middle half of them, and
   * nearest to the middle when no gap is; only for two channels or more.
   */
  List<Read> split(List<ModbusChannel> all) {
    int size = channels.size();
    int cut = size / 2;
    long best = Long.MIN_VALUE;
    int end = 0;
    for (int i = 0; i < size; i++) {
      ModbusChannel channel = all.get(channels.get(i));
      long gap = Math.max(0, channel.address() - end);
      long worth = gap * 2 * size - Math.abs(2 * i - size);
      boolean inTheMiddle = i > 0 && 4 * i >= size && 4 * i <= 3 * size;
      if ((inTheMiddle || size < 4) && i > 0 && worth > best) {
        best = worth;
        cut = i;
      }
      end = Math.max(end, channel.end());
    }
    return List.of(over(all, channels.subList(0, cut)), over(all, channels.subList(cut, size)));
  }

  /** The read of all channels of several reads. */
  static Read union(List<ModbusChannel> all, List<Read> parts) {
    return over(
        all,
        parts.stream()
            .flatMap(part -> part.channels().stream())
            .sorted(Comparator.<Integer>comparingInt(i -> all.get(i).address()))
            .toList());
  }

  /** In words, such as {@code holding registers 4 to 7}. */
  String words() {
    return table.range(address, count);
  }
}
