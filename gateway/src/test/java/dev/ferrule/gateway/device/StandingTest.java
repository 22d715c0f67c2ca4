package dev.ferrule.gateway.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ferrule.gateway.model.DeviceState;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

  private static final Map<String, Consumer<Standing>> EVENTS =
      Map.of(
          "opened", Standing::opened,
          "openedUp", Standing::openedUp,
          "startedOver", Standing::startedOver,
          "cameUp", Standing::cameUp,
          "fellSilent", standing -> standing.fellSilent("no answer"),
          "refused", standing -> standing.refused("wrong device"),
          "heard", Standing::heard,
          "identified", Standing::identified,
          "closed", standing -> standing.closed("unplugged"),
          "abandoned", Standing::abandoned);

  private final RecordedEvents events = new RecordedEvents();
  private final Standing standing = new Standing(events);

  /** What happens to a device, how it stands then, and what was told of it. */
  @ParameterizedTest
  @CsvSource({
    "'', down, ''",
    "opened, connecting, connecting",
    "openedUp, up, up",
    "closed, down, down",
    "opened closed, down, connecting down",
    "opened cameUp, up, connecting up",
    "opened fellSilent, silent, connecting silent",
    "opened refused, refused, connecting refused",
    "opened cameUp fellSilent, silent, connecting up silent",
    "opened cameUp refused, refused, connecting up refused",
    "opened cameUp closed, down, connecting up down",
    "opened fellSilent cameUp, up, connecting silent up",
    "opened fellSilent refused, refused, connecting silent refused",
    "opened fellSilent closed, down, connecting silent down",
    "opened refused cameUp, up, connecting refused up",
    "opened refused fellSilent, silent, connecting refused silent",
    "opened refused closed, down, connecting refused down",
    "opened startedOver, connecting, connecting",
    "opened cameUp startedOver, connecting, connecting up connecting",
    "opened fellSilent startedOver, connecting, connecting silent connecting",
    "opened refused startedOver, connecting, connecting refused connecting",
    "opened closed opened cameUp, up, connecting down connecting up",
    "openedUp closed openedUp, up, up down up"
  })
  void tellsEachChange(String happens, String state, String told) {
    happen(happens);

    assertEquals(state, standing());
    assertEquals(told, told());
  }

  @ParameterizedTest
  @CsvSource({
    "opened heard, connecting, connecting",
    "opened cameUp heard, up, connecting up",
    "opened fellSilent heard, connecting, connecting silent",
    "opened refused heard, refused, connecting refused",
    "opened identified, connecting, connecting",
    "opened cameUp identified, up, connecting up",
    "opened fellSilent identified, connecting, connecting silent",
    "opened refused identified, connecting, connecting refused",
    "opened refused identified cameUp, up, connecting refused up",
    "opened cameUp abandoned, down, connecting up"
  })
  void knowsMoreThanItTells(String happens, String state, String told) {
    happen(happens);

    assertEquals(state, standing());
    assertEquals(told, told());
  }

  @ParameterizedTest
  @CsvSource({
    "opened cameUp cameUp, connecting up",
    "opened fellSilent fellSilent, connecting silent",
    "opened refused refused, connecting refused",
    "opened refused identified refused, connecting refused",
    "opened fellSilent heard fellSilent, connecting silent",
    "closed closed, down",
  })
  void tellsNothingTwice(String happens, String told) {
    happen(happens);

    assertEquals(told, told());
  }

  @Test
  void tellsAnotherReason() {
    standing.closed("unplugged");
    standing.closed("no permission");
    standing.opened();
    standing.refused("version 2");
    standing.refused("version 3");

    assertEquals(
        List.of(
            new DeviceState.Down("unplugged"),
            new DeviceState.Down("no permission"),
            new DeviceState.Connecting(),
            new DeviceState.Refused("version 2"),
            new DeviceState.Refused("version 3")),
        events.states);
  }

  @ParameterizedTest
  @CsvSource({"''", "opened closed", "opened cameUp closed", "opened cameUp abandoned"})
  void tellsNothingOfWhatIsNotOpen(String before) {
    happen(before);
    String told = told();

    happen("cameUp fellSilent refused heard identified startedOver");

    assertEquals("down", standing());
    assertEquals(told, told());
  }

  /** Whatever happens, in whatever order: no state twice, and an open one only after opening. */
  @Test
  void noOrderTellsWhatIsIllegal() {
    long seed = 20261130;
    var random = new SplittableRandom(seed);
    List<String> names = EVENTS.keySet().stream().sorted().toList();
    var happened = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      String next = names.get(random.nextInt(names.size()));
      happened.append(' ').append(next);
      int before = events.states.size();
      boolean wasOpen = standing.isOpen();

      happen(next);

      Supplier<String> about = () -> "seed " + seed + ":" + happened;
      assertTrue(events.states.size() <= before + 1, about);
      if (events.states.size() > before) {
        boolean opens = next.startsWith("opened");
        assertTrue(wasOpen || opens || next.equals("closed"), about);
        assertEquals(standing(), events.states.getLast().word(), about);
      }
    }
    for (int i = 1; i < events.states.size(); i++) {
      assertNotEquals(events.states.get(i - 1), events.states.get(i), "seed " + seed);
    }
  }

  private void happen(String names) {
    for (String name : names.isEmpty() ? new String[0] : names.split(" ")) {
      EVENTS.getOrDefault(name, _ -> fail("no event " + name)).accept(standing);
    }
  }

  private String standing() {
    return standing.isUp()
        ? "up"
        : standing.isSilent()
            ? "silent"
            : standing.isRefused() ? "refused" : standing.isOpen() ? "connecting" : "down";
  }

  private String told() {
    return String.join(" ", events.states.stream().map(DeviceState::word).toList());
  }
}
