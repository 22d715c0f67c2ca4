package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * All devices and channels at one moment, with the numbers that readings use: the stream's
 * dictionary. Immutable; any thread.
 */
public final class Directory {

  /**
   * {@code t0} of PROTOCOL.md B3, milliseconds since 1970 UTC: before every reading, whatever
   * happens to the clock.
   */
  public static final long EPOCH = 0;

  private final int generation;
  private final List<DeviceInfo> devices;
  private final TreeMap<Integer, Channel> byNumber;
  private final Map<ChannelId, Integer> numbers = new HashMap<>();

  Directory(int generation, List<DeviceInfo> devices, Map<Integer, Channel> byNumber) {
    this.generation = generation;
    this.devices = List.copyOf(devices);
    this.byNumber = new TreeMap<>(byNumber);
    byNumber.forEach((number, channel) -> numbers.put(channel.id(), number));
  }

  /**
   * Grows by one whenever a channel gets, loses or changes its number or description; its low 4
   * bits are on the wire.
   */
  public int generation() {
    return generation;
  }

  /** The devices in the order of the configuration. */
  public List<DeviceInfo> devices() {
    return devices;
  }

  /** The channels by number, ascending. */
  public Map<Integer, Channel> channels() {
    return java.util.Collections.unmodifiableMap(byNumber);
  }

  /** The channel with a number. */
  public Optional<Channel> channel(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** The channel with an id. */
  public Optional<Channel> channel(ChannelId id) {
    return Optional.ofNullable(numbers.get(id)).flatMap(this::channel);
  }

  /** Whether a command asks for what its output falls back to. */
  public boolean isSafe(Command command) {
    return channel(command.channel())
        .flatMap(Channel::control)
        .filter(control -> control.isSafe(command.value()))
        .isPresent();
  }

  /** The number of a channel. */
  public OptionalInt number(ChannelId id) {
    Integer number = numbers.get(id);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** One more than the highest number in use; the size that tables by number need. */
  public int capacity() {
    return byNumber.isEmpty() ? 0 : byNumber.lastKey() + 1;
  }

  /** The device with an id. */
  public Optional<DeviceInfo> device(String id) {
    return devices.stream().filter(d -> d.id().equals(id)).findFirst();
  }
}
