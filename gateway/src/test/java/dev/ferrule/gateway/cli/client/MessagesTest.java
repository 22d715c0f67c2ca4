package dev.ferrule.gateway.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.model.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {

  @Test
  void asksForReadings() {
    assertEquals(
        "{\"t\":\"subscribe\",\"channels\":[\"boiler.*\",\"a\\\"b\"],\"rate\":0.5}",
        Messages.subscribe(List.of("boiler.*", "a\"b"), 0.5));
    assertEquals("{\"t\":\"subscribe\",\"channels\":[\"*\"]}", Messages.subscribe(List.of("*"), 0));
  }

  @Test
  void asksForAValueWithWhatProvesIt() {
    String asked =
        "{\"t\":\"command\",\"id\":\"abcdefgh\",\"channel\":\"boiler.pump\",\"value\":1,\"ttl\":5000";

    assertEquals(asked + "}", command(""));
    assertEquals(asked + ",\"confirm\":true}", command(Command.YES));
    assertEquals(asked + ",\"confirm\":\"Pump \\\"1\\\"\"}", command("Pump \"1\""));
  }

  private static String command(String proof) {
    return Messages.command("abcdefgh", "boiler.pump", 1, 5000, proof);
  }
}
