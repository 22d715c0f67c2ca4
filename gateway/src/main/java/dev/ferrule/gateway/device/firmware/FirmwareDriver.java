package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.Hello;
import dev.ferrule.protocol.link.LinkMessage.Status;
import dev.ferrule.protocol.link.ReadingsCursor;
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

  /** From the dictionary to up; takes 200 ms when nothing gets lost. */
  private static final Duration START_LIMIT = Duration.ofSeconds(5);

  private final String device;
  private final DeviceEvents events;
  private final Standing standing;
  private final HostLink link;
  private final Handshake handshake;
  private final DeviceTime time;
  private final Heartbeats heartbeats;
  private final ReadingGatherer readings;
  private final BoardCommands commands;
  private final BoardNotes notes;
  private final Hearing hearing;
  private final RestartableTimer startLimit;
  private final Turns turns = new Turns();

  // per process
  private long sessions;
  private Optional<Status> status = Optional.empty();
  private @Nullable ChannelPlan plan;

  // per session
  private Phase phase = Phase.GREETING;

  private enum Phase {
    /** No session, or one whose board is not known wholly. */
    GREETING,
    TIMING,
    ARMING,
    UP
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
    this.events = events;
    this.standing = new Standing(events);
    this.notes = new BoardNotes(events);
    this.startLimit =
        new RestartableTimer(loop, () -> restart("the board does not finish the handshake"));
    this.hearing = new Hearing(loop, standing::fellSilent);
    this.link = new HostLink(loop, new Frames());
    this.handshake =
        new Handshake(settings.expected(), loop, link, random, store, new HandshakeEnds());
    this.time = new DeviceTime(loop, link, turns);
    this.heartbeats = new Heartbeats(loop, link, settings.heartbeatTimeout(), turns);
    this.readings = new ReadingGatherer(time, events);
    this.commands = new BoardCommands(loop, link, time, events, random, turns);
  }

  @Override
  public void linkUp(ByteLink.Output out) {
    standing.opened();
    hearing.opened();
    link.open(out);
    newSession();
  }

  @Override
  public void received(byte[] bytes, int offset, int length, long nanoTime) {
    if (standing.isOpen()) {
      if (heartbeats.haveLapsed()) {
        turns.lapsed();
      }
      hearing.arrived(nanoTime);
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
    handshake.stop();
    link.shut();
  }

  /** Statistics until now. On the loop. */
  LinkStatistics statistics() {
    return link.statistics(sessions, notes.restarts(), status);
  }

  @Override
  public FrameCounts counts() {
    return statistics().counts();
  }

  private void newSession() {
    endSession();
    hearing.awaitAnswer();
    handshake.begin();
  }

  private void endSession() {
    phase = Phase.GREETING;
    readings.forgetAll(); // the next one tells all values
    heartbeats.stop();
    time.stop();
    startLimit.cancel();
    hearing.stop();
    commands.sessionDown();
  }

  private void restart(String why) {
    standing.fellSilent(why);
    newSession();
  }

  private void rearm() {
    if (phase == Phase.UP) {
      notes.rearmed();
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

  /** What times, heartbeats and commands lead to. */
  private final class Turns
      implements DeviceTime.Outcome, Heartbeats.Outcome, BoardCommands.Outcome {

    /** Not before: the first heartbeat lets the board tell all its values, and they have times. */
    @Override
    public void known() {
      if (phase == Phase.TIMING) {
        heartbeats.begin();
      }
    }

    /** Lets the board follow commands. */
    @Override
    public void ready() {
      if (phase == Phase.TIMING) {
        phase = Phase.ARMING;
        heartbeats.rearm();
      }
    }

    /** A board that starts under the boot number of before is known by its ticks alone. */
    @Override
    public void wentOn() {
      if (!handshake.isChecking()) {
        commands.sameBoard();
      }
      readings.tellAgain();
    }

    @Override
    public void jumped() {
      readings.forgetAll();
      commands.forgotten();
      handshake.check();
    }

    @Override
    public void silent() {
      restart(hearing.whySilent());
    }

    /** What came meanwhile is old, and not all may have found room: the board tells it anew. */
    @Override
    public void lapsed() {
      restart("the gateway stood still, and asks the board anew");
    }

    @Override
    public void failSafe() {
      rearm();
    }

    /** What came before does not show what the command did. */
    @Override
    public void answered(int channel) {
      readings.forget(channel);
    }

    @Override
    public void identityNeeded() {
      handshake.check();
    }
  }

  /** What the frames of the board lead to. */
  private final class Frames implements HostLink.Handler {
    @Override
    public void heard() {
      hearing.valid();
      heartbeats.heard();
    }

    @Override
    public void echoed() {
      notes.echoed();
    }

    @Override
    public void readings(ReadingsCursor frame) {
      readings.readings(frame, hearing.arrivedAt());
    }

    @Override
    public void message(LinkMessage message) {
      switch (message) {
        case Hello hello -> {
          if (handshake.hello(hello)) {
            standing.startedOver();
            newSession();
          }
        }
        case LinkMessage.DictionaryData data -> handshake.piece(data);
        case LinkMessage.Event event -> readings.event(event, hearing.arrivedAt());
        case LinkMessage.TimeResponse answer -> time.response(answer, hearing.arrivedAt());
        case LinkMessage.CommandResult result -> commands.result(result);
        case LinkMessage.ArmOk armed -> commands.armOk(armed);
        case LinkMessage.Log log -> notes.log(log);
        case Status counted -> {
          status = Optional.of(counted);
          if (counted.failSafe()) {
            rearm();
          }
        }
        case LinkMessage.Unsupported(int type) -> notes.unsupported(type);
        case LinkMessage.Refused refused -> handshake.refusedByBoard(refused);
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

    @Override
    public void unsoundHello(LinkMessage.Refused.Rule why) {
      handshake.unsound(why);
    }

    @Override
    public void sent(LinkMessage message) {
      if (message instanceof LinkMessage.AboutCommands about) {
        commands.sent(about);
      }
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
      hearing.stop();
      heartbeats.listen();
      notes.greeted(hello);
      link.dictionary(null); // until it is certain that the one before is still right
      commands.greeted(hello.bootId());
    }

    @Override
    public void completed(Hello hello, Dictionary dictionary) {
      use(dictionary, hello);
      link.dictionary(dictionary);
      phase = Phase.TIMING;
      startLimit.in(START_LIMIT);
      time.begin(hello.bootId());
    }

    private void use(Dictionary dictionary, Hello hello) {
      ChannelPlan before = plan;
      if (before != null && before.dictionary().equals(dictionary)) {
        return;
      }
      var next = new ChannelPlan(dictionary);
      plan = next;
      notes.described(hello, dictionary);
      events.channels(next.describe(device));
      readings.use(next);
      commands.use(next);
    }

    @Override
    public void same() {
      time.check();
    }

    /** It stands refused until there is something else to say. */
    @Override
    public void askedAgain() {
      hearing.awaitAnswer();
    }

    @Override
    public void refused(String why) {
      endSession();
      link.newSession();
      standing.refused(why);
    }

    @Override
    public void stuck(String why) {
      restart(why);
    }
  }
}
