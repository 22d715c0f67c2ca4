package dev.ferrule.gateway.device.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Commands to one unit, each followed to its one last word.
 *
 * <p>A command is written, and then read back in the next transaction: the reading is what confirms
 * it. When the write is not answered, reading back says whether it took effect; when it shows
 * another value, the command is in doubt until the answer came after all, or cannot come any more.
 * A bit field is read before it is written, in neighboring transactions, so that the other bits
 * stay.
 *
 * <p>Nothing is written twice but for one case: a unit that has never taken a write by the function
 * for one entry, and does not answer it or refuses it for the function or the value, is written by
 * that for several.
 *
 * <p>Owner: the driver.
 */
final class UnitCommands {

  /** How long after a command's deadline its last word may come (PROTOCOL.md B5: 5 s). */
  private static final Duration LAST_WORD = Duration.ofSeconds(4);

  private final ModbusSettings settings;
  private final List<ModbusChannel> channels;
  private final ModbusLine line;
  private final Loop loop;
  private final ReadingRuns readings;
  private final DeviceEvents events;
  private final Runnable heard;

  private final WriteFunctions functions;

  /** {@code heard} is run for each answer. */
  UnitCommands(
      ModbusSettings settings,
      ModbusLine line,
      Loop loop,
      ReadingRuns readings,
      DeviceEvents events,
      Runnable heard) {
    this.settings = settings;
    this.channels = settings.channels();
    this.line = line;
    this.loop = loop;
    this.readings = readings;
    this.events = events;
    this.heard = heard;
    this.functions = new WriteFunctions(settings.unit());
  }

  /** Carries a command out; {@code hindrance} is why the unit takes none now, empty if it does. */
  void send(DeviceCommand command, String hindrance) {
    boolean writable =
        command.channel() >= 0
            && command.channel() < channels.size()
            && channels.get(command.channel()).output().isPresent();
    if (!writable) {
      refuse(command, Reason.READ_ONLY, "this channel cannot be set");
    } else if (!hindrance.isEmpty()) {
      refuse(command, Reason.STALE, hindrance);
    } else if (!channels.get(command.channel()).canHold(command.value())) {
      refuse(command, Reason.STEP, about("its register cannot hold exactly that value"));
    } else if (isField(channels.get(command.channel()))) {
      readThenWrite(command);
    } else {
      line.queue(transaction(new Write(command, new byte[0])));
    }
  }

  /** Writes the safe value of every output that has one; tells which the unit did not take. */
  void makeSafe(Duration limit, Consumer<List<String>> done) {
    new UnitSafety(settings, line, functions, loop, limit, done).begin();
  }

  private static boolean isField(ModbusChannel channel) {
    return !channel.table().isBits() && channel.encoding().isField();
  }

  private void readThenWrite(DeviceCommand command) {
    Transaction read =
        readBack(
            command.channel(),
            answer -> {
              switch (answer) {
                case Answer.Data(byte[] before) ->
                    line.queueNext(transaction(new Write(command, before)));
                case Answer.Refused(ExceptionName exception) -> refused(command, exception);
                case Answer.NotSent notSent -> notSent(command, notSent);
                case Answer.Nothing _,
                    Answer.Damaged _,
                    Answer.OtherLength _,
                    Answer.OtherUnit _,
                    Answer.Lost _ ->
                    end(
                        command,
                        new CommandProgress.Failed(
                            Reason.NO_ANSWER,
                            about("did not say what the register's other bits are")));
              }
            });
    line.queue(
        new Transaction(read.request(), read.timeout(), command.deadline(), read.listener()));
  }

  private Transaction transaction(Write write) {
    DeviceCommand command = write.command;
    return new Transaction(write.request(), settings.timeout(), command.deadline(), write);
  }

  private Transaction readBack(int index, Transaction.Listener listener) {
    Read read = Read.of(channels, index);
    Request request = Request.read(settings.unit(), read.table(), read.address(), read.count());
    return new Transaction(request, settings.timeout(), listener);
  }

  /** A command that is being written. */
  private final class Write implements Transaction.Listener {
    private final DeviceCommand command;
    private final ModbusChannel channel;
    private final byte[] before;
    private boolean several;
    private boolean told;
    private boolean triedOther;
    private boolean ended;

    /** Whether it may have taken effect already. */
    private boolean inDoubt;

    private Optional<ExceptionName> refusal = Optional.empty();

    Write(DeviceCommand command, byte[] before) {
      this.command = command;
      this.channel = channels.get(command.channel());
      this.before = before;
      this.several = functions.usesSeveral(channel);
    }

    Request request() {
      return functions.request(channel, command.value(), before, several);
    }

    @Override
    public void written() {
      if (!told) {
        told = true;
        events.command(command.id(), new CommandProgress.Written());
      }
    }

    @Override
    public void over(Answer answer) {
      if (ended) {
        return; // an earlier answer came after all
      }
      switch (answer) {
        case Answer.Data _ -> taken();
        case Answer.Refused(ExceptionName exception) -> refusedWith(exception);
        case Answer.Nothing _, Answer.Damaged _, Answer.OtherLength _, Answer.OtherUnit _ -> {
          inDoubt = true;
          if (channel.readable()) {
            line.queueNext(readBack(command.channel(), this::findOut));
          } else {
            whenNoneCanCome(() -> lost(Reason.NO_ANSWER, about("did not answer the write")));
          }
        }
        case Answer.Lost(String reason) ->
            lost(Reason.LINK_LOST, "the line went down before the unit answered: " + reason);
        case Answer.NotSent(boolean _, String reason) when inDoubt ->
            lost(Reason.NO_ANSWER, about("did not answer the write; " + reason));
        case Answer.NotSent notSent -> {
          ended = true;
          notSent(command, notSent);
        }
      }
    }

