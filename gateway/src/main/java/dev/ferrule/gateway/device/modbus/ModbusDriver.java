package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.LineLoad;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import dev.ferrule.gateway.device.modbus.line.Unit;
import dev.ferrule.gateway.loop.Loop;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One unit on a Modbus line: asks it for its channels in turn, and commands it.
 *
 * <p>Up with the first answer that has values. Silent when it does not answer three times, or once
 * when it was not up: then it is only probed, with growing pauses, until it answers. Refused when
 * it answers every read with an exception. A read over several channels that fails is halved until
 * only the channel that is at fault has no values ({@link Poll}).
 *
 * <p>A unit that must say who it is hears nothing but that question until it has, whenever the line
 * opened or it was silent. Another one is refused, and asked again every 5 s.
 *
 * <p>Owner: the line's loop.
 */
public final class ModbusDriver implements Driver, Unit {

  /** Unanswered requests in a row that make a unit silent. */
  private static final int ATTEMPTS = 3;

  /** A damaged answer is a sign of life: so many of them count as one that did not come. */
  private static final int DAMAGED = 3;

  private static final Duration FIRST_PROBE = Duration.ofSeconds(1);

  /** Until a unit that was refused is asked again who it is. */
  private static final Duration WRONG_PAUSE = Duration.ofSeconds(5);

  private final ModbusSettings settings;
  private final ModbusLine line;
  private final Loop loop;
  private final DeviceEvents events;

  // per process
  private final Standing standing;
  private final SilenceWords silence;
  private final UnitReads reads;
  private final ReadingRuns readings;
  private final UnitCommands commands;
  private final Optional<UnitIdentification> identification;

  private long answers;
  private long exceptions;
  private long unansweredEver;
  private long damaged;
  private long lateEver;

  // per connection
  private long askWhoAt;

  /** In a row; one without an answer counts {@link #DAMAGED}. */
  private int unanswered;

  private long probeAt;

  /** How long the latest of its answers took since it was last in time. */
  private Duration late = Duration.ZERO;

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
    this.settings = settings;
    this.line = line;
    this.loop = loop;
    this.events = events;
    this.standing = new Standing(events);
    this.readings = new ReadingRuns(settings.channels());
    this.commands = new UnitCommands(settings, line, loop, readings, events, this::heard);
    this.identification =
        settings.expected().map(expected -> new UnitIdentification(settings.unit(), expected));
    this.silence = new SilenceWords(settings, line);
    this.reads =
        new UnitReads(device, settings, line, loop, events, standing, readings, new OfReads());
  }

  /** The channels are known from the configuration, unit or no unit. */
  @Override
  public void start() {
    reads.announce();
    line.add(this);
  }

  @Override
  public void linkUp(ByteLink.Output out) {
    standing.opened();
    askWhoAt = loop.nanoTime();
    unanswered = 0;
    late = Duration.ZERO;
    identification.ifPresent(UnitIdentification::begin);
    probePause = FIRST_PROBE;
    reads.askAll();
    line.pump();
  }

  /** Only to be counted: the line listens for all its units. */
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
            : isKnown() ? "" : settings.about("has not shown that it is the right one"));
  }

  @Override
  public void makeSafe(Duration limit, Consumer<List<String>> done) {
    if (standing.isUp()) {
      commands.makeSafe(limit, done);
    } else {
      done.accept(settings.safeOutputs()); // nobody is there, or not the right one
    }
  }

  @Override
  public void close() {
    standing.abandoned();
  }

  @Override
  public FrameCounts counts() {
    return new FrameCounts(
        answers,
        damaged,
        Map.of("exceptions", exceptions, "unanswered", unansweredEver, "late", lateEver));
  }

  @Override
  public int unit() {
    return settings.unit();
  }

  @Override
  public long due() {
    if (!standing.isOpen()) {
      return Long.MAX_VALUE;
    }
    long wanted = isKnown() ? reads.due() : identityDue();
    return standing.isSilent() ? Math.max(probeAt, wanted) : wanted;
  }

  private long identityDue() {
    Request question = identification.orElseThrow().question();
    long pause = line.pause(question.unit(), question.function());
    return pause == 0 ? askWhoAt : Math.max(askWhoAt, loop.nanoTime() + pause);
  }

  @Override
  public Transaction next() {
    if (!isKnown()) {
      UnitIdentification identity = identification.orElseThrow();
      return new Transaction(
          identity.question(), settings.timeout(), answer -> identified(identity, answer));
    }
    return reads.next();
  }

  @Override
  public void answeredLate(Duration after) {
    lateEver++;
    late = after;
  }

  @Override
  public void pauseLearned(Duration pause) {
    events.note(
        Level.INFO,
        settings.about(
            "does not hear what comes right behind its answer; it is given "
                + pause.toMillis()
                + " ms now"));
    reads.startOver();
  }

  @Override
  public void echoNoticed() {
    events.note(
        Level.INFO,
        settings.about("the line gives back what is sent on it (RS-485 echo), which is taken out"));
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
          reads.askAll();
        }
      }
      case Answer.Refused(ExceptionName exception) -> {
        answers++;
        exceptions++;
        heard();
        refuse(identity.refused(exception));
      }
      case Answer.Missed _, Answer.OtherLength _ -> missed(answer, ", asked for " + asked);
      case Answer.NotSent _, Answer.Lost _ -> {} // the line is down or full; it is due still
    }
  }

  /** The wrong unit answers. */
  private void refuse(String why) {
    askWhoAt = loop.nanoTime() + WRONG_PAUSE.toNanos();
    standing.refused(settings.about(why));
  }

  /** What the unit's reads find out about it. */
  private final class OfReads implements UnitReads.Contact {

    @Override
    public void answered(boolean withException) {
      answers++;
      exceptions += withException ? 1 : 0;
      heard();
    }

    @Override
    public void missed(Answer answer, String hint) {
      ModbusDriver.this.missed(answer, hint);
    }
  }

  /** The unit lives. */
  private void heard() {
    unanswered = 0;
    late = Duration.ZERO;
    probePause = FIRST_PROBE;
    if (standing.isSilent()) {
      standing.heard();
      reads.askAll();
    }
  }

  private void missed(Answer answer, String hint) {
    if (answer instanceof Answer.Damaged) {
      damaged++;
      unanswered++;
    } else {
      unansweredEver++;
      unanswered += DAMAGED;
    }
    if (standing.isSilent() || unanswered >= ATTEMPTS * DAMAGED || !standing.isUp()) {
      standing.fellSilent(settings.about("does not answer; " + silence.of(answer, late) + hint));
      probeLater();
      identification.ifPresent(UnitIdentification::begin);
    }
  }

  private void probeLater() {
    Duration most = line.probePause(settings.timeout());
    Duration pause = probePause.compareTo(most) < 0 ? probePause : most;
    probeAt = loop.nanoTime() + pause.toNanos();
    probePause = pause.multipliedBy(2);
  }
}
