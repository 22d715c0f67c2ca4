package dev.ferrule.gateway.wording;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @Test
  void readsDurations() {
    assertAll(
        () -> assertEquals(Optional.of(Duration.ofMillis(500)), Units.duration("500ms")),
        () -> assertEquals(Optional.of(Duration.ofSeconds(90)), Units.duration("1.5min")),
        () -> assertEquals(Optional.of(Duration.ofNanos(1_500)), Units.duration("0.0015ms")),
        () ->
            assertEquals(Optional.of(Duration.ofDays(999_999_999)), Units.duration("999999999d")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "5S", "1e3s", "5sec", "٥s"})
  void refusesOtherDurations(String text) {
    assertEquals(Optional.empty(), Units.duration(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1ms", "1500ms", "59s", "1min", "90min", "24h", "2d"})
  void writesDurationsThatItReads(String text) {
    Duration duration = Units.duration(text).orElseThrow();

    assertEquals(Optional.of(duration), Units.duration(Units.text(duration)));
  }

  @Test
  void readsAndWritesSizes() {
    assertAll(
        () -> assertEquals(OptionalLong.of(65_536), Units.size("64KiB")),
        () -> assertEquals(OptionalLong.empty(), Units.size("64KB")),
        () -> assertEquals("64KiB", Units.text(65_536)),
        () -> assertEquals("16MiB", Units.text(16 << 20)),
        () -> assertEquals("100B", Units.text(100)));
  }
}