    @Override
    public void late(Answer answer) {
      if (!ended && answer instanceof Answer.Data) {
        taken();
      } else if (!ended && answer instanceof Answer.Refused(ExceptionName exception)) {
        refusedWith(exception);
      }
    }

    private void taken() {
      heard.run();
      functions.worked(channel, several);
      doneAndReadBack();
    }

    private void done() {
      ended = true;
      end(command, new CommandProgress.Done(command.value()));
    }

    private void doneAndReadBack() {
      done();
      if (channel.readable()) {
        line.queueNext(readBack(command.channel(), this::publish));
      }
    }

    private void refusedWith(ExceptionName exception) {
      heard.run();
      if (exception.known().filter(ExceptionCode.ACKNOWLEDGE::equals).isPresent()) {
        doneAndReadBack(); // it has begun, and takes its time
      } else if (exception.isAboutWay() && hasOtherWay()) {
        refusal = Optional.of(exception);
        writeOtherwise();
      } else {
        ended = true;
        refused(command, exception.isAboutFunction() ? refusal.orElse(exception) : exception);
      }
    }

    private boolean hasOtherWay() {
      return !triedOther && functions.hasOther(channel);
    }

    private void writeOtherwise() {
      triedOther = true;
      several = !several;
      line.queueNext(transaction(this));
    }

    private void publish(Answer answer) {
      if (answer instanceof Answer.Data(byte[] data)) {
        heard.run();
        Read read = Read.of(channels, command.channel());
        readings.good(read, data, loop.currentTimeMillis()).forEach(events::readings);
      }
    }

    /** The write was not answered: what does the unit hold? */
    private void findOut(Answer answer) {
      publish(answer);
      switch (answer) {
        case Answer.Data(byte[] data) when isThere(data) && !ended -> done();
        case Answer.Data _, Answer.Refused _ -> whenNoneCanCome(this::cannotComeAnyMore);
        case Answer.Nothing _,
            Answer.Damaged _,
            Answer.OtherLength _,
            Answer.OtherUnit _,
            Answer.Lost _,
            Answer.NotSent _ ->
            whenNoneCanCome(
                () ->
                    lost(
                        Reason.NO_ANSWER,
                        about("answered neither the write nor the read after it")));
      }
    }

    /** When the answer to the write cannot come any more, or the last word is due. */
    private void whenNoneCanCome(Runnable then) {
      long pause = line.pause(settings.unit(), request().function());
      long rest = command.deadline() - loop.nanoTime() + LAST_WORD.toNanos();
      loop.after(Duration.ofNanos(Math.max(0, Math.min(pause, rest))), then);
    }

    private void cannotComeAnyMore() {
      if (ended) {
        return;
      }
      if (hasOtherWay()) {
        writeOtherwise();
      } else {
        line.queueNext(readBack(command.channel(), this::conclude));
      }
    }

    private void conclude(Answer answer) {
      publish(answer);
      if (answer instanceof Answer.Data(byte[] data) && isThere(data) && !ended) {
        done();
      } else {
        lost(Reason.NO_ANSWER, about("did not answer the write, and does not hold the value"));
      }
    }

    private boolean isThere(byte[] data) {
      double value = channel.value(data, channel.address());
      return Math.abs(value - command.value()) <= channel.describe("any", true).tolerance();
    }

    private void lost(Reason reason, String text) {
      if (!ended) {
        ended = true;
        end(command, new CommandProgress.Lost(reason, text));
      }
    }
  }

  private void refused(DeviceCommand command, ExceptionName exception) {
    String text = about(exception.toString());
    end(
        command,
        exception
            .known()
            .map(
                code ->
                    switch (code) {
                      case ILLEGAL_FUNCTION ->
                          new CommandProgress.Refused(Reason.DEVICE_READ_ONLY, text);
                      case ILLEGAL_DATA_ADDRESS ->
                          new CommandProgress.Refused(Reason.DEVICE_NO_CHANNEL, text);
                      case ILLEGAL_DATA_VALUE ->
                          new CommandProgress.Refused(Reason.DEVICE_RANGE, text);
                      case SLAVE_DEVICE_BUSY ->
                          new CommandProgress.Refused(Reason.DEVICE_BUSY, text);
                      case GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE ->
                          new CommandProgress.Lost(Reason.NO_ANSWER, text);
                      case SLAVE_DEVICE_FAILURE,
                          ACKNOWLEDGE,
                          MEMORY_PARITY_ERROR,
                          GATEWAY_PATH_UNAVAILABLE ->
                          new CommandProgress.Failed(Reason.DEVICE_FAILED, text);
                    })
            .orElse(new CommandProgress.Failed(Reason.DEVICE_FAILED, text)));
  }

  private void notSent(DeviceCommand command, Answer.NotSent answer) {
    if (answer.expired()) {
      end(command, new CommandProgress.Expired());
    } else {
      refuse(command, Reason.STALE, answer.reason());
    }
  }

  private void refuse(DeviceCommand command, Reason reason, String text) {
    end(command, new CommandProgress.Refused(reason, text));
  }

  private void end(DeviceCommand command, CommandProgress progress) {
    events.command(command.id(), progress);
  }

  private String about(String what) {
    return "unit " + settings.unit() + ": " + what;
  }
}
