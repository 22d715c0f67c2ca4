package dev.ferrule.gateway.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.registry.Registry;
import org.junit.jupiter.api.Test;

class DictionaryTextTest {

  @Test
  void saysWhereADeviceIsWhenSomebodySaid() throws Exception {
    var registry = new Registry(new ManualLoop());
    registry.feed("boiler", "Boiler", "Cellar", "text", "/dev/x", (_, _) -> {});
    registry.feed("board", "Board", "text", "/dev/y", (_, _) -> {});

    JsonNode devices =
        JsonTree.read(DictionaryText.of(registry.directory()).text()).path("devices");

    assertEquals("Cellar", devices.get(0).path("area").asText());
    assertEquals(false, devices.get(1).has("area"));
  }
}
