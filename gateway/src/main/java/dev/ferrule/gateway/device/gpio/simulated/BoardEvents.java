package dev.ferrule.gateway.device.gpio.simulated;

import dev.ferrule.gateway.model.LinkCounts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What comes from a simulated board by itself: edges, levels, and its silence.
 *
 * <p>Edges wait until somebody listens, as those of a real chip wait in the kernel. Twice a second,
 * and at once after a damaged line, it looks at all levels: an edge that was lost is known by its
 * number, and the level that it led to is told then. Owner: the line's thread, but where it says
 * otherwise.
 */
final class BoardEvents implements BoardLine.Listener {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SILENCE_SECONDS = 2;

  /** Edges that wait for somebody to listen; the oldest are lost, and their numbers tell. */
  private static final int WAITING = 4096;

  /** Hears of all the rest; on the line's thread. */
  interface Rest {
    /** An answer to a request, without damage. */
    void answer(String text);

    /** The board cannot be used any more. */
    void lost(String reason);
  }

  /**
   * An edge.
   *
   * @param late whether its line was lost, and a look tells of it
   */
  private record Edge(int line, long sequence, boolean high, long nanoTime, boolean late) {}

  private final BoardLine line;
  private final Rest rest;

  /** Changed by whoever uses the chip. */
  private final Map<Integer, Input> inputs = new ConcurrentHashMap<>();

  /** Set by whoever uses the chip. */
  private volatile @Nullable String boot;

  /** Set by whoever uses the chip. */
  private volatile boolean told;

  private final LongAdder lost = new LongAdder();
  private final LongAdder late = new LongAdder();

  private final Deque<Edge> waiting = new ArrayDeque<>();
  private long heardAt = System.nanoTime();
  private long lookedAt = heardAt;
  private boolean doubtful;

  /** One line that is listened to. */
  private static final class Input {
    private final Pins.EdgeListener listener;
    private volatile boolean high;
    private long sequence;
    private long nanoTime = Long.MIN_VALUE;

    Input(Pins.EdgeListener listener) {
      this.listener = listener;
    }
  }

  BoardEvents(BoardLine line, Rest rest) {
    this.line = line;
    this.rest = rest;
  }

  /** What comes from now on is of this boot, or the board is lost. Any thread. */
  void expect(String sameBoot) {
    boot = sameBoot;
  }

  /** Knows a line before it is requested. Any thread. */
  void add(int number, Pins.EdgeListener listener) {
    inputs.put(number, new Input(listener));
  }

  /** The level that the answer to a request gave it. Any thread, before {@link #tell}. */
  void start(int number, boolean high) {
    Input input = inputs.get(number);
    if (input != null) {
      input.high = high;
    }
  }

  /** Any thread. */
  void remove(int number) {
    inputs.remove(number);
  }

  /** Whether an input is high, as far as was told. Any thread. */
  boolean isHigh(int number) {
    Input input = inputs.get(number);
    return input != null && input.high;
  }

  /** Edges are told from now on, also those that have waited. Any thread. */
  void tell() {
    told = true;
  }

  /** What came over the line. Any thread. */
  LinkCounts counts() {
    return line.counts(new TreeMap<>(Map.of("lost edges", lost.sum(), "late edges", late.sum())));
  }

  @Override
  public void received(String text, long nanoTime) {
    heardAt = nanoTime;
    String[] words = text.split(" ", -1);
    try {
      switch (words[0]) {
        case "edge" -> {
          long age = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(words[4]));
          edge(words[1], words[2], words[3], nanoTime - age, false);
        }
        case "lines" -> levels(words, nanoTime);
        default -> rest.answer(text);
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      damaged();
    }
  }

  @Override
  public void damaged() {
    doubtful = true;
  }

  @Override
  public void turn() {
    long now = System.nanoTime();
    tellWaiting();
    if (now - lookedAt >= (doubtful ? LOOK_AGAIN_NANOS : LOOK_NANOS)) {
      lookedAt = now;
      line.send("look");
    }
    if (now - heardAt > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
      rest.lost("silent: nothing came from " + line + " for " + SILENCE_SECONDS + " s");
    }
  }

  @Override
  public void ended() {
    rest.lost("unplugged: " + line + " went away");
  }

  /** Everything that was lost before this line is known now. */
  private void levels(String[] words, long nanoTime) {
    String before = boot;
    if (before != null && !before.equals(words[1])) {
      rest.lost("the board behind " + line + " started again");
      return;
    }
    doubtful = false;
    for (int i = 2; i < words.length; i++) {
      String[] parts = words[i].split(":", -1);
      edge(parts[0], parts[1], parts[2], nanoTime, true);
    }
  }

  private void edge(String number, String sequence, String level, long nanoTime, boolean late) {
    var edge =
        new Edge(
            Integer.parseInt(number), Long.parseLong(sequence), level.equals("1"), nanoTime, late);
    if (boot == null || edge.sequence == 0) {
      return; // of whoever had the board before, or none so far
    }
    if (waiting.size() == WAITING) {
      waiting.removeFirst();
    }
    waiting.add(edge);
    tellWaiting();
  }

  private void tellWaiting() {
    while (told && !waiting.isEmpty()) {
      Edge edge = waiting.removeFirst();
      Input input = inputs.get(edge.line);
      int ahead = input == null ? 0 : (int) (edge.sequence - input.sequence); // modulo 2^32
      // Else a line that came twice, or a look without news.
      if (input != null && ahead > 0) {
        lost.add(ahead - 1);
        late.add(edge.late ? 1 : 0);
        input.sequence = edge.sequence;
        input.high = edge.high;
        input.nanoTime = Math.max(input.nanoTime, edge.nanoTime);
        input.listener.edge(edge.high, input.nanoTime, edge.sequence);
      }
    }
  }
}
