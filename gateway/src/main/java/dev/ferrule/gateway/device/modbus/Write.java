package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * A command that is being written, from the request to its last word.
 *
 * <p>Owner: the driver.
 */
final class Write implements Transaction.Listener {
  /** How long after a command's deadline its last word may come (PROTOCOL.md B5: 5 s). */
  private static final Duration LAST_WORD = Duration.ofSeconds(4);

  private final UnitCommands unit;
  private final DeviceCommand command;
  private final ModbusChannel channel;
  private final byte[] before;
  private boolean several;
  private boolean told;
  private boolean triedOther;
  private boolean acted;
  private boolean readAgain;
  private boolean ended;

  /** Whether it may have taken effect already. */
  private boolean inDoubt;

  /** Whether somebody answered what could not be read: silence alone speaks for the other way. */
  private boolean answeredDamaged;

  private Optional<ExceptionName> refusal = Optional.empty();

  Write(UnitCommands unit, DeviceCommand command, byte[] before) {
    this.unit = unit;
    this.command = command;
    this.channel = unit.channels.get(command.channel());
    this.before = before;
    this.several = unit.functions.usesSeveral(channel);
  }

  /** What writes it, by the function that is right now. */
  Transaction transaction() {
    return new Transaction(request(), unit.settings.timeout(), command.deadline(), this);
  }

  private Request request() {
    return unit.functions.request(channel, command.value(), before, several);
  }

  @Override
  public void written() {
    if (!told) {
      told = true;
      unit.events.command(command.id(), new CommandProgress.Written());
    }
  }

  @Override
  public void over(Answer answer) {
    if (ended || acted) {
      return; // an earlier answer came after all
    }
    switch (answer) {
      case Answer.Data _ -> taken();
      case Answer.Refused(ExceptionName exception) -> refusedWith(exception);
      case Answer.Missed _, Answer.OtherLength _ -> {
        inDoubt = true;
        answeredDamaged |= answer instanceof Answer.Damaged;
        if (channel.readable()) {
          unit.line.queueNext(unit.readBack(command.channel(), this::findOut));
        } else {
          whenNoneCanCome(
              () -> lost(Reason.NO_ANSWER, unit.settings.about("did not answer the write")));
        }
      }
      case Answer.Lost(String reason) ->
          lost(Reason.LINK_LOST, "the line went down before the unit answered: " + reason);
      case Answer.NotSent(boolean _, String reason) when inDoubt ->
          lost(Reason.NO_ANSWER, unit.settings.about("did not answer the write; " + reason));
      case Answer.NotSent notSent -> {
        ended = true;
        unit.notSent(command, notSent);
      }
    }
  }

  @Override
  public void late(Answer answer) {
    if (ended || acted) {
      return;
    }
    if (answer instanceof Answer.Data) {
      taken();
    } else if (answer instanceof Answer.Refused(ExceptionName exception)) {
      refusedWith(exception);
    }
  }

  /** The unit says that it acted: its last word waits until the value was read back. */
  private void taken() {
    unit.heard.run();
    unit.functions.worked(channel, several);
    acted();
  }

  private void acted() {
    acted = true;
    if (channel.readable()) {
      unit.line.queueNext(unit.readBack(command.channel(), new Shown()));
    } else {
      done();
    }
  }

  /** Hears what it is when it was read back; a late answer shows it as well. */
  private final class Shown implements Transaction.Listener {
    @Override
    public void over(Answer answer) {
      shown(answer);
    }

    @Override
    public void late(Answer answer) {
      if (answer instanceof Answer.Data) {
        shown(answer);
      }
    }
  }

  private void shown(Answer answer) {
    unit.publish(command.channel(), answer);
    switch (answer) {
      case Answer.Data _, Answer.Refused _, Answer.OtherLength _ -> done();
      case Answer.Missed _ -> {
        if (readAgain) {
          lost(
              Reason.NO_ANSWER,
              unit.settings.about("took it, and does not answer when it is read back"));
        } else {
          readAgain = true;
          unit.line.queueNext(unit.readBack(command.channel(), new Shown()));
        }
      }
      case Answer.Lost(String reason) -> lost(Reason.LINK_LOST, lostBeforeReadBack(reason));
      case Answer.NotSent(boolean _, String reason) ->
          lost(Reason.LINK_LOST, lostBeforeReadBack(reason));
    }
  }

  private String lostBeforeReadBack(String reason) {
    return unit.settings.about(
        "took it, and the line went down before it was read back: " + reason);
  }

  private void done() {
    if (!ended) {
      ended = true;
      unit.end(command, new CommandProgress.Done(command.value()));
    }
  }

  private void refusedWith(ExceptionName exception) {
    unit.heard.run();
    if (exception.hasBegun()) {
      acted();
    } else if (exception.isAboutWay() && hasOtherWay()) {
      refusal = Optional.of(exception);
      writeOtherwise();
    } else {
      ended = true;
      unit.refused(command, exception.isAboutFunction() ? refusal.orElse(exception) : exception);
    }
  }

  private boolean hasOtherWay() {
    return !triedOther && unit.functions.hasOther(channel);
  }

  private void writeOtherwise() {
    triedOther = true;
    several = !several;
    unit.line.queueNext(transaction());
  }

  /** The write was not answered: what does the unit hold? */
  private void findOut(Answer answer) {
    unit.publish(command.channel(), answer);
    switch (answer) {
      case Answer.Data(byte[] data) when isThere(data) -> done();
      case Answer.Data _, Answer.Refused _ -> whenNoneCanCome(this::cannotComeAnyMore);
      case Answer.Missed _, Answer.OtherLength _, Answer.Lost _, Answer.NotSent _ ->
          whenNoneCanCome(
              () -> {
                if (!acted) {
                  lost(
                      Reason.NO_ANSWER,
                      unit.settings.about("answered neither the write nor the read after it"));
                }
              });
    }
  }

  /** When the answer to the write cannot come any more, or the last word is due. */
  private void whenNoneCanCome(Runnable then) {
    long pause = unit.line.pause(unit.settings.unit(), request().function());
    long rest = command.deadline() - unit.loop.nanoTime() + LAST_WORD.toNanos();
    unit.loop.after(Duration.ofNanos(Math.max(0, Math.min(pause, rest))), then);
  }

  private void cannotComeAnyMore() {
    if (ended || acted) {
      return;
    }
    if (hasOtherWay() && !answeredDamaged) {
      writeOtherwise();
    } else {
      unit.line.queueNext(unit.readBack(command.channel(), this::conclude));
    }
  }

  private void conclude(Answer answer) {
    unit.publish(command.channel(), answer);
    if (answer instanceof Answer.Data(byte[] data) && isThere(data)) {
      done();
    } else if (!acted) {
      lost(
          Reason.NO_ANSWER,
          unit.settings.about("did not answer the write, and does not hold the value"));
    }
  }

  private boolean isThere(byte[] data) {
    double value = channel.value(data, channel.address());
    return channel.describe("any", true).isSame(command.value(), value);
  }

  private void lost(Reason reason, String text) {
    if (!ended) {
      ended = true;
      unit.end(command, new CommandProgress.Lost(reason, text));
    }
  }
}
