package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.gateway.model.ChannelId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  /** Level is 12.5, the valve is open or closing, and nobody can say what the flow is. */
  private static final Map<ChannelId, Set<Double>> VALUES =
      Map.of(
          new ChannelId("farm", "level"), Set.of(12.5),
          new ChannelId("farm", "valve"), Set.of(0.0, 1.0),
          new ChannelId("other-1", "door"), Set.of(0.0));

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "level > 10, TRUE",
    "level > 12.5, FALSE",
    "level >= 12.5, TRUE",
    "level < -3, FALSE",
    "level <= 12.5 and level != 12, TRUE",
    "level == 12.5, TRUE",
    "farm.level=12.5, TRUE",
    "valve = on, UNKNOWN",
    "valve >= 0, TRUE",
    "flow > 1, UNKNOWN",
    "flow > 1 or level > 10, TRUE",
    "flow > 1 and level < 10, FALSE",
    "not flow > 1, UNKNOWN",
    "not (flow > 1 and level < 10), TRUE",
    "other-1.door = off, TRUE",
    "level < 10 and valve = on or other-1.door = off, TRUE",
    "level < 10 and (valve = on or other-1.door = off), FALSE",
    "not not level > 10, TRUE",
  })
  void saysWhetherItHoldsForEverythingThatMayBe(String text, Truth expected) {
    Condition condition = ConditionParser.parse(text, "farm");
    assertEquals(expected, condition.check(id -> VALUES.getOrDefault(id, Set.of())));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "level>10.50, farm.level > 10.5",
    "level == 1 and valve = on, farm.level = 1 and farm.valve = 1",
    "not (level < 1 or valve = off), not (farm.level < 1 or farm.valve = 0)",
    "level < 10 and (valve = on or other-1.door = off),"
        + " farm.level < 10 and (farm.valve = 1 or other-1.door = 0)",
  })
  void saysWhatItIsWithWholeIdsAndNumbers(String text, String expected) {
    Condition condition = ConditionParser.parse(text, "farm");
    assertEquals(expected, condition.text());
    assertEquals(condition, ConditionParser.parse(condition.text(), "elsewhere"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "level | expected one of = != < <= > >= after \"level\", not the end",
        "level > | expected a number, \"on\" or \"off\" after \">\", not the end",
        "level > ten | expected a number, \"on\" or \"off\" after \">\", not \"ten\"",
        "> 10 | expected a channel at the start, not \">\"",
        "level > 10 valve = on | expected \"and\", \"or\" or the end (a number stands without its unit)"
            + " after \"10\", not \"valve\"",
        "level > 10 % | expected \"and\", \"or\" or the end (a number stands without its unit)"
            + " after \"10\", not \"%\"",
        "(level > 10 | expected \")\" after \"10\", not the end",
        "level > 10) | expected \"and\" or \"or\" after \"10\", not \")\"",
        "a.b.c > 1 | expected one of = != < <= > >= after \"a.b\", not \".\"",
        "Level > 1 | expected a channel at the start, not \"L\"",
        "level > 10 and | expected a channel after \"and\", not the end",
        "on = 1 | expected a channel at the start, not \"on\"",
      })
  void saysWhatIsWrongAndWhere(String text, String expected) {
    var fault =
        assertThrows(
            IllegalArgumentException.class, () -> ConditionParser.parse(text.strip(), "farm"));
    assertEquals(expected.strip(), fault.getMessage());
  }

  @Test
  void refusesWhatGrowsWithoutBound() {
    String deep = "(".repeat(400) + "level > 1" + ")".repeat(400);
    String wide = "level > 1" + " or level > 1".repeat(16);
    assertThrows(IllegalArgumentException.class, () -> ConditionParser.parse(deep, "farm"));
    assertThrows(IllegalArgumentException.class, () -> ConditionParser.parse(wide, "farm"));
  }
}
