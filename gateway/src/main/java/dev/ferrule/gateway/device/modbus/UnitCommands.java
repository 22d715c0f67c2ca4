package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.SafeOutputs;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.List;
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

  final ModbusSettings settings;
  final List<ModbusChannel> channels;
  final ModbusLine line;
  final Loop loop;
  private final ReadingRuns readings;
  final DeviceEvents events;
  final Runnable heard;

  final WriteFunctions functions;

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
      refuse(command, Reason.STEP, settings.about("its register cannot hold exactly that value"));
    } else if (!channels.get(command.channel()).isPlainOutput()) {
      readThenWrite(command);
    } else {
      line.queue(new Write(this, command, new byte[0]).transaction());
    }
  }

  /**
   * Writes the safe value of every output that has one, with what waits for the unit taken back;
   * tells which it did not take.
   */
  void makeSafe(Duration limit, Consumer<List<String>> done) {
    line.stop(settings.unit());
    var outputs = new SafeOutputs(loop, limit, settings.safeOutputs(), done);
    new UnitSafety(this, outputs).begin();
  }

  private void readThenWrite(DeviceCommand command) {
    line.queue(
        readBack(
            command.channel(),
            command.deadline(),
            answer -> {
              switch (answer) {
                case Answer.Data(byte[] before) ->
                    line.queueNext(new Write(this, command, before).transaction());
                case Answer.Refused(ExceptionName exception) -> refused(command, exception);
                case Answer.NotSent notSent -> notSent(command, notSent);
                case Answer.Missed _, Answer.OtherLength _, Answer.Lost _ ->
                    end(
                        command,
                        new CommandProgress.Failed(
                            Reason.NO_ANSWER,
                            settings.about("did not say what the register's other bits are")));
              }
            }));
  }

  Transaction readBack(int index, Transaction.Listener listener) {
    return readBack(index, Transaction.NO_DEADLINE, listener);
  }

  /** The same, which must have been sent by {@code deadline}. */
  Transaction readBack(int index, long deadline, Transaction.Listener listener) {
    Request request = Read.of(channels, index).request(settings.unit());
    return new Transaction(request, settings.timeout(), deadline, listener);
  }

  /** What was read back of a channel is a reading like any other. */
  void publish(int index, Answer answer) {
    if (answer instanceof Answer.Data(byte[] data)) {
      heard.run();
      Read read = Read.of(channels, index);
      readings.good(read, data, loop.currentTimeMillis()).forEach(events::readings);
    }
  }

  void refused(DeviceCommand command, ExceptionName exception) {
    end(command, Refusals.of(exception, settings.about(exception.toString())));
  }

  void notSent(DeviceCommand command, Answer.NotSent answer) {
    if (answer.expired()) {
      end(command, new CommandProgress.Expired());
    } else {
      refuse(command, Reason.STALE, answer.reason());
    }
  }

  private void refuse(DeviceCommand command, Reason reason, String text) {
    end(command, new CommandProgress.Refused(reason, text));
  }

  void end(DeviceCommand command, CommandProgress progress) {
    events.command(command.id(), progress);
  }
}
