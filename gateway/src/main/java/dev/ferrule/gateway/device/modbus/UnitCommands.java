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
import java.util.List;

/**
 * Commands to one unit, each followed to its one last word.
 *
 * <p>A command is written at most once, and then read back in the next transaction: the reading is
 * what confirms it. When the answer to the write was lost, reading back says whether it took
 * effect. A bit field is read before it is written, in neighboring transactions, so that the other
 * bits stay.
 *
 * <p>Owner: the driver.
 */
final class UnitCommands {

  private final ModbusSettings settings;
  private final List<ModbusChannel> channels;
  private final ModbusLine line;
  private final Loop loop;
  private final ReadingRuns readings;
  private final DeviceEvents events;
  private final Runnable heard;

  /** The unit has no function 6, so that single registers are written with function 16. */
  private boolean lacksSingleWrite;

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
    } else if (isField(channels.get(command.channel()))) {
      readThenWrite(command);
    } else {
      line.queue(transaction(new Write(command, new byte[0])));
    }
  }

  /** Writes the safe value of every output that has registers or a coil of its own. */
  void writeSafeValues() {
    for (int i = 0; i < channels.size(); i++) {
      ModbusChannel channel = channels.get(i);
      if (channel.output().isPresent()) {
        double safe = channel.output().get().safe();
        if (isField(channel)) {
          line.queue(safeField(i, safe));
        } else {
          line.queue(
              new Transaction(request(channel, safe, new byte[0]), settings.timeout(), _ -> {}));
        }
      }
    }
  }

  private Transaction safeField(int index, double safe) {
    return readBack(
        index,
        answer -> {
          if (answer instanceof Answer.Data(byte[] before)) {
            line.queueNext(
                new Transaction(
                    request(channels.get(index), safe, before), settings.timeout(), _ -> {}));
          }
        });
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
                case Answer.Nothing _, Answer.Damaged _, Answer.Lost _ ->
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
    Request request = request(channels.get(command.channel()), command.value(), write.before);
    return new Transaction(request, settings.timeout(), command.deadline(), write);
  }

  private Request request(ModbusChannel channel, double value, byte[] before) {
    int unit = settings.unit();
    int address = channel.address();
    if (channel.table().isBits()) {
      return Request.writeCoil(unit, address, channel.bit(value));
    }
    byte[] registers = channel.registers(value, before);
    return registers.length == 2 && !lacksSingleWrite
        ? Request.writeRegister(unit, address, registers)
        : Request.writeRegisters(unit, address, registers);
  }

  private Transaction readBack(int index, Transaction.Listener listener) {
    Read read = Read.of(channels, index);
    Request request = Request.read(settings.unit(), read.table(), read.address(), read.count());
    return new Transaction(request, settings.timeout(), listener);
  }

  /** A command that is being written. */
  private final class Write implements Transaction.Listener {
    private final DeviceCommand command;
    private final byte[] before;
    private boolean told;

    Write(DeviceCommand command, byte[] before) {
      this.command = command;
      this.before = before;
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
      switch (answer) {
        case Answer.Data _ -> {
          heard.run();
          done();
        }
        case Answer.Refused(ExceptionName exception) -> {
          heard.run();
          if (exception.isAboutFunction() && canWriteOtherwise()) {
            lacksSingleWrite = true;
            line.queueNext(transaction(this));
          } else if (exception.known().filter(ExceptionCode.ACKNOWLEDGE::equals).isPresent()) {
            done(); // it has begun, and takes its time
          } else {
            refused(command, exception);
          }
        }
        case Answer.Nothing _, Answer.Damaged _ ->
            line.queueNext(readBack(command.channel(), this::findOut));
        case Answer.Lost(String reason) ->
            end(
                command,
                new CommandProgress.Lost(
                    Reason.LINK_LOST, "the line went down before the unit answered: " + reason));
        case Answer.NotSent notSent -> notSent(command, notSent);
      }
    }

    private boolean canWriteOtherwise() {
      ModbusChannel channel = channels.get(command.channel());
      return !lacksSingleWrite && !channel.table().isBits() && channel.entries() == 1;
    }

    private void done() {
      end(command, new CommandProgress.Done(command.value()));
      line.queueNext(readBack(command.channel(), this::publish));
    }

    private void publish(Answer answer) {
      if (answer instanceof Answer.Data(byte[] data)) {
        heard.run();
        Read read = Read.of(channels, command.channel());
        readings.good(read, data, loop.currentTimeMillis()).forEach(events::readings);
      }
    }

    /** The answer to the write was lost: what does the unit hold? */
    private void findOut(Answer answer) {
      publish(answer);
      ModbusChannel channel = channels.get(command.channel());
      if (!(answer instanceof Answer.Data(byte[] data))) {
        end(
            command,
            new CommandProgress.Lost(
                Reason.NO_ANSWER, about("answered neither the write nor the read after it")));
      } else if (isThere(channel, channel.value(data, channel.address()))) {
        end(command, new CommandProgress.Done(command.value()));
      } else {
        end(
            command,
            new CommandProgress.Failed(
                Reason.NO_ANSWER, about("did not answer the write, and holds another value")));
      }
    }

    private boolean isThere(ModbusChannel channel, double value) {
      return Math.abs(value - command.value()) <= channel.describe("any").tolerance();
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
