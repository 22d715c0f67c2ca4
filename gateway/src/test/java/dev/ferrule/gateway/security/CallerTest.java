package dev.ferrule.gateway.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CallerTest {

  @Test
  void isNotTakenForTheGatewayItself() {
    assertEquals("local", Caller.LOCAL.actor());
    assertThrows(IllegalArgumentException.class, () -> new Caller("gateway (lease over)"));
    assertThrows(IllegalArgumentException.class, () -> new Caller(" "));
  }
}
