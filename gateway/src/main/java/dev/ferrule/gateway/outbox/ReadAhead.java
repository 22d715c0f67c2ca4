package dev.ferrule.gateway.outbox;

import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.history.query.Untold;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Past readings that were read from the history and not handed out yet: some {@link #PART} of them.
 *
 * <p>Owner: the loop of the outbox.
 */
final class ReadAhead {

  /** Readings that are read at a time, about. */
  private static final int PART = 4_096;

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Loop loop;
  private final History history;
  private final Runnable ready;

  // Of the present connection.
  private @Nullable Untaken untaken;
  private int attempt;
  private final Map<Integer, Long> reached = new HashMap<>();
  private final Map<Integer, Long> times = new HashMap<>();
  private final Deque<Untold.Stretch> stretches = new ArrayDeque<>();
  private int row;
  private boolean reading;

  ReadAhead(Loop loop, History history, Runnable ready) {
    this.loop = loop;
    this.history = history;
    this.ready = ready;
  }

  /** Begins to read what is in closed spans. */
  void begin(Untaken spans) {
    untaken = spans;
    read();
  }

  /** Forgets what was read and where it ended. */
  void end() {
    untaken = null;
    attempt++;
    reading = false;
    stretches.clear();
    row = 0;
    reached.clear();
    times.clear();
  }

  boolean isEmpty() {
    return stretches.isEmpty();
  }

  /** The next one; there is one. */
  PastReading next() {
    Untold.Stretch first = stretches.element();
    PastReading next = at(first, row);
    if (++row >= first.times().length) {
      stretches.remove();
      row = 0;
    }
    if (stretches.size() < 2) {
      read();
    }
    return next;
  }

  private PastReading at(Untold.Stretch one, int index) {
    boolean ends = index + 1 >= one.times().length;
    boolean isLast = ends && isLast(one);
    return one.isLost()
        ? PastReading.lost(one.form(), one.series(), one.from(), one.to(), timeAfter(one), isLast)
        : new PastReading(
            one.form(),
            one.series(),
            one.from() + index,
            one.from() + index + 1,
            one.times()[index],
            one.values()[index],
            one.quality()[index] & 0xFF,
            false,
            isLast);
  }

  private boolean isLast(Untold.Stretch one) {
    return untaken == null || untaken.next(one.series(), one.to()).isEmpty();
  }

  private long timeAfter(Untold.Stretch lost) {
    return stretches.stream()
        .filter(one -> one.series() == lost.series() && !one.isLost())
        .mapToLong(one -> one.times()[0])
        .findFirst()
        .orElse(0);
  }

  /** Reads more, unless it does already. */
  void read() {
    Untaken mine = untaken;
    if (reading || mine == null || stretches.size() >= 2) {
      return;
    }
    List<Untold.Want> wants = new ArrayList<>();
    for (int series : mine.series()) {
      long time = times.getOrDefault(series, Untold.NO_TIME);
      mine.next(series, reached.getOrDefault(series, 0L))
          .ifPresent(span -> wants.add(new Untold.Want(series, span.from(), span.to(), time)));
    }
    if (wants.isEmpty()) {
      return;
    }
    int now = attempt;
    reading = true;
    if (!history.reader().untold(wants, PART, part -> loop.execute(() -> found(now, part)))) {
      loop.after(PAUSE, () -> again(now));
    }
  }

  private void found(int then, Untold.Part part) {
    if (then != attempt) {
      return;
    }
    if (part.stretches().isEmpty()) {
      loop.after(PAUSE, () -> again(then)); // not written yet
      return;
    }
    reading = false;
    times.putAll(part.times());
    for (Untold.Stretch one : part.stretches()) {
      stretches.add(one);
      reached.put(one.series(), one.to());
    }
    ready.run();
  }

  private void again(int then) {
    if (then == attempt) {
      reading = false;
      read();
    }
  }
}
