package dev.ferrule.gateway.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {

  @ParameterizedTest
  @CsvSource({
    "*, boiler, true",
    "boiler, boiler, true",
    "boiler, boiler2, false",
    "pump-*, pump-, true",
    "pump-*, pump-12, true",
    "pump-*, old-pump-1, false",
    "*-pump, north/old-pump, true",
    "a*b*c, axxbyyc, true",
    "a*b*c, axxbyy, false",
    "a*a, a, false",
    "north/*, north/boiler, true",
    "north/*, boiler, false"
  })
  void commandsTheDevicesOfItsPatterns(String pattern, String device, boolean may) {
    Grant grant = new Grant(Role.OPERATOR, List.of(pattern));
    assertEquals(may, grant.refusalToCommand(device).isEmpty());
  }

  @Test
  void saysWhatItTakes() {
    assertEquals(
        "As a viewer you may not send commands; it takes an operator.",
        Grant.of(Role.VIEWER).refusalToCommand("boiler").orElseThrow());
    assertEquals(
        "You may not command boiler; you have tank, pump-*.",
        new Grant(Role.ENGINEER, List.of("tank", "pump-*"))
            .refusalToCommand("boiler")
            .orElseThrow());
  }

  @Test
  void letsEachRoleDoWhatThoseBeforeItMay() {
    for (Act act : Act.values()) {
      boolean may = false;
      for (Role role : Role.values()) {
        boolean now = Grant.of(role).refusal(act).isEmpty();
        assertTrue(now || !may, act + " by " + role);
        may = now;
      }
      assertTrue(may, act + " by an admin");
    }
  }

  @ParameterizedTest
  @CsvSource({"Boiler", "a b", "''", "a.pump"})
  void refusesWhatIsNoPattern(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> new Grant(Role.OPERATOR, List.of(pattern)));
  }
}
