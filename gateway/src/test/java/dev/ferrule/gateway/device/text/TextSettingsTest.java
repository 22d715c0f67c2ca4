package dev.ferrule.gateway.device.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.gateway.device.OutputSettings;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{key}",
        "{value",
        "{Value}",
        "{key}={value} {x}",
        "\u0007{value}",
        "é{value}"
      })
  void refusesATemplateThatCannotWork(String template) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TextOutput(template, new OutputSettings(0, 0, false), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a=b", "a,b", "a;b", "a\tb"})
  void refusesAFieldThatNoLineCanHold(String field) {
    assertThrows(IllegalArgumentException.class, () -> channel("key", field));
  }

  @Test
  void refusesTwoChannelsOfOneName() {
    var byKey =
        assertThrows(
            IllegalArgumentException.class,
            () -> new TextSettings(List.of(channel("a", "x"), channel("a", "y"))));
    assertEquals("two channels have the key a", byKey.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new TextSettings(List.of(channel("a", "x"), channel("b", "x"))));
  }

  @Test
  void refusesASafeValueOutOfRange() {
    var output = new TextOutput("{value}", new OutputSettings(7, 0, false), Optional.empty());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TextChannel(
                "a",
                "a",
                "a",
                "",
                Kind.NUMBER,
                0,
                new ValueRange(0, 5),
                Duration.ZERO,
                true,
                Optional.of(output)));
  }

  private static TextChannel channel(String key, String field) {
    return new TextChannel(
        key, field, key, "", Kind.NUMBER, 0, ValueRange.ANY, Duration.ZERO, true, Optional.empty());
  }
}
