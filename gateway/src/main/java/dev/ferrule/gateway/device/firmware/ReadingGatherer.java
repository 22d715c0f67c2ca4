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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of frames: all frames of a template that came in one piece become one grid.
 *
 * <p>The hot path; it allocates only what it hands over. Owner: the driver.
 */
final class ReadingGatherer {

  private static final int NOT_A_NUMBER = Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);

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
    List<Template> templates = next.dictionary().templates();
    rows =
        IntStream.range(0, templates.size())
            .mapToObj(i -> new Rows(templates.get(i), next.runs(i)))
            .toList();
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
      gathered.note(undated, tick, arrival);
    }
    if (gathered.isFull()) {
      gathered.flush(events);
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
    undated.told(index, value, code, event.tick(), arrival, false);
    events.readings(
        ReadingBatch.single(index, time.wall(event.tick(), arrival), shown(value, code), code));
  }

  /** Hands over what was gathered; at the end of each piece. */
  void flush() {
    for (int template = 0; template < rows.size(); template++) {
      rows.get(template).flush(events);
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
    return Quality.isGood(quality) && !timed ? Undated.UNTIMED : quality;
  }

  private static double shown(double value, int quality) {
    return Quality.isBad(quality) ? Double.NaN : value;
  }

  /** Frames of one template, one row each. */
  private static final class Rows {
    private static final int MOST = 1024;

    private final Template template;
    private final List<Run> runs;
    private final int size;
    private long[] times = new long[4];
    private double[] values;
    private byte[] codes;
    private boolean flawed;
    private int count;

    Rows(Template template, List<Run> runs) {
      this.template = template;
      this.runs = runs;
      this.size = template.size();
      this.values = new double[4 * size];
      this.codes = new byte[4 * size];
    }

    boolean isFull() {
      return count == MOST;
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

    /** Notes the values of the latest row. */
    void note(Undated undated, int tick, long arrival) {
      for (Run run : runs) {
        int at = (count - 1) * size + run.column();
        for (int i = 0; i < run.length(); i++) {
          int code = codes[at + i] & 0xFF;
          undated.told(run.index() + i, values[at + i], code, tick, arrival, true);
        }
      }
    }

    void flush(DeviceEvents events) {
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
