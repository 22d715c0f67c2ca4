package dev.ferrule.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.ChannelId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {

  private static final ChannelId PUMP = new ChannelId("boiler", "pump");

  @ParameterizedTest
  @CsvSource({
    "ferrule/{gateway}/{device}/{channel}, ferrule/g/boiler/pump, ferrule/g/+/+/set, ferrule/g",
    "a/{device}-{channel}/b, a/boiler-pump/b, a/+/b/set, a",
    "{device}/{channel}, boiler/pump, +/+/set, ferrule/g",
    "p7/{channel}/{gateway}/{device}, p7/pump/g/boiler, p7/+/g/+/set, p7",
  })
  void fillsATemplate(String template, String readings, String commands, String root) {
    var topics = new Topics("g", template);
    assertEquals(readings, topics.readings(PUMP));
    assertEquals(readings + "/set", topics.commands(PUMP));
    assertEquals(readings + "/result", Topics.results(topics.commands(PUMP)));
    assertEquals(commands, topics.allCommands());
    assertEquals(root + "/$state", topics.state());
    assertEquals(root + "/boiler/$state", topics.state("boiler"));
  }

  @Test
  void knowsWhatIsItsOwn() {
    var topics = new Topics("g", "{device}/{channel}");
    assertTrue(topics.isOwn("boiler/pump/set"));
    assertTrue(topics.isOwn("ferrule/g/$state"));
    assertFalse(topics.isOwn("answers"));
    var usual = new Topics("g", Topics.DEFAULT_TEMPLATE);
    assertTrue(usual.isOwn("ferrule/g/boiler/pump"));
    assertFalse(usual.isOwn("ferrule/h/boiler/pump"));
  }
}
