package dev.ferrule.gateway.outbox;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which readings nobody acknowledged yet: for each series of the history some spans of its numbers,
 * the last of which is open: all that are still to come. No file, no thread, no time.
 *
 * <p>Bounded: a series has {@link #MOST_SPANS} closed spans; past that the last two become one with
 * what lies between, which is then told twice.
 *
 * <p>Owner: the loop of the outbox.
 */
final class Untaken {

  /** Closed spans of a series. */
  static final int MOST_SPANS = 64;

  private static final long OPEN = Long.MAX_VALUE;
  private static final int FORM = 1;
  private static final int NUMBER_BYTES = 10;

  /** Numbers {@code from} to before {@code to}. */
  record Span(long from, long to) {
    long length() {
      return to - from;
    }
  }

  private final Map<Integer, List<Span>> spans = new TreeMap<>();

  /** Takes a series that is new here: what comes from {@code from} on is to be told. */
  void begin(int series, long from) {
    spans.computeIfAbsent(series, _ -> new ArrayList<>(List.of(new Span(from, OPEN))));
  }

  boolean knows(int series) {
    return spans.containsKey(series);
  }

  /** Closes the open span of a series: what comes from {@code at} on is another. */
  void cut(int series, long at) {
    List<Span> mine = of(series);
    Span open = mine.getLast();
    if (open.from() < at) {
      mine.removeLast();
      mine.add(new Span(open.from(), at));
      mine.add(new Span(at, OPEN));
      join(mine);
    }
  }

  private static void join(List<Span> mine) {
    if (mine.size() > MOST_SPANS + 1) {
      int last = mine.size() - 2;
      Span joined = new Span(mine.get(last - 1).from(), mine.get(last).to());
      mine.set(last - 1, joined);
      mine.remove(last);
    }
  }

  /** These numbers were acknowledged, or are not to be told. */
  void taken(int series, long from, long to) {
    List<Span> mine = spans.get(series);
    if (mine == null || from >= to) {
      return;
    }
    for (int i = 0; i < mine.size(); i++) {
      Span one = mine.get(i);
      if (one.to() <= from || one.from() >= to) {
        continue;
      }
      mine.remove(i--);
      if (one.from() < from) {
        mine.add(++i, new Span(one.from(), from));
      }
      if (to < one.to()) {
        mine.add(++i, new Span(to, one.to()));
      }
    }
    join(mine);
  }

  /** The history has no more than so many readings of a series: greater numbers never were. */
  void limit(int series, long readings) {
    List<Span> mine = of(series);
    mine.removeIf(one -> one.to() != OPEN && one.from() >= readings);
    mine.replaceAll(
        one ->
            one.to() == OPEN
                ? new Span(Math.min(one.from(), readings), OPEN)
                : new Span(one.from(), Math.min(one.to(), readings)));
  }

  /** The first closed span of a series that has numbers from one on, and those of it. */
  Optional<Span> next(int series, long from) {
    for (Span one : of(series)) {
      if (one.to() != OPEN && one.to() > from) {
        return Optional.of(new Span(Math.max(from, one.from()), one.to()));
      }
    }
    return Optional.empty();
  }

  /** Where what is still to come begins. */
  long open(int series) {
    return of(series).getLast().from();
  }

  /** All series. */
  List<Integer> series() {
    return List.copyOf(spans.keySet());
  }

  /** How many readings are in closed spans. */
  long size() {
    long size = 0;
    for (List<Span> mine : spans.values()) {
      for (int i = 0; i < mine.size() - 1; i++) {
        size += mine.get(i).length();
      }
    }
    return size;
  }

  private List<Span> of(int series) {
    return spans.getOrDefault(series, List.of(new Span(0, OPEN)));
  }

  /** All of it as bytes. */
  byte[] bytes() {
    int room = 2 * NUMBER_BYTES;
    for (List<Span> mine : spans.values()) {
      room += 2 * NUMBER_BYTES * (mine.size() + 1);
    }
    ByteBuffer out = ByteBuffer.allocate(room);
    put(out, FORM);
    put(out, spans.size());
    spans.forEach(
        (series, mine) -> {
          put(out, series);
          put(out, mine.size());
          long at = 0;
          for (Span one : mine) {
            put(out, one.from() - at);
            at = one.from();
            if (one.to() != OPEN) {
              put(out, one.to() - at);
              at = one.to();
            }
          }
        });
    return Arrays.copyOf(out.array(), out.position());
  }

  /** What the bytes were made of; empty when they are of another form. */
  static Optional<Untaken> of(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      var made = new Untaken();
      if (get(in) != FORM) {
        return Optional.empty();
      }
      for (long left = get(in); left > 0; left--) {
        int series = (int) get(in);
        List<Span> mine = new ArrayList<>();
        long at = 0;
        for (long more = get(in); more > 1; more--) {
          long from = at + get(in);
          at = from + get(in);
          mine.add(new Span(from, at));
        }
        mine.add(new Span(at + get(in), OPEN));
        made.spans.put(series, mine);
      }
      return Optional.of(made);
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static void put(ByteBuffer out, long number) {
    long rest = number;
    while (rest > 0x7F) {
      out.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long get(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      number |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        break;
      }
    }
    return number;
  }
}
