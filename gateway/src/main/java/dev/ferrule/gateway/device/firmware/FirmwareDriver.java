package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.Hello;
import dev.ferrule.protocol.link.LinkMessage.Status;
import dev.ferrule.protocol.link.ReadingsCursor;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a board that speaks the link protocol (PROTOCOL.md, part A): the host.
 *
 * <pre>
 *   link opens ─▶ HELLO ─▶ dictionary ─▶ heartbeats, times ─▶ REARM acknowledged ─▶ up
 *                   ▲                                                               │
 *                   └──── new session: silence for T, five tries in vain, another ──┘
 *                         nonce (the board restarted)
 * </pre>
 *
 * <p>Owner: the link's loop.
 */
public final class FirmwareDriver implements Driver {

  /** A board that resets when its port is opened says nothing for so long. */
  private static final long BOOT_NANOS = 2_000_000_000L;

  /** Bytes that come this long after the last valid frame are no rest of one. */
  private static final long NONSENSE_NANOS = 500_000_000L;

  /**
   * A board without a session speaks once a second; one that was heard within this still speaks.
   */
  private static final long STILL_NANOS = 3_000_000_000L;

  /** From the dictionary to up; takes 200 ms when nothing gets lost. */
  private static final Duration START_LIMIT = Duration.ofSeconds(5);

  private final String device;
  private final Loop loop;
  private final DeviceEvents events;
  private final Standing standing;
  private final HostLink link;
  private final Handshake handshake;
  private final DeviceTime time;
  private final Heartbeats heartbeats;
  private final ReadingGatherer readings;
  private final BoardCommands commands;
  private final RestartableTimer startLimit;

  // per process
  private long sessions;
  private long restarts;
  private Optional<Status> status = Optional.empty();
  private @Nullable ChannelPlan plan;
  private @Nullable Hello lastHello;

  // per connection
  private long arrivedAt;
  private long lastValidAt;

  // per session
  private Phase phase = Phase.CLOSED;
  private long greetingSince;

  private enum Phase {
    CLOSED,
    GREETING,
    TIMING,
    ARMING,
    UP,
    REFUSED
  }

  /**
   * A driver that waits for its link.
   *
   * @param device id of the device
   * @param settings how to treat it
   * @param loop the link's loop
   * @param events where it reports
   */
  public FirmwareDriver(String device, FirmwareSettings settings, Loop loop, DeviceEvents events) {
    this(device, settings, loop, events, RandomGenerator.getDefault(), DictionaryStore.inMemory());
  }

  /**
   * The same, with a source of nonces and a place for dictionaries.
   *
   * @param random draws session nonces and the first command id
   * @param store where dictionaries are kept
   */
  FirmwareDriver(
      String device,
      FirmwareSettings settings,
      Loop loop,
      DeviceEvents events,
      RandomGenerator random,
      DictionaryStore store) {
    this.device = device;
    this.loop = loop;
    this.events = events;
    this.standing = new Standing(events);
    this.startLimit = new RestartableTimer(loop, this::unfinished);
    this.link = new HostLink(loop, new Frames());
    this.handshake =
        new Handshake(settings.expected(), loop, link, random, store, new HandshakeEnds());
    this.time = new DeviceTime(loop, link, this::timed);
    this.heartbeats = new Heartbeats(loop, link, settings.heartbeatTimeout(), this::silent);
    this.readings = new ReadingGatherer(time, events);
    this.commands = new BoardCommands(loop, link, time, events, random, this::failSafe);
  }

  @Override
  public void linkUp(ByteLink.Output out) {
    standing.opened();
    lastValidAt = loop.nanoTime();
    arrivedAt = lastValidAt;
    link.open(out);
    newSession();
  }

  @Override
  public void received(byte[] bytes, int offset, int length, long nanoTime) {
    if (standing.isOpen()) {
      arrivedAt = nanoTime;
      time.lookAtWall();
      link.received(bytes, offset, length);
      readings.flush();
      finishArming();
    }
  }

  @Override
  public void linkDown(String reason) {
    endSession();
    shut();
    standing.closed(reason);
  }

  @Override
  public void sendCommand(DeviceCommand command) {
    commands.send(command);
  }

  /** The board falls back to its safe values by itself when the heartbeats stop. */
  @Override
  public void close() {
    endSession();
    commands.close();
    shut();
    standing.abandoned();
  }

  private void shut() {
    phase = Phase.CLOSED;
    handshake.stop();
    heartbeats.stop();
    link.shut();
  }

  /** Statistics until now. On the loop. */
  LinkStatistics statistics() {
    return new LinkStatistics(
        link.counters(), link.resent(), link.refused(), sessions, restarts, status);
  }

  @Override
  public FrameCounts counts() {
    return statistics().counts();
  }

  private void newSession() {
    endSession();
    phase = Phase.GREETING;
    greetingSince = loop.nanoTime();
    heartbeats.listen();
    handshake.begin();
  }

  private void endSession() {
    readings.flush();
    heartbeats.pause();
    time.stop();
    startLimit.cancel();
    commands.sessionDown();
  }

  private void restart(String whySilent) {
    standing.fellSilent(whySilent);
    newSession();
  }

