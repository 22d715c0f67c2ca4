package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.history.Mark;
import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.outbox.Outbox;
import dev.ferrule.gateway.registry.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which numbers live readings have in the history. They are counted from a mark on; until it is
 * there, readings are held, at most {@link #MOST_HELD}: those before its position are in the
 * history, those behind it are the first live ones.
 *
 * <p>Owner: the bridge's loop.
 */
final class LiveNumbers {

  /** Readings that are held; past that another mark is asked for. */
  static final int MOST_HELD = 16_384;

  /** What made numbers uneven is given that long to be over. */
  private static final Duration SETTLE = Duration.ofSeconds(5);

  private final Loop loop;
  private final Replica replica;
  private final Outbox outbox;
  private final ReadingFeed feed;

  private final List<ReadingBatch> held = new ArrayList<>();
  private int heldReadings;
  private Optional<Mark> mark = Optional.empty();

  /** Whether the broker is there. */
  private boolean connected;

  /** Whether readings are held. */
  private boolean waits;

  private boolean settles;

  LiveNumbers(Loop loop, Replica replica, Outbox outbox, ReadingFeed feed) {
    this.loop = loop;
    this.replica = replica;
    this.outbox = outbox;
    this.feed = feed;
  }

  /** The broker is there. */
  void begin() {
    connected = true;
    hold();
  }

  /** Other channels are there: they are counted, too. */
  void again() {
    if (connected) {
      hold();
    }
  }

  private void hold() {
    waits = true;
    feed.putBack();
    held.clear();
    heldReadings = 0;
    mark = Optional.empty();
    outbox.mark(
        found -> {
          mark = Optional.of(found);
          go();
        });
  }

  /** The broker is gone. */
  void lost() {
    connected = false;
    waits = false;
    held.clear();
    heldReadings = 0;
    mark = Optional.empty();
    outbox.lost();
  }

  /** Readings were left out on their way here or to the history. */
  void uneven() {
    feed.tracks().forEach(Track::uncount);
    if (!settles) {
      settles = true;
      loop.after(
          SETTLE,
          () -> {
            settles = false;
            again();
          });
    }
  }

  /** Whether a batch waits for a mark. */
  boolean holds(ReadingBatch batch) {
    if (!waits) {
      return false;
    }
    if (heldReadings + batch.size() > MOST_HELD) {
      hold();
    } else {
      held.add(batch);
      heldReadings += batch.size();
      go();
    }
    return true;
  }

  /** Begins, once everything before the mark is here, too. */
  private void go() {
    if (!waits || mark.isEmpty() || replica.position() < mark.get().position()) {
      return;
    }
    Mark from = mark.get();
    List<ReadingBatch> first =
        held.stream().filter(batch -> batch.position() > from.position()).toList();
    Set<Integer> fresh = new HashSet<>();
    for (ReadingBatch batch : first) {
      for (int column = 0; column < batch.channels(); column++) {
        fresh.add(batch.firstChannel() + column);
      }
    }
    Map<SeriesForm, Track> newest = new HashMap<>();
    replica
        .directory()
        .channels()
        .forEach(
            (number, channel) -> {
              if (!fresh.contains(number) && replica.latest().has(number)) {
                feed.track(channel.id())
                    .filter(track -> !(track.pace instanceof Pace.Never))
                    .ifPresent(track -> newest.put(SeriesForm.of(channel), track));
              }
            });
    for (Track track : feed.tracks()) {
      SeriesForm form = SeriesForm.of(track.channel);
      Mark.Place place = from.places().get(form);
      if (place == null) {
        track.uncount();
      } else {
        boolean withNewest = newest.containsKey(form) && place.readings() > 0;
        track.number(place.series(), place.readings(), withNewest);
      }
    }
    outbox.begin(
        from,
        form ->
            newest.containsKey(form)
                && Optional.ofNullable(from.places().get(form))
                    .filter(place -> place.readings() > 0)
                    .isPresent());
    waits = false;
    mark = Optional.empty();
    held.clear();
    heldReadings = 0;
    Set<Track> with = new HashSet<>(newest.values());
    feed.opened(with::contains);
    first.forEach(feed::choose);
  }

  /** The broker has readings, or need not have them. */
  void taken(Track.Numbers which) {
    if (which.isKnown()) {
      outbox.taken(which.series(), which.from(), which.to());
    }
  }
}
