package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Driver;
import dev.ferrule.gateway.device.FrameCounts;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.Loop;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One unit on a Modbus line: asks it for its channels in turn, and commands it.
 *
 * <p>Up with the first answer that has values. Silent when it does not answer three times, or once
 * when it was not up: then it is only probed, with growing pauses, until it answers. Refused when
 * it answers every read with an exception. A read over several channels that is refused for its
 * addresses is split where its gap is widest until each part is answered, so that what merging
 * joined too boldly comes apart, and one wrong address costs only its own channel.
 *
 * <p>Answers do not say what they answer. A read that was not answered is asked again before any
 * other, and then the unit rests for two time-outs, so that an answer up to two time-outs late is
 * never taken for that to another question.
 *
 * <p>Owner: the line's loop.
 */
public final class ModbusDriver implements Driver, ModbusLine.Unit {

  /** Unanswered requests in a row that make a unit silent. */
  private static final int ATTEMPTS = 3;

  private static final Duration FIRST_PROBE = Duration.ofSeconds(1);

  private final String device;
  private final ModbusSettings settings;
  private final ModbusLine line;
  private final Loop loop;
  private final DeviceEvents events;

  // per process
  private final List<Poll> polls = new ArrayList<>();
  private final ReadingRuns readings;
  private final UnitCommands commands;
  private long answers;
  private long exceptions;
  private long unansweredEver;
  private long damaged;

  // per connection
  private boolean open;
  private boolean up;
  private boolean silent;
  private boolean refused;
  private int unanswered;
  private long probeAt;

  /** Asked last and not answered yet; asked again first, because its answer may still come. */
  private @Nullable Poll unheard;

  /** Until then a second answer to it may come, which must not meet another question. */
  private long restUntil;

  private Duration probePause = FIRST_PROBE;

  /** A read that comes round. */
  private static final class Poll {
    final Read read;
    long due;

    /** Why the unit refused it last; empty when it did not. */
    String refusal = "";

    Poll(Read read, long due) {
      this.read = read;
      this.due = due;
    }
  }

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
    this.readings = new ReadingRuns(settings.channels());
    this.commands = new UnitCommands(settings, line, loop, readings, events, this::heard);
    Read.plan(settings.channels(), settings.maxGap()).forEach(read -> polls.add(new Poll(read, 0)));
  }

  /** The channels are known from the configuration, unit or no unit. */
  @Override
  public void start() {
    events.channels(settings.describe(device));
    line.add(this);
  }

  @Override
  public void linkUp(ByteLink.Output out) {
    open = true;
    up = false;
    silent = false;
    refused = false;
    unanswered = 0;
    unheard = null;
    restUntil = loop.nanoTime();
    probePause = FIRST_PROBE;
    askAll();
    line.pump();
  }

  private void askAll() {
    for (Poll poll : polls) {
      poll.due = loop.nanoTime();
      poll.refusal = "";
    }
  }

  /** Nothing comes here: the line listens for all its units. */
  @Override
  public void received(byte[] bytes, int offset, int length, long nanoTime) {}

  @Override
  public void linkDown(String reason) {
    open = false;
  }

  @Override
  public void command(DeviceCommand command) {
    commands.command(command, open);
  }

  @Override
  public void close() {
    if (open && up) {
      commands.writeSafeValues();
    }
    open = false;
  }

  @Override
  public FrameCounts counts() {
    return new FrameCounts(
        answers, damaged, Map.of("exceptions", exceptions, "unanswered", unansweredEver));
  }

  @Override
  public long due() {
    if (!open) {
      return Long.MAX_VALUE;
    }
    return silent ? probeAt : Math.max(earliest().due, restUntil);
  }

  @Override
  public Turn next() {
    Poll poll = earliest();
    Read read = poll.read;
    Request request = Request.read(settings.unit(), read.table(), read.address(), read.count());
    return new Turn(request, settings.timeout(), answer -> answered(poll, answer));
  }

  @Override
  public boolean isSilent() {
    return silent;
  }

  @Override
  public void load(BusLoad load) {
    if (settings.showsLoad() && open) {
      int first = settings.channels().size();
      events.readings(LoadChannels.reading(first, load, loop.currentTimeMillis()));
    }
  }

  private Poll earliest() {
    Poll again = unheard;
    return again != null
        ? again
        : polls.stream().min(Comparator.comparingLong(poll -> poll.due)).orElseThrow();
  }

  private void answered(Poll poll, Answer answer) {
    switch (answer) {
      case Answer.Data(byte[] data) -> {
        answers++;
        rest();
        heard();
        poll.refusal = "";
        readings.good(poll.read, data, loop.currentTimeMillis()).forEach(events::readings);
        comeRound(poll);
        tellUp();
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
        unheard = poll;
        missed(poll, "nothing came within " + millis(settings.timeout()));
      }
      case Answer.Damaged _ -> {
        damaged++;
        missed(poll, "what comes back is damaged: are baud rate, parity and wiring right?");
      }
      case Answer.NotSent _, Answer.Lost _ -> {} // the line is down or full; it is due still
    }
  }

  /** After an answer: if it may be the late one to an earlier try, another is under way. */
  private void rest() {
    if (unheard != null) {
      unheard = null;
      restUntil = loop.nanoTime() + 2 * settings.timeout().toNanos();
    }
  }

  private void refused(Poll poll, ExceptionName exception) {
    String what = exception + " for " + poll.read.words();
    if (exception.isAboutAddress() && poll.read.channels().size() > 1) {
      List<Read> parts = poll.read.split(settings.channels());
      String apart = parts.get(0).words() + " and " + parts.get(1).words();
      events.note(Level.INFO, about(what + "; now asked apart: " + apart));
      polls.remove(poll);
      parts.forEach(part -> polls.add(new Poll(part, loop.nanoTime())));
      return;
    }
    if (!what.equals(poll.refusal)) {
      events.note(Level.WARNING, about(what));
    }
    poll.refusal = what;
    readings.refused(poll.read, loop.currentTimeMillis()).forEach(events::readings);
    comeRound(poll);
    if (!refused && polls.stream().noneMatch(p -> p.refusal.isEmpty())) {
      refused = true;
      up = false;
      events.state(new DeviceState.Refused(about(what)));
    }
  }

  /** Due again a period later; what was missed while the line was crowded is not made up for. */
  private void comeRound(Poll poll) {
    poll.due = Math.max(poll.due + poll.read.period().toNanos(), loop.nanoTime());
  }

  /** The unit lives. */
  private void heard() {
    unanswered = 0;
    probePause = FIRST_PROBE;
    if (silent) {
      silent = false;
      askAll();
    }
  }

  private void tellUp() {
    if (!up) {
      up = true;
      refused = false;
      events.state(new DeviceState.Up());
    }
  }

  private void missed(Poll poll, String why) {
    unanswered++;
    if (silent) {
      probeLater();
    } else if (unanswered >= ATTEMPTS || !up) {
      silent = true;
      up = false;
      refused = false;
      events.state(new DeviceState.Silent(about("does not answer; " + why)));
      probeLater();
    } else {
      poll.due = loop.nanoTime(); // again, after the others that are due
    }
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
