package dev.ferrule.gateway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The REST interface of a running gateway, as a client far from it sees it. */
final class Rest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  /** The interface at {@code address}, as in {@code http://127.0.0.1:8080}. */
  Rest(String address) {
    this.address = address;
  }

  /** What is at {@code path}. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(URI.create(address + path)));
  }

  /** The reading of a channel; waits until it has a good one. */
  JsonNode reading(String channel) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode last = null;
    while (System.nanoTime() < deadline) {
      last = get("/api/v1/readings?channels=" + channel).path("readings").path(0);
      if (last.path("value").isNumber() && last.path("quality").asText().equals("good")) {
        return last;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no good reading of " + channel + " but " + last);
  }

  /** The value of a channel; waits until it has a good one. */
  double value(String channel) throws IOException, InterruptedException {
    return reading(channel).path("value").asDouble();
  }

  /** Sets an output, with the proof that a danger may ask for; where the command is 10 s later. */
  JsonNode command(String channel, double value) throws IOException, InterruptedException {
    String body = "{\"channel\":\"%s\",\"value\":%s,\"confirm\":true}".formatted(channel, value);
    return answer(
        HttpRequest.newBuilder(URI.create(address + "/api/v1/commands?wait=10s"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Asks for a command with an id of its own; what is answered at once. */
  JsonNode submit(String id, String channel, double value)
      throws IOException, InterruptedException {
    return post("", id, channel, value);
  }

  /** The same; where the command is 10 s later. */
  JsonNode command(String id, String channel, double value)
      throws IOException, InterruptedException {
    return post("?wait=10s", id, channel, value);
  }

  private JsonNode post(String wait, String id, String channel, double value)
      throws IOException, InterruptedException {
    String body = "{\"id\":\"%s\",\"channel\":\"%s\",\"value\":%s}".formatted(id, channel, value);
    return answer(
        HttpRequest.newBuilder(URI.create(address + "/api/v1/commands" + wait))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest bounded = request.timeout(PATIENCE).build();
    return JSON.readTree(http.send(bounded, HttpResponse.BodyHandlers.ofString()).body());
  }
}
