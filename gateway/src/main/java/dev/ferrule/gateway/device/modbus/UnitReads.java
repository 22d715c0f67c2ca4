package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import dev.ferrule.gateway.loop.Loop;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one unit is asked for its channels, and what becomes of each answer.
 *
 * <p>Owner: the driver.
 */
final class UnitReads {

  private static final String NO_ANSWER = "no answer";

  /** Hears whether the unit answers. */
  interface Contact {

    /** It did. */
    void answered(boolean withException);

    /** It did not; {@code hint} is what may be wrong about the request. */
    void missed(Answer answer, String hint);
  }

  private final String device;
  private final ModbusSettings settings;
  private final Loop loop;
  private final DeviceEvents events;
  private final Standing standing;
  private final ReadingRuns readings;
  private final Contact contact;
  private final Polls polls;

  /** Outputs that the unit turned out not to let be read, by index. */
  private final Set<Integer> unreadable = new HashSet<>();

  UnitReads(
      String device,
      ModbusSettings settings,
      ModbusLine line,
      Loop loop,
      DeviceEvents events,
      Standing standing,
      ReadingRuns readings,
      Contact contact) {
    this.device = device;
    this.settings = settings;
    this.loop = loop;
    this.events = events;
    this.standing = standing;
    this.readings = readings;
    this.contact = contact;
    this.polls =
        new Polls(settings, loop, read -> line.pause(settings.unit(), read.table().readFunction()));
  }

  /** Tells the channels. */
  void announce() {
    events.channels(settings.describe(device, unreadable));
  }

  /** Everything is to be asked now. */
  void askAll() {
    polls.askAll();
  }

  /** What failed was not the fault of any read. */
  void startOver() {
    polls.takeBack();
    polls.askAll();
  }

  /** When the next read is to be asked, nanoseconds of the loop. */
  long due() {
    return polls.due(polls.next());
  }

  /** That read. */
  Transaction next() {
    Poll poll = polls.next();
    Read read = poll.question(settings.channels());
    return new Transaction(
        read.request(settings.unit()), settings.timeout(), new PollListener(poll, read));
  }

  /** Hears what becomes of a poll. */
  private final class PollListener implements Transaction.Listener {
    private final Poll poll;
    private final Read read;

    PollListener(Poll poll, Read read) {
      this.poll = poll;
      this.read = read;
    }

    @Override
    public void over(Answer answer) {
      answered(poll, read, answer);
    }

    /** Too late for a value, but the unit can answer that. */
    @Override
    public void late(Answer answer) {
      poll.forgive();
    }
  }

  private void answered(Poll poll, Read read, Answer answer) {
    switch (answer) {
      case Answer.Data(byte[] data) -> {
        contact.answered(false);
        readings.good(read, data, loop.currentTimeMillis()).forEach(events::readings);
        if (polls.answered(poll)) {
          polls.comeRound(poll);
        }
        if (unreadable.removeAll(read.channels())) {
          announceAnew();
        }
        polls.untold().forEach(this::tellNoValues);
        standing.cameUp();
      }
      case Answer.Refused(ExceptionName exception) -> {
        contact.answered(true);
        polls.heard(poll);
        refused(poll, exception);
      }
      case Answer.OtherLength(int bytes) -> {
        contact.answered(false);
        polls.heard(poll);
        int wanted = read.table().bytes(read.count());
        broken(poll, "it answers " + bytes + " bytes in place of " + wanted, true);
      }
      case Answer.Missed _ -> {
        contact.missed(answer, SilenceWords.ofAddress(read));
        polls.repeat(poll);
        if (poll.failed(polls.enough()) && !standing.isSilent()) {
          broken(poll, NO_ANSWER, false);
        }
      }
      case Answer.NotSent _, Answer.Lost _ -> {} // the line is down or full; it is due still
    }
  }

  private void refused(Poll poll, ExceptionName exception) {
    if (exception.isAboutAddress() || poll.isSingle()) {
      broken(poll, exception.toString(), exception.isLasting());
      return;
    }
    boolean wasPiece = poll.asksPiece();
    if (poll.failed(Poll.ENOUGH)) {
      broken(poll, exception.toString(), false);
    } else if (wasPiece) {
      withoutValues(poll, exception.toString());
      polls.comeRound(poll);
    } else {
      polls.repeat(poll);
    }
  }

  /**
   * A read is at fault: it is halved, or its one channel has no values.
   *
   * @param lasting whether that is not likely to pass
   */
  private void broken(Poll poll, String why, boolean lasting) {
    if (!poll.isSingle()) {
      List<Read> parts = polls.split(poll, !lasting);
      String apart = parts.get(0).words() + " and " + parts.get(1).words();
      events.note(
          Level.INFO,
          settings.about(why + " for " + poll.read.words() + "; now read separately: " + apart));
      return;
    }
    if (lasting || why.equals(NO_ANSWER)) {
      polls.setAside(poll);
    } else {
      polls.comeRound(poll);
    }
    withoutValues(poll, why);
    if (poll.isAside && settings.channels().get(poll.read.channels().getFirst()).isPlainOutput()) {
      writeOnly(poll.read);
    }
  }

  /** A register that is written and cannot be read: the unit's word is all there is. */
  private void writeOnly(Read read) {
    if (unreadable.addAll(read.channels())) {
      events.note(
          Level.INFO,
          settings.about(read.words() + " cannot be read; what is written counts as done"));
      announceAnew();
    }
  }

  /** Tells the channels anew, which empties them: all are read again. */
  private void announceAnew() {
    announce();
    polls.askAll();
    polls.tellAgain();
  }

  private void withoutValues(Poll poll, String why) {
    String what = why + " for " + poll.read.words() + SilenceWords.ofAddress(poll.read);
    boolean known = what.equals(poll.refusal);
    boolean allWereRefused = polls.areAllRefused();
    poll.refusal = what;
    tellNoValues(poll.read);
    if (polls.areAllRefused()) {
      polls.takeBack(); // so that its recovery is seen
      if (!allWereRefused) {
        standing.refused(settings.about(what));
      }
    } else if (!known) {
      events.note(Level.WARNING, settings.about(what));
    }
  }

  private void tellNoValues(Read read) {
    readings.refused(read, loop.currentTimeMillis()).forEach(events::readings);
  }
}
