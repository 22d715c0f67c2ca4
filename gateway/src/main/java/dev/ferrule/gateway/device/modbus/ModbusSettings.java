package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.model.Channel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One unit on a Modbus line.
 *
 * @param unit its unit id, 1 to 247
 * @param timeout how long it may take to begin an answer, 20 ms to 10 s
 * @param maxGap registers between two channels that are read along rather than asked apart, 0 to
 *     120; sixteen times as many bits
 * @param showsLoad whether the load of the line becomes channels of this unit
 * @param expected who must answer; anyone when empty
 * @param channels 1 to 122, keys unique
 */
public record ModbusSettings(
    int unit,
    Duration timeout,
    int maxGap,
    boolean showsLoad,
    Optional<ExpectedUnit> expected,
    List<ModbusChannel> channels) {

  /** Baud rate when none is named (Serial Line 3.2); 8E1 is the form. */
  public static final int DEFAULT_BAUD = 19_200;

  /** Least unit id; 0 is for broadcasts. */
  public static final int MIN_UNIT = 1;

  /** Greatest unit id (Serial Line 2.2). */
  public static final int MAX_UNIT = 247;

  /** Most channels of one device: those of the line's load have room beside them. */
  public static final int MAX_CHANNELS = 122;

  /** Timeout when none is named. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

  /** Shortest timeout. */
  public static final Duration MIN_TIMEOUT = Duration.ofMillis(20);

  /** Longest timeout. */
  public static final Duration MAX_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Gap when none is named: a read of its own costs 8 bytes there, 5 back and two silences, which
   * is as long as ten registers.
   */
  public static final int DEFAULT_MAX_GAP = 10;

  /** Greatest gap; a read has at most 125 registers. */
  public static final int LARGEST_MAX_GAP = 120;

  public ModbusSettings {
    channels = List.copyOf(channels);
    if (unit < MIN_UNIT || unit > MAX_UNIT) {
      throw new IllegalArgumentException("unit must be 1 to 247, not " + unit);
    }
    if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout must be 20 ms to 10 s");
    }
    if (maxGap < 0 || maxGap > LARGEST_MAX_GAP) {
      throw new IllegalArgumentException("max_gap must be 0 to 120, not " + maxGap);
    }
    if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "a Modbus unit has 1 to " + MAX_CHANNELS + " channels, not " + channels.size());
    }
    if (channels.stream().noneMatch(ModbusChannel::readable)) {
      throw new IllegalArgumentException(
          "a Modbus unit needs a channel that is read, to see whether it is there");
    }
    Set<String> keys = new HashSet<>(showsLoad ? LoadChannels.keys() : List.of());
    for (ModbusChannel channel : channels) {
      if (!keys.add(channel.key())) {
        throw new IllegalArgumentException("two channels have the key " + channel.key());
      }
    }
  }

  /** Says what is to be said of this unit. */
  String about(String what) {
    return "unit " + unit + ": " + what;
  }

  /** Keys of the outputs that have a safe value. */
  List<String> safeOutputs() {
    return channels.stream()
        .filter(channel -> channel.output().filter(o -> o.safe().isPresent()).isPresent())
        .map(ModbusChannel::key)
        .toList();
  }

  /** The channels as the rest of the gateway sees them. */
  public List<Channel> describe(String device) {
    return describe(device, Set.of());
  }

  /** The same, when the unit turned out not to let some be read; those by index. */
  List<Channel> describe(String device, Set<Integer> unreadable) {
    Stream<Channel> own =
        IntStream.range(0, channels.size())
            .mapToObj(
                i -> {
                  ModbusChannel channel = channels.get(i);
                  return channel.describe(device, channel.readable() && !unreadable.contains(i));
                });
    Stream<Channel> load = showsLoad ? LoadChannels.describe(device).stream() : Stream.empty();
    return Stream.concat(own, load).toList();
  }
}