  private void silent() {
    switch (phase) {
      case CLOSED -> {}
      case REFUSED -> heartbeats.listen(); // it is asked every 5 s anyway
      case GREETING -> {
        heartbeats.listen(); // it is asked all the time anyway
        if (loop.nanoTime() - greetingSince >= BOOT_NANOS) {
          standing.fellSilent(whySilent());
        }
      }
      case TIMING, ARMING, UP -> restart(whySilent());
    }
  }

  private void unfinished() {
    restart("the board does not finish the handshake");
  }

  private String whySilent() {
    if (arrivedAt - lastValidAt >= NONSENSE_NANOS && loop.nanoTime() - arrivedAt <= STILL_NANOS) {
      return "bytes come, but no valid frame: is the baud rate right?";
    }
    return link.counters().frames() > 0
        ? "no valid frame from the board"
        : "the board does not answer";
  }

  private void failSafe() {
    if (phase == Phase.UP) {
      events.note(Level.WARNING, "the board's outputs were at their safe values; rearmed");
      heartbeats.rearm();
    }
  }

  /** Times are known: lets the board follow commands. */
  private void timed() {
    if (phase == Phase.TIMING) {
      phase = Phase.ARMING;
      heartbeats.rearm();
    }
  }

  private void finishArming() {
    if (phase == Phase.ARMING && link.isIdle()) {
      phase = Phase.UP;
      startLimit.cancel();
      sessions++;
      standing.cameUp();
      commands.sessionUp();
    }
  }

  /** What the frames of the board lead to. */
  private final class Frames implements HostLink.Handler {
    @Override
    public void heard() {
      lastValidAt = arrivedAt;
      heartbeats.heard();
    }

    @Override
    public void echoed() {
      events.note(Level.WARNING, "the adapter echoes what is sent; the echoes are left out");
    }

    @Override
    public void readings(ReadingsCursor frame) {
      readings.readings(frame, arrivedAt);
    }

    @Override
    public void message(LinkMessage message) {
      switch (message) {
        case Hello hello -> hello(hello);
        case LinkMessage.DictionaryData data -> handshake.piece(data);
        case LinkMessage.Event event -> readings.event(event, arrivedAt);
        case LinkMessage.TimeResponse answer -> time.response(answer, arrivedAt);
        case LinkMessage.CommandResult result -> commands.result(result);
        case LinkMessage.ArmOk armed -> commands.armOk(armed);
        case LinkMessage.Log log -> log(log);
        case Status counted -> status(counted);
        case LinkMessage.Unsupported(int type) ->
            events.note(Level.WARNING, "the board does not know messages of type " + type);
        case LinkMessage.Ack _, LinkMessage.Other _, LinkMessage.Readings _ -> {}
        case LinkMessage.HelloRequest _,
            LinkMessage.DictionaryGet _,
            LinkMessage.TimeRequest _,
            LinkMessage.Heartbeat _,
            LinkMessage.Command _,
            LinkMessage.Arm _,
            LinkMessage.Confirm _,
            LinkMessage.CommandQuery _,
            LinkMessage.Rearm _ -> {} // a host's words, which no board should say
      }
    }

    private void hello(Hello hello) {
      if (handshake.hello(hello)) {
        standing.startedOver();
        newSession();
      }
    }

    private void log(LinkMessage.Log log) {
      Level level =
          switch (log.level()) {
            case 0 -> Level.DEBUG;
            case 1 -> Level.INFO;
            case 2 -> Level.WARNING;
            default -> Level.ERROR;
          };
      events.note(level, "board: " + log.text());
    }

    private void status(Status counted) {
      status = Optional.of(counted);
      if (counted.failSafe()) {
        failSafe();
      }
    }

    @Override
    public void sent(LinkMessage message) {
      commands.sent(message);
    }

    @Override
    public void unreachable() {
      restart("the board does not acknowledge");
    }
  }

  /** What becomes of a handshake. */
  private final class HandshakeEnds implements Handshake.Outcome {
    @Override
    public void greeted(Hello hello) {
      Hello before = lastHello;
      if (before != null && before.boot() != hello.boot()) {
        restarts++;
        String why = ResetCause.words(hello.resetCause());
        events.note(Level.WARNING, "the board restarted (" + why + ")");
      }
      lastHello = hello;
      link.dictionary(null); // until it is certain that the one before is still right
      commands.greeted(hello.boot());
    }

    @Override
    public void completed(Hello hello, Dictionary dictionary) {
      use(dictionary, hello);
      link.dictionary(dictionary);
      phase = Phase.TIMING;
      startLimit.in(START_LIMIT);
      heartbeats.begin();
      time.begin(hello.clockHz(), hello.boot());
    }

    private void use(Dictionary dictionary, Hello hello) {
      ChannelPlan before = plan;
      if (before != null && before.dictionary().equals(dictionary)) {
        return;
      }
      var next = new ChannelPlan(dictionary);
      plan = next;
      events.note(
          Level.INFO, "firmware " + hello.firmware() + id(hello) + ", " + dictionary.model());
      events.channels(next.describe(device));
      readings.use(next);
      commands.use(next);
    }

    private static String id(Hello hello) {
      return hello.uid().length() == 0 ? "" : ", id " + hello.uid().toHex();
    }

    @Override
    public void refused(String why) {
      endSession();
      phase = Phase.REFUSED;
      link.newSession();
      standing.refused(why);
    }

    @Override
    public void stuck(String why) {
      restart(why);
    }
  }
}
