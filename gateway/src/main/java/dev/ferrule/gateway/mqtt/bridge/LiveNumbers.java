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
  static final int MOST_HELD = 8_192;

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
    Map<SeriesForm, Track> newest = newest(from, channels(first));
    for (Track track : feed.tracks()) {
      SeriesForm form = SeriesForm.of(track.channel);
      Mark.Place place = from.places().get(form);
      if (place == null) {
        track.uncount();
      } else {
        track.number(place.series(), place.readings(), newest.containsKey(form));
      }
    }
    outbox.begin(from, newest::containsKey);
    waits = false;
    mark = Optional.empty();
    held.clear();
    heldReadings = 0;
    Set<Track> unheard = new HashSet<>(feed.tracks());
    channels(first).forEach(number -> track(number).ifPresent(unheard::remove));
    feed.opened(unheard::contains);
    first.forEach(feed::choose);
  }

  private static Set<Integer> channels(List<ReadingBatch> batches) {
    Set<Integer> numbers = new HashSet<>();
    for (ReadingBatch batch : batches) {
      for (int column = 0; column < batch.channels(); column++) {
        numbers.add(batch.firstChannel() + column);
      }
    }
    return numbers;
  }

  private Optional<Track> track(int number) {
    return replica.directory().channel(number).flatMap(channel -> feed.track(channel.id()));
  }

  /** The channels whose last reading before the mark is told live: nothing newer came since. */
  private Map<SeriesForm, Track> newest(Mark from, Set<Integer> newer) {
    Map<SeriesForm, Track> newest = new HashMap<>();
    replica
        .directory()
        .channels()
        .forEach(
            (number, channel) -> {
              SeriesForm form = SeriesForm.of(channel);
              Mark.Place place = from.places().get(form);
              if (place != null
                  && place.readings() > 0
                  && !newer.contains(number)
                  && replica.latest().has(number)) {
                feed.track(channel.id())
                    .filter(track -> !(track.pace instanceof Pace.Never))
                    .ifPresent(track -> newest.put(form, track));
              }
            });
    return newest;
  }

  /** The broker has readings, or need not have them. */
  void taken(Track.Numbers which) {
    if (which.isKnown()) {
      outbox.taken(which.series(), which.from(), which.to());
    }
  }
}
