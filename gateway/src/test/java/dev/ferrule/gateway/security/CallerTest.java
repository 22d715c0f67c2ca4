package dev.ferrule.gateway.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CallerTest {

  @Test
  void isNotTakenForTheGatewayItself() {
    assertEquals("local", Caller.local("127.0.0.1").actor());
    assertThrows(IllegalArgumentException.class, () -> named("gateway (lease over)"));
    assertThrows(IllegalArgumentException.class, () -> named(" "));
  }

  private static Caller named(String actor) {
    return new Caller(actor, "127.0.0.1", Grant.of(Role.VIEWER), new Caller.Proof.None());
  }
}
