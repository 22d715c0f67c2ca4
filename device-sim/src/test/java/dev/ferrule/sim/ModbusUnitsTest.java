package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Quality;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import dev.ferrule.sim.scenario.ScenarioException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Requests whose check sums come from elsewhere, byte for byte. */
class ModbusUnitsTest extends BoardOnTerminal {

  private static final Scenario SCENARIO =
      Scenario.parse(
          """
          boards:
            - name: line
              driver: modbus-rtu
              vendor: Acme
              model: EM-1
              firmware: "2.1"
              channels:
                - {key: level, unit_id: 17, input: 8, wave: 10}
                - {key: power, unit_id: 17, holding: 107, kind: float, access: rw}
                - {key: speed, unit_id: 17, holding: 1, access: rw, decimals: 1, max: 50}
                - {key: pump, unit_id: 17, coil: 172, kind: switch, access: rw}
          """);

  ModbusUnitsTest() {
    super(SCENARIO, "line");
  }

  @Override
  SimClock boardClock() {
    return SimClock.system();
  }

  @Test
  void answersWhatItIsAsked() {
    ask("11 04 00 08 00 01 B2 98");
    hears("11 04 02 00 0A F8 F4");
    ask("11 05 00 AC FF 00 4E 8B");
    hears("11 05 00 AC FF 00 4E 8B");
    assertEquals(1, board.value("pump"));
    ask("11 06 00 01 00 03 9A 9B");
    hears("11 06 00 01 00 03 9A 9B");
    assertEquals(0.3, board.value("speed"));
  }

  @Test
  void refusesWithTheStandardsExceptions() {
    ask("11 03 00 6B 00 03 76 87"); // 107 to 109, but 109 is not there
    hears("11 83 02 C1 34");
    ask("11 07 00 00 00 00 B6 9A");
    hears("11 87 01 83 F5");
    board.sensorFault("level", Quality.of(Quality.BAD, Quality.SENSOR_FAULT));
    ask("11 04 00 08 00 01 B2 98");
    hears("11 84 04 43 06");
  }

  @Test
  void saysWhoItIs() {
    ask("11 2B 0E 01 00 B1 B4");
    hears("11 2B 0E 01 81 00 00 03 00 04 41 63 6D 65 01 04 45 4D 2D 31 02 03 32 2E 31 02 B2");
    ask("11 2B 0E 04 01 73 24");
    hears("11 2B 0E 04 81 00 00 01 01 04 45 4D 2D 31 CC 7F");
    ask("11 2B 0E 04 09 72 E2");
    hears("11 AB 02 DF 34");
  }

  @Test
  void keepsSilentForOthersAndForNonsense() {
    ask("01 04 00 08 00 01 B0 08"); // another unit
    counted(p -> p.received() == 1);
    ask("11 04 00 08 00 01 B2 99"); // a wrong check sum
    counted(p -> p.crcErrors() == 1);
    ask("11 04");
    counted(p -> p.malformed() == 1);
    ask("11 04 00 08 00 01 B2 98");
    hears("11 04 02 00 0A F8 F4");
  }

  @Test
  void saysWhatAScenarioLacks() {
    var problem =
        assertThrows(
            ScenarioException.class,
            () ->
                Scenario.parse(
                    """
                    boards:
                      - name: line
                        driver: modbus-rtu
                        channels: [{key: level}]
                        faults: {to_host: {drop_frame: 0.1}}
                    """));
    assertTrue(String.valueOf(problem.getMessage()).contains("needs one of coil"));
    assertTrue(String.valueOf(problem.getMessage()).contains("no frames"));
  }

  private void ask(String hex) {
    host.write(HexFormat.ofDelimiter(" ").parseHex(hex));
  }

  private void hears(String hex) {
    byte[] wanted = HexFormat.ofDelimiter(" ").parseHex(hex);
    assertArrayEquals(wanted, host.read(wanted.length));
  }
}
