package dev.ferrule.gateway.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.wording.Units;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the systemd unit and the program promise each other. */
class ServiceUnitTest {

  private static final Path UNIT = Path.of("../config/systemd/ferrule.service");

  /** What the JVM and the launcher take to end, on a busy Raspberry Pi. */
  private static final Duration PROCESS_END = Duration.ofSeconds(3);

  @Test
  void letsAStopFinishThatTakesAsLongAsItMay() throws Exception {
    String unit = Files.readString(UNIT);
    String limit = unit.replaceAll("(?s).*\nTimeoutStopSec=(\\w+)\n.*", "$1");
    Duration allowed = Units.duration(limit).orElseThrow();
    Duration needed =
        Configuration.of("any", UNIT, List.of()).stop().plus(Gateway.STOP_REST).plus(PROCESS_END);
    assertTrue(allowed.compareTo(needed) >= 0, allowed + " for a stop of up to " + needed);
  }
}
