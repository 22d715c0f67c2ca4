package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.Loop;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a board that prints lines of {@code key=value}, and writes lines to it.
 *
 * <p>Up with the first line that has a declared field, silent after three periods (at least 2 s)
 * without one. A board whose channels all report only on change cannot be silent: it is up while
 * its port is open.
 *
 * <p>Owner: the link's loop.
 */
public final class TextDriver implements Driver {

  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(2);

  /** Bytes that come this soon after opening may be the end of a line that began before. */
  private static final long MAYBE_CUT_NANOS = 100_000_000;

  private final String device;
  private final TextSettings settings;
  private final Loop loop;
  private final DeviceEvents events;
  private final Optional<Duration> patience;

  // per process
  private final Columns columns;
  private final PairReader pairs;
  private final TextCommands commands;
  private final LineSplitter splitter = new LineSplitter();
  private final LineSplitter.Lines lines = this::line;

  // per connection
  private boolean open;
  private boolean up;
  private boolean silent;
  private boolean fresh;
  private boolean cut;

  /** Bytes came since the last valid line. */
  private boolean nonsense;

  private long quietSince;
  private long arrival;
  private long wallTime;
  private Loop.@Nullable Timer watch;

  /**
   * A driver that waits for its link.
   *
   * @param device id of the device
   * @param settings its channels
   * @param loop the link's loop
   * @param events where it reports
   */
  public TextDriver(String device, TextSettings settings, Loop loop, DeviceEvents events) {
    this.device = device;
    this.settings = settings;
    this.loop = loop;
    this.events = events;
    this.patience = patience(settings);
    this.columns = new Columns(settings.channels().size());
    this.pairs = new PairReader(settings.channels(), columns, events);
    this.commands = new TextCommands(settings.channels(), loop, events);
  }

  private static Optional<Duration> patience(TextSettings settings) {
    return settings.channels().stream()
        .filter(TextChannel::readable)
        .map(TextChannel::period)
        .filter(period -> !period.isZero())
        .min(Duration::compareTo)
        .map(period -> period.multipliedBy(3))
        .map(wait -> wait.compareTo(LEAST_PATIENCE) > 0 ? wait : LEAST_PATIENCE);
  }

  /** The channels are known from the configuration, board or no board. */
  @Override
  public void start() {
    events.channels(settings.channels().stream().map(c -> c.describe(device)).toList());
  }

  @Override
  public void linkUp(ByteLink.Output out) {
    open = true;
    up = false;
    silent = false;
    fresh = true;
    cut = false;
    nonsense = false;
    quietSince = loop.nanoTime();
    splitter.reset();
    commands.linkUp(out);
    if (patience.isPresent()) {
      watchFor(patience.get());
    } else {
      setUp();
    }
  }

  @Override
  public void received(byte[] bytes, int offset, int length, long nanoTime) {
    if (!open) {
      return;
    }
    if (fresh) {
      fresh = false;
      cut = nanoTime - quietSince < MAYBE_CUT_NANOS && bytes[offset] != '\n';
    }
    nonsense = true;
    arrival = nanoTime;
    wallTime = loop.currentTimeMillis() - (loop.nanoTime() - nanoTime) / 1_000_000;
    splitter.feed(bytes, offset, length, lines);
    columns.flush(wallTime, events::readings);
  }

  private void line(byte[] bytes, int from, int to) {
    commands.line(bytes, from, to);
    boolean valid = pairs.read(bytes, from, to, cut);
    cut = false;
    if (valid) {
      quietSince = arrival;
      nonsense = false;
      if (!up) {
        setUp();
      }
      if (columns.isFull()) {
        columns.flush(wallTime, events::readings);
      }
    }
  }

  private void setUp() {
    up = true;
    silent = false;
    events.state(new DeviceState.Up());
  }

  private void watchFor(Duration wait) {
    watch = loop.after(wait, this::look);
  }

  private void look() {
    Duration limit = patience.orElseThrow();
    Duration quiet = Duration.ofNanos(loop.nanoTime() - quietSince);
    if (quiet.compareTo(limit) < 0) {
      watchFor(limit.minus(quiet));
      return;
    }
    if (!silent) {
      silent = true;
      up = false;
      events.state(new DeviceState.Silent(whySilent(limit)));
    }
    nonsense = false;
    watchFor(limit);
  }

  private String whySilent(Duration limit) {
    return nonsense
        ? "bytes come, but no line with a declared field: are the baud rate and the fields right?"
        : "nothing came for " + limit.toMillis() / 1000.0 + " s";
  }

  @Override
  public void linkDown(String reason) {
    disconnect();
    commands.linkDown(reason);
  }

  @Override
  public void command(DeviceCommand command) {
    commands.command(command);
  }

  @Override
  public void close() {
    disconnect();
    commands.close();
  }

  private void disconnect() {
    open = false;
    Loop.Timer timer = watch;
    if (timer != null) {
      timer.cancel();
      watch = null;
    }
  }

  /** What came so far. On the loop. */
  public TextStatistics statistics() {
    return pairs.statistics(splitter.overlong());
  }
}
