package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import org.junit.jupiter.api.Test;

class StreamServerTest {

  @Test
  void greets() throws Exception {
    try (ServingFixture server = new ServingFixture(StreamSettings.DEFAULT, 2, "boiler")) {
      server.up("boiler", Channels.sensor("boiler", "temp"));
      try (WsClient client = new WsClient(server.port(), "v1.bin.ferrule.dev")) {
        JsonNode hello = client.text("hello");
        System.out.println(hello);
        System.out.println(client.text("dictionary"));
        client.send("{\"t\":\"subscribe\"}");
        System.out.println(client.text("subscribed"));
        System.out.println(java.util.HexFormat.of().formatHex(client.readings()));
        server.read(
            "boiler", ReadingBatch.single(0, System.currentTimeMillis(), 21.5, Quality.GOOD));
        System.out.println(java.util.HexFormat.of().formatHex(client.readings()));
        assertEquals(1, server.clients());
      }
    }
  }
}
