package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.firmware.ChannelPlan.Run;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.dictionary.Template;
import dev.ferrule.protocol.link.LinkMessage.Event;
import dev.ferrule.protocol.link.ReadingsCursor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of frames: all frames of a template that came in one piece become one grid.
 *
 * <p>The hot path; it allocates only what it hands over. Owner: the driver.
 */
final class ReadingGatherer {

  private static final int NOT_A_NUMBER = Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);

  /** A right value whose time may be wrong. */
  private static final int UNTIMED = Quality.of(Quality.UNCERTAIN, Quality.CLOCK_NOT_SYNCHRONIZED);

  private final DeviceTime time;
  private final DeviceEvents events;
  private @Nullable ChannelPlan plan;
  private List<Rows> rows = List.of();
  private Undated undated;
  private int lastTemplate;

  ReadingGatherer(DeviceTime time, DeviceEvents events) {
    this.time = time;
    this.events = events;
    this.undated = new Undated(0, time, events);
  }

  /** Reads frames by this plan from now on. */
  void use(ChannelPlan next) {
    flush();
    plan = next;
    rows = next.dictionary().templates().stream().map(Rows::new).toList();
    undated = new Undated(next.size(), time, events);
  }

  /** Takes the values of a frame that came at {@code arrival}. */
  void readings(ReadingsCursor frame, long arrival) {
    ChannelPlan present = plan;
    if (present == null) {
      return;
    }
    int template = frame.templateIndex();
    if (present.isOverlapping() && template != lastTemplate) {
      flush();
    }
    lastTemplate = template;
    Rows gathered = rows.get(template);
    int tick = frame.tick();
    boolean timed = time.isRowKnown(tick, arrival);
    gathered.add(frame, time.wall(tick, arrival), timed);
    if (!timed || !undated.isEmpty()) {
      note(present.runs(template), gathered, tick, arrival);
    }
    if (gathered.isFull()) {
      gathered.flush(present.runs(template), events);
    }
  }

  private void note(List<Run> runs, Rows gathered, int tick, long arrival) {
    for (Run run : runs) {
      for (int i = 0; i < run.length(); i++) {
        int column = run.column() + i;
        note(run.index() + i, gathered.value(column), gathered.code(column), tick, arrival, true);
      }
    }
  }

  private void note(int channel, double value, int code, int tick, long arrival, boolean inRow) {
    if (code == UNTIMED) {
      undated.put(channel, value, tick, arrival, inRow);
    } else {
      undated.remove(channel);
    }
  }

  /** Takes a single value that came at {@code arrival}; what came before goes out before it. */
  void event(Event event, long arrival) {
    ChannelPlan present = plan;
    if (present == null || present.indexOf(event.channel()).isEmpty()) {
      return;
    }
    flush();
    int index = present.indexOf(event.channel()).getAsInt();
    double value = present.spec(index).orElseThrow().toValue(event.value().raw());
    int code = code(value, event.quality(), time.isKnown(event.tick(), arrival));
    note(index, value, code, event.tick(), arrival, false);
    events.readings(
        ReadingBatch.single(index, time.wall(event.tick(), arrival), shown(value, code), code));
  }

  /** Hands over what was gathered; at the end of each piece. */
  void flush() {
    ChannelPlan present = plan;
    if (present == null) {
      return;
    }
    for (int template = 0; template < rows.size(); template++) {
      rows.get(template).flush(present.runs(template), events);
    }
  }

  /** Tells values again whose times were in doubt and are known now. */
  void tellAgain() {
    if (!undated.isEmpty()) {
      flush();
      undated.tellAgain();
    }
  }

  /** What was told of a channel says nothing any more of what comes. */
  void forget(int channel) {
    flush();
    undated.remove(channel);
  }

  /** The same of all channels: the session is over, or the clock is another. */
  void forgetAll() {
    flush();
    undated.clear();
  }

  private static int code(double value, int quality, boolean timed) {
    if (!Double.isFinite(value) && !Quality.isBad(quality)) {
      return NOT_A_NUMBER;
    }
    return Quality.isGood(quality) && !timed ? UNTIMED : quality;
  }

  private static double shown(double value, int quality) {
    return Quality.isBad(quality) ? Double.NaN : value;
  }

  /** Frames of one template, one row each. */
  private static final class Rows {
    private static final int MOST = 1024;

    private final Template template;
    private final int size;
    private long[] times = new long[4];
    private double[] values;
    private byte[] codes;
    private boolean flawed;
    private int count;

    Rows(Template template) {
      this.template = template;
      this.size = template.size();
      this.values = new double[4 * size];
      this.codes = new byte[4 * size];
    }

    boolean isFull() {
      return count == MOST;
    }

    /** A value of the latest row. */
    double value(int column) {
      return values[(count - 1) * size + column];
    }

    /** Its quality. */
    int code(int column) {
      return codes[(count - 1) * size + column] & 0xFF;
    }

    void add(ReadingsCursor frame, long wall, boolean timed) {
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
        values = Arrays.copyOf(values, 2 * count * size);
        codes = Arrays.copyOf(codes, 2 * count * size);
      }
      times[count] = wall;
      int at = count * size;
      for (int column = 0; column < size; column++) {
        double value = template.channel(column).toValue(frame.raw(column));
        int code = ReadingGatherer.code(value, frame.quality(column), timed);
        values[at + column] = shown(value, code);
        codes[at + column] = (byte) code;
        flawed |= code != Quality.GOOD;
      }
      count++;
    }

    void flush(List<Run> runs, DeviceEvents events) {
      if (count == 0) {
        return;
      }
      long[] rowTimes = Arrays.copyOf(times, count);
      for (Run run : runs) {
        events.readings(
            new ReadingBatch(run.index(), run.length(), rowTimes, values(run), codes(run)));
      }
      count = 0;
      flawed = false;
    }

    private double[] values(Run run) {
      double[] grid = new double[run.length() * count];
      for (int column = 0; column < run.length(); column++) {
        for (int row = 0; row < count; row++) {
          grid[column * count + row] = values[row * size + run.column() + column];
        }
      }
      return grid;
    }

    private byte @Nullable [] codes(Run run) {
      if (!flawed) {
        return null;
      }
      byte[] grid = new byte[run.length() * count];
      for (int column = 0; column < run.length(); column++) {
        for (int row = 0; row < count; row++) {
          grid[column * count + row] = codes[row * size + run.column() + column];
        }
      }
      return grid;
    }
  }
}
