package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.TimeBase;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Devices, their channels and the newest reading of each.
 *
 * <p>Owner: the core loop. Drivers on other loops report through {@link #feed}; other loops read
 * through a {@link Replica}.
 */
public final class Registry {

  /** Most channels that one gateway can number (PROTOCOL.md B1). */
  public static final int MAX_CHANNELS = 16_384;

  private static final Duration SWEEP = Duration.ofMillis(500);
  private static final long LEAST_PATIENCE_MS = 1_000;

  private final Loop loop;
  private final UnaryOperator<Channel> configured;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<RegistryListener> listeners = new ArrayList<>();
  private final LatestValues latest = new LatestValues();
  private int generation;
  private Directory directory;
  private long position;

  /** A device and where its channels stand. */
  private static final class Entry {
    DeviceInfo info;
    List<Channel> channels = List.of();
    LinkCounts counts = LinkCounts.NONE;
    int base;

    Entry(DeviceInfo info) {
      this.info = info;
    }
  }

  /** An empty registry that lives on {@code loop}. */
  public Registry(Loop loop) {
    this(loop, UnaryOperator.identity());
  }

  /**
   * An empty registry that lives on {@code loop}.
   *
   * @param configured what the configuration makes of a channel that a device announces
   */
  public Registry(Loop loop, UnaryOperator<Channel> configured) {
    this.loop = loop;
    this.configured = configured;
    this.directory = new Directory(generation, List.of(), Map.of());
  }

  /**
   * Adds a device and returns where its driver reports, from {@code link}'s loop. Before {@link
   * #start}.
   */
  public DeviceFeed feed(
      String id, String name, String area, String driver, String link, CommandSink commands) {
    DeviceState first = new DeviceState.Down("not opened yet");
    long now = loop.currentTimeMillis();
    entries.put(id, new Entry(new DeviceInfo(id, name, area, driver, link, first, now)));
    publishDirectory();
    return new DeviceFeed(loop, this, id, commands);
  }

  /** The same for a device in no area. */
  public DeviceFeed feed(String id, String name, String driver, String link, CommandSink commands) {
    return feed(id, name, "", driver, link, commands);
  }

  /** Starts to look for values that stop coming. On the loop. */
  public void start() {
    loop.after(SWEEP, this::sweep);
  }

  /** Hears everything from now on, the present directory first. On the loop. */
  public void listen(RegistryListener listener) {
    listeners.add(listener);
    listener.directory(directory);
  }

  /**
   * A view for another loop, kept up to date. On the core loop; the replica is filled on its own.
   */
  public Replica replicate(Loop other) {
    return new Replica(this, other);
  }

  /** Devices and channels now. On the loop. */
  public Directory directory() {
    return directory;
  }

  /** Newest readings now. On the loop. */
  public LatestValues latest() {
    return latest;
  }

  /**
   * How many batches were published in this run: the position of the last one (PROTOCOL.md B4). On
   * the loop.
   */
  public long position() {
    return position;
  }

  /** What came over each device's link, by its id; a copy. On the loop. */
  Map<String, LinkCounts> counts() {
    Map<String, LinkCounts> counts = new HashMap<>();
    entries.forEach((id, entry) -> counts.put(id, entry.counts));
    return counts;
  }

  /**
   * Index of a channel in its device's list, as drivers count. On the loop; the channel must exist.
   */
  public int indexInDevice(ChannelId id) {
    return directory.number(id).orElseThrow() - entry(id.device()).base;
  }

  void state(String id, DeviceState state) {
    Entry entry = entry(id);
    if (entry.info.state().equals(state)) {
      return;
    }
    entry.info = entry.info.with(state, loop.currentTimeMillis());
    rebuild();
    listeners.forEach(l -> l.device(entry.info));
    switch (state) {
      case DeviceState.Up _, DeviceState.Connecting _ -> {}
      case DeviceState.Silent _ -> markStale(entry, Quality.NO_DATA);
      case DeviceState.Down _, DeviceState.Refused _ -> markStale(entry, Quality.LINK_DOWN);
    }
  }

  void counts(String id, LinkCounts counts) {
    entry(id).counts = counts;
    listeners.forEach(l -> l.counts(id, counts));
  }

  void channels(String id, List<Channel> announced) {
    Entry entry = entry(id);
    List<Channel> channels = announced.stream().map(configured).toList();
    if (entry.channels.equals(channels)) {
      return;
    }
    int size = entry.channels.size();
    for (int i = 0; i < size; i++) {
      latest.clear(entry.base + i);
    }
    entry.channels = List.of();
    entry.base = size == channels.size() ? entry.base : freeRun(channels.size());
    entry.channels = channels;
    publishDirectory();
  }

  void readings(String id, ReadingBatch local) {
    Entry entry = entry(id);
    if (local.firstChannel() + local.channels() > entry.channels.size()) {
      return; // sent under a channel list that has just been replaced
    }
    publish(local.shifted(entry.base));
  }

  void merged(int count) {
    listeners.forEach(l -> l.merged(count));
  }

  private void publish(ReadingBatch unplaced) {
    ReadingBatch batch = unplaced.at(++position);
    latest.apply(batch);
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).readings(batch);
    }
  }

  private Entry entry(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new IllegalArgumentException("no device " + id);
    }
    return entry;
  }

  private void publishDirectory() {
    generation++;
    rebuild();
    latest.grow(directory.capacity());
    for (RegistryListener listener : listeners) {
      listener.directory(directory);
    }
  }

  private void rebuild() {
    Map<Integer, Channel> byNumber = new TreeMap<>();
    List<DeviceInfo> devices = new ArrayList<>();
    for (Entry entry : entries.values()) {
      devices.add(entry.info);
      for (int i = 0; i < entry.channels.size(); i++) {
        byNumber.put(entry.base + i, entry.channels.get(i));
      }
    }
    directory = new Directory(generation, devices, byNumber);
  }

  /** Lowest number from which {@code size} numbers are free. */
  private int freeRun(int size) {
    int base = 0;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Entry entry : entries.values()) {
        boolean overlaps = base < entry.base + entry.channels.size() && entry.base < base + size;
        if (overlaps) {
          base = entry.base + entry.channels.size();
          moved = true;
        }
      }
    }
    if (base + size > MAX_CHANNELS) {
      throw new IllegalStateException("more than " + MAX_CHANNELS + " channels");
    }
    return base;
  }

  /**
   * Says stale for each value that stayed away three periods; a display must not have to work that
   * out alone.
   */
  private void sweep() {
    for (Entry entry : entries.values()) {
      for (int i = 0; i < entry.channels.size(); i++) {
        long period = entry.channels.get(i).period().toMillis();
        int number = entry.base + i;
        long patience = Math.max(LEAST_PATIENCE_MS, 3 * period);
        if (period > 0 && latest.has(number) && age(number) > patience) {
          stale(number, Quality.NO_DATA);
        }
      }
    }
    loop.after(SWEEP, this::sweep);
  }

  /** How old a value is, milliseconds, by a clock that nobody sets. */
  private long age(int number) {
    TimeBase base = latest.base(number);
    long now =
        base.isKnown()
            ? Math.floorDiv(loop.nanoTime(), 1_000_000) + base.offsetMillis()
            : loop.currentTimeMillis();
    return now - latest.time(number);
  }

  private void markStale(Entry entry, int reason) {
    for (int i = 0; i < entry.channels.size(); i++) {
      stale(entry.base + i, reason);
    }
  }

  /** The value stays and keeps its time: how old it is must remain visible. */
  private void stale(int number, int reason) {
    if (latest.has(number) && !Quality.isStale(latest.quality(number))) {
      int quality = Quality.of(Quality.STALE, reason);
      publish(
          ReadingBatch.single(number, latest.time(number), latest.value(number), quality)
              .with(latest.base(number)));
    }
  }
}
