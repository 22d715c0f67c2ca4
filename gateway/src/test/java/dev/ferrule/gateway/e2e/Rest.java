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

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  /** The interface at {@code address}, as in {@code http://127.0.0.1:8080}. */
  Rest(String address) {
    this.address = address;
  }

  /** What is at {@code path}. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(URI.create(address + path)).build());
  }

  /** The value of a channel; waits until it has one. */
  double reading(String channel) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode last = null;
    while (System.nanoTime() < deadline) {
      last = get("/api/v1/readings?channels=" + channel).path("readings").path(0);
      if (last.path("value").isNumber()) {
        return last.path("value").asDouble();
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no reading of " + channel + " but " + last);
  }

  /** Sets an output, said twice where that is asked for; where the command was after 5 s. */
  JsonNode command(String channel, double value) throws IOException, InterruptedException {
    String body = "{\"channel\":\"%s\",\"value\":%s,\"confirm\":true}".formatted(channel, value);
    return answer(
        HttpRequest.newBuilder(URI.create(address + "/api/v1/commands?wait=5s"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    return new ObjectMapper()
        .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
