package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.modbus.line.LineLoad;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The load of a line as channels of one of its units, so that it is seen where values are seen. */
final class LoadChannels {

  private record Form(String key, String label, String unit) {}

  private static final List<Form> FORMS =
      List.of(
          new Form("line_load", "Line in use", "%"),
          new Form("line_requests", "Requests", ""),
          new Form("line_retries", "Requests without an answer", ""),
          new Form("line_exceptions", "Requests refused", ""),
          new Form("slowest_unit", "Slowest unit", ""),
          new Form("slowest_answer", "Slowest answer", "ms"));

  private LoadChannels() {}

  /** Their keys. */
  static List<String> keys() {
    return FORMS.stream().map(Form::key).toList();
  }

  /** The channels, in the order of {@link #reading}. */
  static List<Channel> describe(String device) {
    return FORMS.stream()
        .map(
            form ->
                new Channel(
                    new ChannelId(device, form.key()),
                    form.label(),
                    form.unit(),
                    Kind.NUMBER,
                    Scale.WHOLE,
                    ValueRange.ANY,
                    LineLoad.WINDOW,
                    true,
                    Optional.empty(),
                    Map.of()))
        .toList();
  }

  /** What they show, the first being channel {@code first}. */
  static ReadingBatch reading(int first, LineLoad load, long time) {
    double[] values = {
      Math.rint(load.utilization()),
      load.requests(),
      load.retries(),
      load.exceptions(),
      load.slowestUnit(),
      load.slowest().toMillis()
    };
    byte[] good = new byte[values.length];
    return new ReadingBatch(first, values.length, new long[] {time}, values, good);
  }
}
