package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.device.modbus.Polls.Poll;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.LineLoad;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import dev.ferrule.gateway.loop.Loop;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One unit on a Modbus line: asks it for its channels in turn, and commands it.
 *
 * <p>Up with the first answer that has values. Silent when it does not answer three times, or once
 * when it was not up: then it is only probed, with growing pauses, until it answers. Refused when
 * it answers every read with an exception. A read over several channels that is refused for its
 * addresses is split where its gap is widest until each part is answered, so that what merging
 * joined too boldly comes apart, and one wrong address costs only its own channel.
 *
 * <p>A unit that must say who it is hears nothing but that question until it has, whenever the line
 * opened or it was silent. Another one is refused, and asked again every 5 s.
 *
 * <p>Answers do not say what they answer. A read that was not answered is asked again before any
 * other, and then the unit rests for two timeouts, so that an answer up to two timeouts late is
 * never taken for that to another question.
 *
 * <p>Owner: the line's loop.
 */
public final class ModbusDriver implements Driver, ModbusLine.Unit {

  /** Unanswered requests in a row that make a unit silent. */
  private static final int ATTEMPTS = 3;

  private static final Duration FIRST_PROBE = Duration.ofSeconds(1);

  /** Until a unit that was refused is asked again who it is. */
  private static final Duration WRONG_PAUSE = Duration.ofSeconds(5);

  private static final String NOTHING = "nothing came within ";
  private static final String DAMAGED =
      "what comes back is damaged: are baud rate, parity and wiring right?";

  private final String device;
  private final ModbusSettings settings;
  private final ModbusLine line;
  private final Loop loop;
  private final DeviceEvents events;

  // per process
  private final Standing standing;
  private final Polls polls;
  private final ReadingRuns readings;
  private final UnitCommands commands;
  private final Optional<UnitIdentification> identification;
  private long answers;
  private long exceptions;
  private long unansweredEver;
  private long damaged;

  // per connection
  private long askWhoAt;
  private int unanswered;
  private long probeAt;

  /** Until then a second answer to it may come, which must not meet another question. */
  private long restUntil;

  private Duration probePause = FIRST_PROBE;

  /**
   * A unit that waits for its line.
   *
   * @param device id of the device
   * @param settings which unit, and its channels
   * @param line what it hangs on
   * @param loop the line's loop
   * @param events where it reports
   */
  public ModbusDriver(
      String device, ModbusSettings settings, ModbusLine line, Loop loop, DeviceEvents events) {
    this.device = device;
    this.settings = settings;
    this.line = line;
    this.loop = loop;
    this.events = events;
    this.standing = new Standing(events);
    this.readings = new ReadingRuns(settings.channels());
    this.commands = new UnitCommands(settings, line, loop, readings, events, this::heard);
    this.identification =
        settings.expected().map(expected -> new UnitIdentification(settings.unit(), expected));
    this.polls = new Polls(settings, loop);
  }

  /** The channels are known from the configuration, unit or no unit. */
  @Override
  public void start() {
    events.channels(settings.describe(device));
    line.add(this);
  }

  @Override
  public void linkUp(ByteLink.Output out) {
    standing.opened();
    askWhoAt = loop.nanoTime();
    unanswered = 0;
    restUntil = loop.nanoTime();
    identification.ifPresent(UnitIdentification::begin);
    probePause = FIRST_PROBE;
    polls.begin();
    line.pump();
  }

  /** Nothing comes here: the line listens for all its units. */
  @Override
  public void received(byte[] bytes, int offset, int length, long nanoTime) {}

  @Override
  public void linkDown(String reason) {
    standing.closed(reason);
  }

  @Override
  public void sendCommand(DeviceCommand command) {
    commands.send(
        command,
        !standing.isOpen()
            ? "the line is down"
            : isKnown() ? "" : about("has not shown that it is the right one"));
  }

  @Override
  public void close() {
    if (standing.isUp()) {
      commands.writeSafeValues();
    }
    standing.abandoned();
  }

  @Override
  public FrameCounts counts() {
    return new FrameCounts(
        answers, damaged, Map.of("exceptions", exceptions, "unanswered", unansweredEver));
  }

  @Override
  public long due() {
    if (!standing.isOpen()) {
      return Long.MAX_VALUE;
    }
    long wanted = standing.isSilent() ? probeAt : isKnown() ? polls.next().due() : askWhoAt;
    return Math.max(wanted, restUntil);
  }

  @Override
  public Transaction next() {
    if (!isKnown()) {
      UnitIdentification identity = identification.orElseThrow();
      return new Transaction(
          identity.question(), settings.timeout(), answer -> identified(identity, answer));
    }
    Poll poll = polls.next();
    Read read = poll.read;
    Request request = Request.read(settings.unit(), read.table(), read.address(), read.count());
    return new Transaction(request, settings.timeout(), answer -> answered(poll, answer));
  }

