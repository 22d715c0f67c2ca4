package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.mqtt.Publication;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Decides what goes out next, whenever the broker takes one more.
 *
 * <p>In this order: what describes, the newest per topic and made when it is sent; answers, {@link
 * #MOST_ANSWERS} at most, the oldest of which goes for a new one; then frames and readings by
 * turns; then readings of the past.
 *
 * <p>Owner: the bridge's loop.
 */
final class Outgoing {

  static final int MOST_ANSWERS = 256;

  private final ReadingFeed readings;
  private final Optional<FrameFeed> frames;
  private final Optional<PastFeed> past;
  private final Map<String, Supplier<Publication>> notices = new LinkedHashMap<>();
  private final Queue<Publication> answers = new ArrayDeque<>();
  private boolean framesFirst;

  Outgoing(ReadingFeed readings, Optional<FrameFeed> frames, Optional<PastFeed> past) {
    this.readings = readings;
    this.frames = frames;
    this.past = past;
  }

  /** Something that describes; in the place of what waits for the same topic. */
  void tell(Publication notice) {
    tell(notice.topic(), () -> notice);
  }

  /** The same, made when its turn comes. */
  void tell(String topic, Supplier<Publication> notice) {
    notices.remove(topic); // what was told before it comes before it
    notices.put(topic, notice);
  }

  /** An answer to a command. */
  void answer(Publication answer) {
    if (answers.size() == MOST_ANSWERS) {
      answers.remove();
    }
    answers.add(answer);
  }

  /** The broker is gone: it will be told everything anew, and nobody waits for answers. */
  void lost() {
    notices.clear();
    answers.clear();
  }

  /** What to hand to the broker now, if anything. */
  Optional<Sending> next() {
    Iterator<Supplier<Publication>> first = notices.values().iterator();
    if (first.hasNext()) {
      Supplier<Publication> notice = first.next();
      first.remove();
      return Optional.of(Sending.of(notice.get()));
    }
    if (!answers.isEmpty()) {
      return Optional.of(Sending.of(answers.remove()));
    }
    framesFirst = !framesFirst;
    Optional<Sending> live =
        framesFirst ? frame().or(readings::next) : readings.next().or(this::frame);
    return live.or(() -> past.flatMap(PastFeed::next));
  }

  private Optional<Sending> frame() {
    return frames.flatMap(FrameFeed::next).map(Sending::of);
  }
}
