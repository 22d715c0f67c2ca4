package dev.ferrule.gateway.device.text;

import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.Optional;

/** Channels of text boards for tests. */
final class TextBoards {

  private TextBoards() {}

  static TextChannel sensor(String key) {
    return new TextChannel(
        key,
        key,
        key,
        "Cel",
        Kind.NUMBER,
        1,
        new ValueRange(-40, 85),
        Duration.ofSeconds(1),
        true,
        Optional.empty());
  }

  static TextChannel relay(String key, Optional<String> acknowledgement) {
    return new TextChannel(
        key,
        key,
        key,
        "",
        Kind.SWITCH,
        0,
        ValueRange.ANY,
        Duration.ZERO,
        true,
        Optional.of(
            new TextOutput(
                TextOutput.DEFAULT_TEMPLATE, new OutputSettings(0, 0, false), acknowledgement)));
  }

  static TextChannel number(String key, Duration period) {
    return new TextChannel(
        key, key, key, "", Kind.NUMBER, 0, ValueRange.ANY, period, true, Optional.empty());
  }
}