  @Override
  public boolean isSilent() {
    return standing.isSilent();
  }

  @Override
  public void report(LineLoad load) {
    if (settings.showsLoad() && standing.isOpen()) {
      int first = settings.channels().size();
      events.readings(LoadChannels.reading(first, load, loop.currentTimeMillis()));
    }
  }

  private boolean isKnown() {
    return identification.map(UnitIdentification::isKnown).orElse(true);
  }

  private void identified(UnitIdentification identity, Answer answer) {
    String asked = identity.words();
    switch (answer) {
      case Answer.Data(byte[] data) -> {
        answers++;
        heard();
        identity.answered(data).ifPresent(this::refuse);
        if (identity.isKnown()) {
          standing.identified();
          polls.askAll();
        }
      }
      case Answer.Refused(ExceptionName exception) -> {
        answers++;
        exceptions++;
        heard();
        refuse(identity.refused(exception));
      }
      case Answer.Nothing _ -> {
        unansweredEver++;
        missed(NOTHING + millis(settings.timeout()) + ", asked for " + asked);
      }
      case Answer.Damaged _ -> {
        damaged++;
        missed(DAMAGED);
      }
      case Answer.NotSent _, Answer.Lost _ -> {} // the line is down or full; it is due still
    }
  }

  /** The wrong unit answers. */
  private void refuse(String why) {
    askWhoAt = loop.nanoTime() + WRONG_PAUSE.toNanos();
    standing.refused(about(why));
  }

  private void answered(Poll poll, Answer answer) {
    switch (answer) {
      case Answer.Data(byte[] data) -> {
        answers++;
        rest();
        heard();
        poll.refusal = "";
        readings.good(poll.read, data, loop.currentTimeMillis()).forEach(events::readings);
        polls.comeRound(poll);
        standing.cameUp();
      }
      case Answer.Refused(ExceptionName exception) -> {
        answers++;
        exceptions++;
        rest();
        heard();
        refused(poll, exception);
      }
      case Answer.Nothing _ -> {
        unansweredEver++;
        polls.unheard(poll);
        missed(NOTHING + millis(settings.timeout()));
        polls.repeat(poll);
      }
      case Answer.Damaged _ -> {
        damaged++;
        missed(DAMAGED);
        polls.repeat(poll);
      }
      case Answer.NotSent _, Answer.Lost _ -> {} // the line is down or full; it is due still
    }
  }

  /** After an answer: if it may be the late one to an earlier try, another is under way. */
  private void rest() {
    if (polls.heard()) {
      restUntil = loop.nanoTime() + 2 * settings.timeout().toNanos();
    }
  }

  private void refused(Poll poll, ExceptionName exception) {
    String what = exception + " for " + poll.read.words();
    if (exception.isAboutAddress() && poll.read.channels().size() > 1) {
      List<Read> parts = polls.split(poll);
      String apart = parts.get(0).words() + " and " + parts.get(1).words();
      events.note(Level.INFO, about(what + "; now read separately: " + apart));
      return;
    }
    boolean known = what.equals(poll.refusal);
    boolean allWereRefused = polls.areAllRefused();
    poll.refusal = what;
    readings.refused(poll.read, loop.currentTimeMillis()).forEach(events::readings);
    polls.comeRound(poll);
    if (!allWereRefused && polls.areAllRefused()) {
      standing.refused(about(what));
    } else if (!known) {
      events.note(Level.WARNING, about(what));
    }
  }

  /** The unit lives. */
  private void heard() {
    unanswered = 0;
    probePause = FIRST_PROBE;
    if (standing.isSilent()) {
      standing.heard();
      polls.askAll();
    }
  }

  private void missed(String why) {
    unanswered++;
    if (!standing.isSilent() && (unanswered >= ATTEMPTS || !standing.isUp())) {
      standing.fellSilent(about("does not answer; " + why));
    }
    if (standing.isSilent()) {
      probeLater();
      identification.ifPresent(this::forget);
    }
  }

  /** Whoever answers next may be another unit; a late answer to this one's question is no proof. */
  private void forget(UnitIdentification identity) {
    identity.begin();
    polls.heard();
    restUntil = loop.nanoTime() + 2 * settings.timeout().toNanos();
  }

  private void probeLater() {
    Duration most = line.probePause(settings.timeout());
    Duration pause = probePause.compareTo(most) < 0 ? probePause : most;
    probeAt = loop.nanoTime() + pause.toNanos();
    probePause = pause.multipliedBy(2);
  }

  private String about(String what) {
    return "unit " + settings.unit() + ": " + what;
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
