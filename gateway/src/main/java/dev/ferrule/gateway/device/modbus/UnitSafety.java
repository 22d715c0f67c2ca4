package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.SafeOutputs;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import java.util.OptionalDouble;

/**
 * The safe values of one unit on their way, when the gateway stops: each output that has one is
 * written once, and those that the unit did not take are told. Owner: the driver.
 */
final class UnitSafety {

  private final ModbusSettings settings;
  private final ModbusLine line;
  private final WriteFunctions functions;
  private final SafeOutputs outputs;

  UnitSafety(
      ModbusSettings settings, ModbusLine line, WriteFunctions functions, SafeOutputs outputs) {
    this.settings = settings;
    this.line = line;
    this.functions = functions;
    this.outputs = outputs;
  }

  void begin() {
    for (ModbusChannel channel : settings.channels()) {
      OptionalDouble safe =
          channel.output().map(OutputSettings::safe).orElse(OptionalDouble.empty());
      safe.ifPresent(value -> write(channel, value));
    }
  }

  private void write(ModbusChannel channel, double safe) {
    if (channel.isPlainOutput()) {
      line.queue(transaction(channel, safe, new byte[0]));
      return;
    }
    Read read = Read.of(settings.channels(), settings.channels().indexOf(channel));
    line.queue(
        new Transaction(
            read.request(settings.unit()),
            settings.timeout(),
            outputs.deadline(),
            answer -> {
              if (answer instanceof Answer.Data(byte[] before)) {
                line.queueNext(transaction(channel, safe, before));
              } else {
                outputs.settled(channel.key(), false); // nothing was written
              }
            }));
  }

  private Transaction transaction(ModbusChannel channel, double safe, byte[] before) {
    Request write = functions.request(channel, safe, before, functions.usesSeveral(channel));
    return new Transaction(
        write,
        settings.timeout(),
        outputs.deadline(),
        answer -> outputs.settled(channel.key(), isTaken(answer)));
  }

  private static boolean isTaken(Answer answer) {
    return switch (answer) {
      case Answer.Data _ -> true;
      case Answer.Refused(ExceptionName name) -> name.hasBegun();
      case Answer.Missed _, Answer.OtherLength _, Answer.Lost _, Answer.NotSent _ -> false;
    };
  }
}
