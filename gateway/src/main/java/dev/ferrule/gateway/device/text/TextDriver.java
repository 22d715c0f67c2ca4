package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.device.SilenceWatch;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.device.text.fields.FieldReader;
import dev.ferrule.gateway.device.text.fields.Misfit;
import dev.ferrule.gateway.device.text.framing.FrameSink;
import dev.ferrule.gateway.device.text.framing.Framer;
import dev.ferrule.gateway.device.text.framing.Refusal;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a board that sends frames as its settings say, and writes frames to it.
 *
 * <p>Up with the first frame that has a declared field, silent after three periods (at least 2 s)
 * without one. A board whose channels all report only on change cannot be silent: it is up while
 * its port is open.
 *
 * <p>A board that must say who it is hears nothing but that question until it has.
 *
 * <p>Owner: the link's loop.
 */
public final class TextDriver implements Driver {

  private static final Duration LEAST_SILENCE_LIMIT = Duration.ofSeconds(2);

  /** How much later than the pause the timer looks: bytes may still be on their way to the loop. */
  private static final Duration ON_THE_WAY = Duration.ofMillis(5);

  /** How long a board that is never silent is left alone when its line did not carry. */
  private static final Duration STUCK_PAUSE = Duration.ofSeconds(5);

  private final String device;
  private final TextSettings settings;
  private final Loop loop;
  private final DeviceEvents events;

  // per process
  private final Standing standing;
  private final ReadingColumns columns;
  private final DamageSigns signs;
  private final FieldReadings values;
  private final RefusedFrames refused;
  private final FieldReader fields;
  private final Framer framer;
  private final FrameSink frames = new Frames();
  private final TextCommands commands;
  private final Optional<BannerIdentification> identification;
  private final Optional<SilenceWatch> silence;
  private final RestartableTimer pauseTimer;
  private final RestartableTimer pollTimer;
  private final RestartableTimer stuckTimer;
  private long accepted;

  // per connection
  private ByteLink.@Nullable Output output;
  private boolean justOpened;
  private boolean cut;

  /** Bytes came since the last valid frame. */
  private boolean nonsense;

