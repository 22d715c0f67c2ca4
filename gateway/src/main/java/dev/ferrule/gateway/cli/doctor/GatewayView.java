package dev.ferrule.gateway.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.cli.client.GatewayAddress;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.json.JsonTree;
import dev.ferrule.gateway.model.LinkCounts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The devices of the gateway that runs with a configuration, as it tells them over REST. */
final class GatewayView {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private GatewayView() {}

  /**
   * What it says of each device, by its id; empty when no gateway answers at {@code gateway}, or
   * one with other devices.
   */
  static Optional<Map<String, Heard>> ask(GatewayAddress gateway, List<DeviceConfiguration> devices)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.base().resolve("api/v1/devices")).timeout(PATIENCE).build();
    try (HttpClient http = gateway.client(PATIENCE)) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? matching(JsonTree.read(answer.body()).path("devices"), devices)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it can record commands; empty when it does not say. */
  static Optional<Finding> ledger(GatewayAddress gateway) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.base().resolve("health/ready")).timeout(PATIENCE).build();
    try (HttpClient http = gateway.client(PATIENCE)) {
      String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      JsonNode ledger = JsonTree.read(answer).path("ledger");
      return switch (ledger.path("state").asText()) {
        case "open" -> Optional.of(Finding.ok("ledger", gateway.toString(), "is written"));
        case "shut" ->
            Optional.of(
                Finding.fail(
                    "ledger",
                    gateway.toString(),
                    ledger.path("text").asText(),
                    "make room or mend the disk of its data; it goes on by itself"));
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What those are still to be told that it tells readings; nothing when it does not say. */
  static List<Finding> upstream(GatewayAddress gateway) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.base().resolve("api/v1/upstream")).timeout(PATIENCE).build();
    List<Finding> findings = new ArrayList<>();
    try (HttpClient http = gateway.client(PATIENCE)) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        JsonTree.read(answer.body())
            .path("upstream")
            .forEach(one -> findings.add(BrokerChecks.backlog(one)));
      }
    } catch (IOException e) {
      return List.of();
    }
    return findings;
  }

  private static Optional<Map<String, Heard>> matching(
      JsonNode told, List<DeviceConfiguration> devices) {
    Map<String, JsonNode> byId = new HashMap<>();
    told.forEach(device -> byId.put(device.path("id").asText(), device));
    Map<String, Heard> heard = new HashMap<>();
    for (DeviceConfiguration device : devices) {
      JsonNode node = byId.get(device.id());
      if (node == null || !node.path("link").asText().equals(device.link())) {
        return Optional.empty();
      }
      heard.put(device.id(), heard(node));
    }
    return Optional.of(heard);
  }

  private static Heard heard(JsonNode device) {
    JsonNode counts = device.path("counts");
    Map<String, Long> details = new HashMap<>();
    counts
        .path("details")
        .properties()
        .forEach(detail -> details.put(detail.getKey(), detail.getValue().asLong()));
    return new Heard(
        new LinkCounts(
            counts.path("bytes").asLong(),
            counts.path("frames").asLong(),
            counts.path("ignored").asLong(),
            counts.path("damaged").asLong(),
            counts.path("lost").asLong(),
            counts.path("bad_values").asLong(),
            millis(counts.path("last_bytes")),
            millis(counts.path("last_frame")),
            new TreeMap<>(details)),
        device.path("state").asText(),
        device.path("reason").asText());
  }

  private static long millis(JsonNode time) {
    return time.isTextual() ? Instant.parse(time.asText()).toEpochMilli() : 0;
  }
}
