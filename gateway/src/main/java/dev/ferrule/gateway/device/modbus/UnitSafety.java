package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.device.modbus.line.Transaction;
import dev.ferrule.gateway.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The safe values of one unit on their way, when the gateway stops: each output that has one is
 * written once, and those that the unit did not take are told. Owner: the driver.
 */
final class UnitSafety {

  private final ModbusSettings settings;
  private final ModbusLine line;
  private final WriteFunctions functions;
  private final Consumer<List<String>> done;
  private final long deadline;
  private final Loop.Timer timer;
  private final Set<String> left = new LinkedHashSet<>();
  private final List<String> unreached = new ArrayList<>();
  private boolean over;

  UnitSafety(
      ModbusSettings settings,
      ModbusLine line,
      WriteFunctions functions,
      Loop loop,
      Duration limit,
      Consumer<List<String>> done) {
    this.settings = settings;
    this.line = line;
    this.functions = functions;
    this.done = done;
    this.deadline = loop.nanoTime() + limit.toNanos();
    this.timer = loop.after(limit, this::finish);
  }

  /** Writes all of them, with what waits for the unit taken back. */
  void begin() {
    line.stop(settings.unit());
    left.addAll(settings.safeOutputs());
    for (ModbusChannel channel : settings.channels()) {
      OptionalDouble safe =
          channel.output().map(OutputSettings::safe).orElse(OptionalDouble.empty());
      safe.ifPresent(value -> write(channel, value));
    }
    finishWhenDone();
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
            deadline,
            answer -> {
              if (answer instanceof Answer.Data(byte[] before)) {
                line.queueNext(transaction(channel, safe, before));
              } else {
                settled(channel.key(), false); // nothing was written
              }
            }));
  }

  private Transaction transaction(ModbusChannel channel, double safe, byte[] before) {
    Request write = functions.request(channel, safe, before, functions.usesSeveral(channel));
    return new Transaction(
        write, settings.timeout(), deadline, answer -> settled(channel.key(), isTaken(answer)));
  }

  private static boolean isTaken(Answer answer) {
    return switch (answer) {
      case Answer.Data _ -> true;
      case Answer.Refused(ExceptionName name) -> name.hasBegun();
      case Answer.Missed _, Answer.OtherLength _, Answer.Lost _, Answer.NotSent _ -> false;
    };
  }

  private void settled(String key, boolean taken) {
    if (left.remove(key) && !taken) {
      unreached.add(key);
    }
    finishWhenDone();
  }

  private void finishWhenDone() {
    if (left.isEmpty()) {
      finish();
    }
  }

  private void finish() {
    if (!over) {
      over = true;
      timer.cancel();
      unreached.addAll(left);
      left.clear();
      done.accept(List.copyOf(unreached));
    }
  }
}
