package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.LatestValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Readings as JSON, each channel under its own topic: chooses them by the pace of their channel and
 * keeps those that wait. While the broker is away nothing waits: when it comes, it gets the newest
 * of each channel, and with an outbox the others as readings of the past.
 *
 * <p>Owner: the bridge's loop.
 */
final class ReadingFeed {

  private final Loop loop;
  private final BridgeSettings settings;
  private final LatestValues latest;
  private final Runnable ready;
  private final WaitingReadings waiting = new WaitingReadings();
  private final Map<Duration, Round> rounds = new HashMap<>();
  private Map<ChannelId, Track> tracks = new HashMap<>();
  private @Nullable Track[] byNumber = new Track[0];
  private boolean open;
  private Optional<LiveNumbers> numbers = Optional.empty();

  /** Chosen while the broker was away, and not made up for by a newest one. */
  private long missed;

  /** A feed of nothing; {@code ready} is told when there is something to send. */
  ReadingFeed(Loop loop, BridgeSettings settings, LatestValues latest, Runnable ready) {
    this.loop = loop;
    this.settings = settings;
    this.latest = latest;
    this.ready = ready;
  }

  /** Counts along with an outbox from now on. */
  void count(LiveNumbers along) {
    numbers = Optional.of(along);
  }

  /**
   * Takes the channels that there are now; what to publish so that the broker keeps nothing of
   * those that are gone.
   */
  List<Publication> directory(Directory directory) {
    Map<ChannelId, Track> now = new HashMap<>();
    byNumber = new Track[directory.capacity()];
    rounds.values().forEach(Round::forget);
    directory
        .channels()
        .forEach(
            (number, channel) -> {
              Track track = track(channel);
              now.put(channel.id(), track);
              byNumber[number] = track;
            });
    List<Publication> gone = new ArrayList<>();
    tracks.forEach(
        (id, track) -> {
          if (!now.containsKey(id) && track.isKept()) {
            gone.add(track.removal());
          }
        });
    boolean isNew = !tracks.equals(now);
    tracks = now;
    if (isNew) {
      numbers.ifPresent(LiveNumbers::again);
    }
    return gone;
  }

  /** Readings were left out on their way here. */
  void uneven() {
    numbers.ifPresent(LiveNumbers::uneven);
  }

  /** What is known of a channel. */
  Optional<Track> track(ChannelId id) {
    return Optional.ofNullable(tracks.get(id));
  }

  /** The channels that there are. */
  Collection<Track> tracks() {
    return tracks.values();
  }

  private Track track(Channel channel) {
    Track known = tracks.get(channel.id());
    if (known != null) {
      return known.channel.equals(channel) ? known : known.renewed(channel);
    }
    Pace pace = settings.paces().of(channel.id());
    String topic = settings.topics().readings(channel.id());
    return new Track(channel, pace, topic, settings.retain());
  }

  /** Takes new readings, which the latest values have already. */
  void readings(ReadingBatch batch) {
    if (numbers.isEmpty() || !numbers.get().holds(batch)) {
      choose(batch);
    }
  }

  /** Takes new readings whose numbers are known. */
  void choose(ReadingBatch batch) {
    for (int column = 0; column < batch.channels(); column++) {
      int number = batch.firstChannel() + column;
      Track track = byNumber[number];
      if (track != null) {
        readings(track, number, batch, column);
      }
    }
  }

  private void readings(Track track, int number, ReadingBatch batch, int column) {
    switch (track.pace) {
      case Pace.Never _ -> {}
      case Pace.Interval(Duration length) -> {
        track.saw(batch.rows());
        rounds.computeIfAbsent(length, Round::new).add(number);
      }
      case Pace.Every _ -> {
        long now = loop.nanoTime();
        for (int row = 0; row < batch.rows(); row++) {
          track.saw(1);
          offer(track, batch, column, row, now);
        }
      }
      case Pace.OnChange rule -> {
        long now = loop.nanoTime();
        for (int row = 0; row < batch.rows(); row++) {
          track.saw(1);
          double value = batch.valueAt(column, row);
          if (track.isChange(rule, value, batch.qualityAt(column, row), now)) {
            offer(track, batch, column, row, now);
          } else {
            pass(track);
          }
        }
      }
    }
  }

  /** A reading that need not be told is as good as one that was. */
  private void pass(Track track) {
    Track.Numbers passed = track.pass();
    if (open) {
      numbers.ifPresent(along -> along.taken(passed));
    }
  }

  private void offer(Track track, ReadingBatch batch, int column, int row, long now) {
    Track.Reading chosen =
        track.choose(
            batch.times()[row], batch.valueAt(column, row), batch.qualityAt(column, row), now);
    if (open) {
      waiting.add(chosen);
      ready.run();
    } else {
      miss(1);
    }
  }

  private void miss(int count) {
    missed += numbers.isPresent() ? 0 : count; // an outbox has them
  }

  /** The broker is there: it gets the newest reading of each channel. */
  void opened() {
    if (numbers.isPresent()) {
      numbers.get().begin();
    } else {
      open = true;
      tellAgain();
    }
  }

  /** Live readings begin, those of some channels with the newest that there is. */
  void opened(Predicate<Track> withNewest) {
    open = true;
    tellAgain(withNewest);
  }

  /** What waits will come as readings of the past. */
  void putBack() {
    waiting.clear();
  }

  /** Whoever hears the broker gets the newest reading of each channel. */
  void tellAgain() {
    tellAgain(_ -> true);
  }

  private void tellAgain(Predicate<Track> which) {
    long now = loop.nanoTime();
    for (int number = 0; number < byNumber.length; number++) {
      Track track = byNumber[number];
      if (track != null
          && !(track.pace instanceof Pace.Never)
          && latest.has(number)
          && which.test(track)) {
        waiting.add(newest(track, number, now));
        missed = Math.max(0, missed - 1);
      }
    }
    ready.run();
  }

  private Track.Reading newest(Track track, int number, long now) {
    return track.again(latest.time(number), latest.value(number), latest.quality(number), now);
  }

  /** The broker is gone. */
  void lost() {
    open = false;
    miss(waiting.clear());
    numbers.ifPresent(LiveNumbers::lost);
  }

  /** What to publish next, if anything. */
  Optional<Sending> next() {
    return waiting.poll().map(one -> new Sending(one.message(), () -> taken(one)));
  }

  private void taken(Track.Reading one) {
    numbers.ifPresent(along -> along.taken(one.numbers()));
  }

  /** How many readings were chosen, and replaced by newer ones before the broker took them. */
  long replaced() {
    return numbers.isPresent() ? 0 : missed + waiting.replaced();
  }

  /** Channels that are published at the same times. Owner: the same. */
  private final class Round {
    private final Duration length;
    private final BitSet due = new BitSet();
    private boolean waits;
    private long last;

    Round(Duration length) {
      this.length = length;
      this.last = loop.nanoTime() - length.toNanos();
    }

    void add(int number) {
      due.set(number);
      if (!waits) {
        waits = true;
        long pause = Math.max(0, last + length.toNanos() - loop.nanoTime());
        loop.after(Duration.ofNanos(pause), this::turn);
      }
    }

    void forget() {
      due.clear();
    }

    private void turn() {
      waits = false;
      last = loop.nanoTime();
      for (int number = due.nextSetBit(0); number >= 0; number = due.nextSetBit(number + 1)) {
        Track track = byNumber[number];
        if (track != null && latest.has(number)) {
          Track.Reading chosen = newest(track, number, last);
          if (open) {
            waiting.add(chosen);
          } else {
            miss(1);
          }
        }
      }
      due.clear();
      ready.run();
    }
  }
}
