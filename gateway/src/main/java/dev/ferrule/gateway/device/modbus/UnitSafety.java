package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.SafeOutputs;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import java.util.OptionalDouble;

/**
 * The safe values of one unit on their way, when the gateway stops: each output that has one is
 * written once, and those that the unit did not take are told. Owner: the driver.
 */
final class UnitSafety {

  private final UnitCommands unit;
  private final SafeOutputs outputs;

  UnitSafety(UnitCommands unit, SafeOutputs outputs) {
    this.unit = unit;
    this.outputs = outputs;
  }

  void begin() {
    for (int i = 0; i < unit.channels.size(); i++) {
      OptionalDouble safe =
          unit.channels.get(i).output().map(OutputSettings::safe).orElse(OptionalDouble.empty());
      if (safe.isPresent()) {
        write(i, safe.getAsDouble());
      }
    }
  }

  private void write(int index, double safe) {
    ModbusChannel channel = unit.channels.get(index);
    if (channel.isPlainOutput()) {
      unit.line.queue(transaction(channel, safe, new byte[0]));
      return;
    }
    unit.line.queue(
        unit.readBack(
            index,
            outputs.deadline(),
            answer -> {
              if (answer instanceof Answer.Data(byte[] before)) {
                unit.line.queueNext(transaction(channel, safe, before));
              } else {
                outputs.settled(channel.key(), false); // nothing was written
              }
            }));
  }

  private Transaction transaction(ModbusChannel channel, double safe, byte[] before) {
    boolean several = unit.functions.usesSeveral(channel);
    return new Transaction(
        unit.functions.request(channel, safe, before, several),
        unit.settings.timeout(),
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