  private long openedAt;
  private long arrival;
  private long wallTime;

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
    this.standing = new Standing(events);
    this.pauseTimer = new RestartableTimer(loop, this::paused);
    this.pollTimer = new RestartableTimer(loop, this::poll);
    this.stuckTimer = new RestartableTimer(loop, standing::cameUp);
    this.columns = new ReadingColumns(settings.channels().size());
    this.commands = new TextCommands(settings, loop, events, this::stuck);
    this.signs = new DamageSigns(settings, loop, events);
    this.values =
        new FieldReadings(settings.channels(), columns, loop, events, signs, commands::shown);
    this.refused = new RefusedFrames(settings.framing().check().isPresent(), loop, events);
    this.framer = Framer.of(settings.framing());
    this.fields =
        FieldReader.of(
            settings.format(), settings.channels().stream().map(TextChannel::field).toList());
    this.identification =
        settings.expected().map(expected -> new BannerIdentification(expected, loop, standing));
    this.silence =
        silenceLimit(settings).map(limit -> new SilenceWatch(loop, limit, this::fellSilent));
  }

  private static Optional<Duration> silenceLimit(TextSettings settings) {
    return settings.channels().stream()
        .filter(TextChannel::readable)
        .map(TextChannel::period)
        .filter(period -> !period.isZero())
        .min(Duration::compareTo)
        .map(period -> period.multipliedBy(3))
        .map(wait -> wait.compareTo(LEAST_SILENCE_LIMIT) > 0 ? wait : LEAST_SILENCE_LIMIT);
  }

  /** The channels are known from the configuration, board or no board. */
  @Override
  public void start() {
    events.channels(settings.describe(device));
  }

  @Override
  public void linkUp(ByteLink.Output out) {
    standing.opened();
    justOpened = true;
    cut = false;
    nonsense = false;
    openedAt = loop.nanoTime();
    framer.reset();
    output = out;
    if (identification.isPresent()) {
      identification.get().begin(out);
    } else {
      begin(out);
    }
  }

  /** Whoever is there may be believed and commanded. */
  private void begin(ByteLink.Output out) {
    commands.linkUp(out);
    poll();
    if (silence.isPresent()) {
      silence.get().start();
    } else {
      standing.cameUp();
    }
  }

  @Override
  public void received(byte[] bytes, int offset, int length, long nanoTime) {
    if (!standing.isOpen()) {
      return;
    }
    if (justOpened) {
      justOpened = false;
      cut = Framer.mayLackStart(nanoTime - openedAt, bytes[offset]);
    }
    nonsense = true;
    arrival = nanoTime;
    wallTime = loop.wallMillis(nanoTime);
    framer.feed(bytes, offset, length, nanoTime, frames);
    columns.flush(wallTime, events::readings);
    framer.gap().ifPresent(gap -> pauseTimer.in(gap.plus(ON_THE_WAY)));
  }

  private void paused() {
    framer.idle(frames);
    columns.flush(wallTime, events::readings);
  }

  private void poll() {
    settings
        .poll()
        .ifPresent(
            poll -> {
              commands.ask();
              pollTimer.in(poll.every());
            });
  }

  /** What is done with frames, good and bad. */
  private final class Frames implements FrameSink {
    @Override
    public void frame(byte[] bytes, int from, int to) {
      if (isStranger(bytes, from, to)) {
        cut = false;
        return;
      }
      commands.heard(to - from);
      if (commands.awaitsAnswer()) {
        columns.flush(wallTime, events::readings); // they are from before what this may answer
      }
      boolean answered = commands.answer(bytes, from, to);
      signs.begin(bytes, from, to);
      Misfit misfit = fields.read(bytes, from, to, cut, values);
      if (misfit == Misfit.NONE) {
        signs.taken();
        TextDriver.this.refused.taken(to - from);
        accept();
      } else if (!answered && !cut && TextDriver.this.refused.add(misfit, bytes, from, to)) {
        signs.refused();
      }
      cut = false;
    }

    @Override
    public void refused(Refusal reason, byte[] bytes, int from, int to) {
      if (!cut && TextDriver.this.refused.add(reason, bytes, from, to)) {
        signs.refused();
      }
      cut = false;
    }
  }

  /** Whether the board has not yet said who it is, not with this frame either. */
  private boolean isStranger(byte[] bytes, int from, int to) {
    BannerIdentification identity = identification.orElse(null);
    if (identity == null || identity.isKnown()) {
      return false;
    }
    ByteLink.Output out = output;
    if (out == null || !identity.recognizes(bytes, from, to)) {
      return true;
    }
    begin(out);
    return false;
  }

  private void accept() {
    accepted++;
    if (silence.isPresent()) {
      silence.get().heard(arrival);
    }
    nonsense = false;
    refused.startOver();
    standing.cameUp();
    if (columns.isFull()) {
      columns.flush(wallTime, events::readings);
    }
  }

  private void fellSilent() {
    String refusal = refused.why();
    refused.startOver();
    if (refusal.isEmpty() && !nonsense) {
      standing.fellSilent(silence.orElseThrow().words());
    } else {
      String what = refusal.isEmpty() ? "bytes come, but no valid frame" : refusal;
      standing.fellSilent(what + ": are the baud rate, the framing and the fields right?");
    }
    nonsense = false;
  }

  @Override
  public void linkDown(String reason) {
    disconnect();
    commands.linkDown(reason);
    standing.closed(reason);
  }

  @Override
  public void sendCommand(DeviceCommand command) {
    commands.send(command);
  }

  @Override
  public void makeSafe(Duration limit, Consumer<List<String>> done) {
    commands.makeSafe(limit, done);
  }

  /** What was written is not carried, and may be later. Up again, it is put to its safe values. */
  private void stuck() {
    if (standing.isUp()) {
      standing.fellSilent("the line does not carry what is written");
      if (silence.isEmpty()) {
        stuckTimer.in(STUCK_PAUSE);
      }
    }
  }

  @Override
  public void close() {
    disconnect();
    standing.abandoned();
    commands.close();
  }

  private void disconnect() {
    output = null;
    identification.ifPresent(BannerIdentification::end);
    silence.ifPresent(SilenceWatch::stop);
    pauseTimer.cancel();
    pollTimer.cancel();
    stuckTimer.cancel();
  }

  @Override
  public FrameCounts counts() {
    return statistics().counts();
  }

  /** What came so far. On the loop. */
  TextStatistics statistics() {
    return new TextStatistics(
        accepted,
        refused.ignored(),
        refused.damaged(),
        refused.counts(),
        values.unknownFields(),
        values.notNumbers());
  }
}
