package dev.ferrule.gateway.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.protocol.Quality;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A running server with two devices, and ways to ask it. */
abstract class HttpClientFixture {

  static final ObjectMapper JSON = new ObjectMapper();

  ServingFixture server;

  @BeforeEach
  void start() {
    HttpSettings http = new HttpSettings("127.0.0.1", 0, 2, List.of("http://gateway.example:9000"));
    server = new ServingFixture(StreamSettings.DEFAULT, http, "boiler", "tank");
    server.up("boiler", Channels.sensor("boiler", "temp"), Channels.relay("boiler", "pump"));
    server.read("boiler", ReadingBatch.single(0, 1_767_225_600_123L, 21.04, Quality.GOOD));
    int stale = Quality.of(Quality.STALE, Quality.LINK_DOWN);
    server.read("boiler", ReadingBatch.single(1, 1_767_225_600_000L, 1, stale));
    server.settle();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  RawHttp.Answer get(String path, String... headers) throws IOException {
    return RawHttp.send(server.port(), "GET", path, headers);
  }

  RawHttp.Answer ask(String method, String path) throws IOException {
    return RawHttp.send(server.port(), method, path);
  }

  RawHttp.Answer post(String path, String body, String... headers) throws IOException {
    StringBuilder request = new StringBuilder();
    request.append("POST ").append(path).append(" HTTP/1.1\r\nHost: localhost:");
    request.append(server.port()).append("\r\nContent-Type: application/json\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    request.append("Content-Length: ").append(body.length()).append("\r\n");
    request.append("Connection: close\r\n\r\n").append(body);
    return RawHttp.exchange(server.port(), request.toString());
  }

  static JsonNode json(RawHttp.Answer answer) throws JsonProcessingException {
    return JSON.readTree(answer.body());
  }
}
