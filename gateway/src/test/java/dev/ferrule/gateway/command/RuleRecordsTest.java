package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.ledger.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded of rules. */
class RuleRecordsTest extends FarmFixture {

  @Test
  void sayThatAnInterlockBrokeAndThatItHoldsAgain() {
    farm("pump", new RuleBuilder().needs("level > 10", false).rule());
    reading("level", 20);
    act("pump", 1);
    reading("level", 9);
    reading("level", 8);
    reading("level", 30);
    assertEquals(
        List.of(
            new Event(
                Event.Kind.RULE,
                "farm.pump",
                "",
                "broken",
                "It needs level > 10; now farm.level is 9 Cel."),
            new Event(Event.Kind.RULE, "farm.pump", "", "restored", "It holds again: level > 10.")),
        events);
  }
}
