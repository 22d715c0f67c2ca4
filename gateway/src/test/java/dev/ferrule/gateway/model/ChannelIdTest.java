package dev.ferrule.gateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelIdTest {

  @Test
  void isOfThisGatewayUnlessASiteStandsInFront() {
    ChannelId here = ChannelId.parse("boiler.pump").orElseThrow();
    ChannelId there = ChannelId.parse("north-2/boiler.pump").orElseThrow();

    assertEquals(new ChannelId("boiler", "pump"), here);
    assertEquals(Optional.empty(), ChannelId.siteOf(here.device()));
    assertEquals(new ChannelId("north-2/boiler", "pump"), there);
    assertEquals(Optional.of("north-2"), ChannelId.siteOf(there.device()));
    assertEquals("north-2/boiler.pump", there.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "boiler",
        "boiler.",
        ".pump",
        "/boiler.pump",
        "north/.pump",
        "a/b/c.pump",
        "North/boiler.pump",
        "north/boiler.pump/x",
        "boiler.Pump",
        "boiler.p.q",
        "boiler .pump"
      })
  void refusesWhatIsNone(String text) {
    assertEquals(Optional.empty(), ChannelId.parse(text));
  }
}
