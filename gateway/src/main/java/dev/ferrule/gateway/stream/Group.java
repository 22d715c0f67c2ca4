package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.frames.Gather;
import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.frames.ReadingsEncoder;
import dev.ferrule.gateway.frames.ReadingsEncoder.Stretch;
import dev.ferrule.gateway.frames.Rows;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.LoopLoad;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.LatestValues;
import dev.ferrule.gateway.registry.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The clients of one subscription: readings are gathered once, encoded once, and written to each of
 * them.
 *
 * <p>Readings are written at the end of the turn in which they came, or gathered when {@link Pace}
 * says so. No timer runs while nothing is due.
 *
 * <p>Owner: the hub's loop.
 */
final class Group {

  /** Messages from one snapshot to the next (PROTOCOL.md B2). */
  static final int SNAPSHOT_EVERY = 32;

  private static final int FIXED_BYTES = 4096;

  /** What was told, where gathered, the reference, how to scale. */
  private static final int NUMBER_BYTES = 48;

  /** A reading of a snapshot that shares its time with no other. */
  private static final int CHANNEL_BYTES = 200;

  private static final int NANOS_PER_BYTE = 80;

  private final Subscription subscription;
  private final Loop loop;
  private final LatestValues latest;
  private final ReadingsEncoder encoder;
  private final Pace pace;
  private final List<Outbox> members = new ArrayList<>();

  private final Gather gather;

  /** With a rate: channels that have a new reading. */
  private final BitSet dirty = new BitSet();

  /** The newest readings that were told: what a client has that got every message. */
  private final LatestValues told = new LatestValues();

  /** Channels told since the latest snapshot. */
  private final BitSet changed = new BitSet();

  private List<Payload> welcome;

  /** What members have been told (PROTOCOL.md B4). */
  private long position;

  /** What they will have been told with what waits. */
  private long reached;

  /** Messages from the latest snapshot on, itself included. */
  private int sinceSnapshot = 1;

  private boolean due;
  private boolean closed;
  private final long bytes;

  /**
   * A group without clients.
   *
   * @param bytes what it takes
   */
  Group(
      Subscription subscription,
      Loop loop,
      LoopLoad load,
      Duration tick,
      Replica replica,
      ReadingsEncoder.Scratch scratch,
      long bytes) {
    Directory directory = replica.directory();
    this.bytes = bytes;
    this.subscription = subscription;
    this.loop = loop;
    this.latest = replica.latest();
    this.pace = new Pace(tick, subscription.interval(), load, loop.nanoTime());
    this.gather = new Gather(directory.capacity());
    this.encoder =
        switch (subscription.codec()) {
          case BIN -> ReadingsEncoder.binary(directory, scratch);
          case JSON -> ReadingsEncoder.json(directory);
        };
    told.grow(directory.capacity());
    List<ReadingBatch> rows = Rows.newest(latest, subscription.channels().numbers());
    rows.forEach(told::apply);
    position = replica.position();
    reached = position;
    welcome = Payload.of(encoder.snapshot(rows, position));
  }

  Subscription subscription() {
    return subscription;
  }

  /** What it takes, bytes. */
  long bytes() {
    return bytes;
  }

  /** Clients in it. */
  int size() {
    return members.size();
  }

  /**
   * What making it costs besides: it is old before it goes, and then all of the heap must be
   * collected. A thousand channels are some 20 ms.
   */
  Duration price() {
    return Duration.ofNanos(bytes * NANOS_PER_BYTE);
  }

  /** What the group of a subscription will take: tables over all numbers, and rows of its own. */
  static long bytes(Subscription subscription, Directory directory) {
    return FIXED_BYTES
        + (long) directory.capacity() * NUMBER_BYTES
        + (long) subscription.channels().numbers().cardinality() * CHANNEL_BYTES;
  }

  /** Takes a client in; what it then needs is {@link #welcome}. */
  void add(Outbox member) {
    members.add(member);
  }

  /** Lets a client go; false when it was the last one, and the group is closed. */
  boolean remove(Outbox member) {
    int at = members.indexOf(member);
    if (at >= 0) {
      // A walk through the members goes from the end: what moves here was passed already.
      members.set(at, members.getLast());
      members.removeLast();
    }
    closed = members.isEmpty();
    return !closed;
  }

  /** What a client needs that joins now: it then has what the others have. */
  List<Payload> welcome() {
    if (welcome.isEmpty()) {
      List<ReadingBatch> newest = Rows.newest(told, subscription.channels().numbers());
      welcome = Payload.of(encoder.welcome(newest, Rows.newest(told, changed), position));
    }
    return welcome;
  }

  /** Position that {@link #welcome} leads to. */
  long position() {
    return position;
  }

  /** Takes new readings, which the latest values have already. */
  void readings(ReadingBatch batch) {
    subscription.channels().select(batch, this::take);
  }

  private void take(ReadingBatch batch) {
    reached = Math.max(reached, batch.position()); // merged on the way, they may come out of order
    if (subscription.isRated()) {
      dirty.set(batch.firstChannel(), batch.firstChannel() + batch.channels());
    } else {
      gather.add(Rows.honest(batch));
    }
    long now = loop.nanoTime();
    pace.offered(now);
    if (!due) {
      due = true;
      long pause = pace.pause(now);
      if (pause <= 0) {
        loop.execute(this::flush);
      } else {
        loop.after(Duration.ofNanos(pause), this::flush);
      }
    }
  }

  /** Writes what is due. */
  void flush() {
    due = false;
    if (closed || (gather.isEmpty() && dirty.isEmpty())) {
      return;
    }
    long started = loop.nanoTime();
    List<ReadingBatch> rows = subscription.isRated() ? Rows.newest(latest, dirty) : gather.take();
    dirty.clear();
    List<Payload> messages = Payload.of(encode(rows));
    welcome = List.of();
    Flushed flushed = new Flushed(messages, rows, started);
    for (int i = members.size() - 1; i >= 0; i--) {
      members.get(i).readings(flushed);
    }
    pace.wrote(started, loop.nanoTime());
  }

  private List<Message> encode(List<ReadingBatch> rows) {
    rows.forEach(told::apply);
    if (sinceSnapshot < SNAPSHOT_EVERY || !encoder.hasReference()) {
      changed.or(Rows.channels(rows));
      List<Message> messages = encoder.update(rows, new Stretch(position, reached));
      position = reached;
      sinceSnapshot += messages.size();
      return messages;
    }
    sinceSnapshot = 1;
    changed.clear();
    BitSet others = (BitSet) subscription.channels().numbers().clone();
    others.andNot(Rows.channels(rows));
    List<ReadingBatch> all = new ArrayList<>(rows);
    all.addAll(Rows.newest(told, others));
    return encoder.snapshot(all, position);
  }

  /**
   * What a group wrote at one moment.
   *
   * @param rows the readings in the messages
   * @param nanoTime when, on the loop's monotonic clock
   */
  record Flushed(List<Payload> messages, List<ReadingBatch> rows, long nanoTime) {}

  /**
   * What a client gets: clients with equal subscriptions share a group.
   *
   * @param channels the channels
   * @param rate messages per second at most, of which each brings the newest reading per channel; 0
   *     when every reading is wanted
   * @param codec how readings are written
   */
  record Subscription(ChannelSet channels, double rate, Subprotocol codec) {

    private static final double NANOS = 1e9;

    /** Whether only the newest reading per channel and interval is wanted. */
    boolean isRated() {
      return rate > 0;
    }

    /** Least time between two messages. */
    Duration interval() {
      return isRated() ? Duration.ofNanos((long) (NANOS / rate)) : Duration.ZERO;
    }
  }
}
