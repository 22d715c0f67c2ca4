package dev.ferrule.gateway.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CallerTest {

  @Test
  void isNotTakenForTheGatewayItself() {
    assertEquals("local", Caller.local("127.0.0.1").actor());
    assertThrows(
        IllegalArgumentException.class, () -> new Caller("gateway (lease over)", "127.0.0.1"));
    assertThrows(IllegalArgumentException.class, () -> new Caller(" ", "127.0.0.1"));
  }
}
