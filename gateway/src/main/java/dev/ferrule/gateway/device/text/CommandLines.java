package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Command lines on their way to the board, one at a time: what has not begun can still be taken
 * back, and no more than one line lies where it cannot. As many wait as commands are admitted, and
 * one for each output's safe value. Owner: the driver.
 */
final class CommandLines {

  /** How long after its time a link that says nothing more of a line is waited for. */
  private static final Duration NO_WORD = Duration.ofMillis(500);

  private final Loop loop;

  // per connection
  private final List<Line> waiting = new ArrayList<>();
  private @Nullable Way current;
  private ByteLink.@Nullable Output out;
  private long busyUntil;

  /** One line, and what is to happen as it goes. */
  interface Line {
    /** The index of its output. */
    int channel();

    byte[] bytes();

    /** Whether it goes before lines that are not. */
    boolean first();

    /** Nanoseconds on the loop's clock. */
    long deadline();

    /** The line begins to carry it. */
    void begun();

    /** The line has carried it. */
    void carried();

    /** None of it left, and none will. */
    void dropped();

    /** The link takes no bytes now: none of it left, and none will. */
    void refused();

    /** Some of it may have arrived, or may still. */
    void torn();
  }

  CommandLines(Loop loop) {
    this.loop = loop;
  }

  void open(ByteLink.Output output) {
    out = output;
    busyUntil = loop.nanoTime();
  }

  /** Nothing goes out any more; what was on its way may have arrived. */
  void shut() {
    out = null;
    Way cut = current;
    current = null;
    if (cut != null) {
      cut.end();
      if (cut.begun) {
        cut.line.torn();
      } else {
        cut.line.refused();
      }
    }
    while (!waiting.isEmpty()) {
      waiting.removeFirst().refused();
    }
  }

  /** Sends a line when those before it are through. */
  void add(Line line) {
    long before = line.first() ? waiting.stream().filter(Line::first).count() : waiting.size();
    waiting.add((int) before, line);
    next();
  }

  /** Takes back what waits, and tells each of them that it was refused. */
  void takeBack(Predicate<Line> which) {
    List<Line> taken = waiting.stream().filter(which).toList();
    waiting.removeAll(taken);
    taken.forEach(Line::refused);
  }

  /** Nanoseconds until the line will have carried everything that waits, by its baud rate. */
  long busyNanos() {
    ByteLink.Output open = out;
    int bytes = waiting.stream().mapToInt(line -> line.bytes().length).sum();
    return Math.max(busyUntil - loop.nanoTime(), 0)
        + (open == null ? 0 : open.transmissionNanos(bytes));
  }

  /** Whether nothing is on its way. */
  boolean isIdle() {
    return current == null && busyNanos() == 0;
  }

  /** Something else was written. */
  void wrote(long nanos) {
    busyUntil = Math.max(busyUntil, loop.nanoTime()) + nanos;
  }

  private void next() {
    ByteLink.Output open = out;
    while (open != null && current == null && !waiting.isEmpty()) {
      Way way = new Way(waiting.removeFirst());
      current = way;
      busyUntil =
          Math.max(busyUntil, loop.nanoTime()) + open.transmissionNanos(way.line.bytes().length);
      if (!open.write(way.line.bytes(), way.line.deadline(), way)) {
        current = null;
        way.end();
        way.line.refused();
      } else if (current == way) {
        long late = way.line.deadline() - loop.nanoTime() + NO_WORD.toNanos();
        way.timer = loop.after(Duration.ofNanos(Math.max(late, 0)), way::unheard);
      }
    }
  }

  /** The line that is on its way, until one thing has become of it. */
  private final class Way implements ByteLink.Passage {
    final Line line;
    boolean begun;
    boolean over;
    Loop.Timer timer = () -> {};

    Way(Line line) {
      this.line = line;
    }

    @Override
    public void begun() {
      if (!over) {
        begun = true;
        line.begun();
      }
    }

    @Override
    public void carried() {
      end(line::carried);
    }

    @Override
    public void dropped() {
      end(line::dropped);
    }

    @Override
    public void torn() {
      end(line::torn);
    }

    /** The thread that writes is stuck: nobody knows where the bytes are. */
    private void unheard() {
      end(line::torn);
    }

    private void end(Runnable how) {
      if (!over) {
        end();
        current = null;
        how.run();
        next();
      }
    }

    void end() {
      over = true;
      timer.cancel();
    }
  }
}
