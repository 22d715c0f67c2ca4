package dev.ferrule.gateway.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A WebSocket client of the gateway in the guest. */
final class GpioClient implements WebSocket.Listener {

  private static final long PATIENCE_S = Program.PATIENCE.toSeconds();

  private static final long QUIET_MS = 500;

  /** A reading with its own time, milliseconds since 1970 UTC. */
  record Reading(long time, double value) {}

  private final ObjectMapper json = new ObjectMapper();
  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, BlockingQueue<Reading>> readings = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> commands = new LinkedBlockingQueue<>();
  private final AtomicInteger number = new AtomicInteger();
  private final WebSocket socket;

  private GpioClient(String address) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("v1.json.ferrule.dev")
            .buildAsync(URI.create(address.replace("http:", "ws:") + "/ws/v1"), this)
            .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
            .join();
    say("{\"t\":\"subscribe\"}");
  }

  /** Connects to a gateway as soon as it serves. */
  static GpioClient connect(Program gateway) throws Exception {
    return new GpioClient(gateway.await("Dashboard: (http://\\S+?)/?\\s").group(1));
  }

  private void say(String message) {
    socket.sendText(message, true).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** Sets an output; the command must end as confirmed. */
  void command(String channel, int value) throws InterruptedException {
    JsonNode end = end(channel, value);
    GpioGuest.check(end.path("state").asText().equals("confirmed"), end.toString());
  }

  /** Sets an output; the last message of the command. */
  JsonNode end(String channel, int value) throws InterruptedException {
    String id = "command-" + number.incrementAndGet() + "-" + System.nanoTime();
    say(
        "{\"t\":\"command\",\"id\":\"%s\",\"channel\":\"%s\",\"value\":%d}"
            .formatted(id, channel, value));
    String seen = "";
    while (true) {
      JsonNode message = commands.poll(PATIENCE_S, TimeUnit.SECONDS);
      GpioGuest.check(message != null, channel + " got no further than " + seen);
      if (message.path("id").asText().equals(id)) {
        seen += " " + message.path("state").asText();
        if (seen.matches(".*(confirmed|rejected|failed|expired|unknown)")) {
          return message;
        }
      }
    }
  }

  /** Forgets the readings that came so far. */
  void forget() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(QUIET_MS);
    readings.clear();
  }

  /** The next reading of a channel, by its number. */
  Reading next(int channel) throws InterruptedException {
    Reading reading = of(channel).poll(PATIENCE_S, TimeUnit.SECONDS);
    GpioGuest.check(reading != null, "no reading of channel " + channel);
    return reading;
  }

  /** Whether nothing more comes from a channel for half a second. */
  boolean quiet(int channel) throws InterruptedException {
    return of(channel).poll(QUIET_MS, TimeUnit.MILLISECONDS) == null;
  }

  private BlockingQueue<Reading> of(int channel) {
    return readings.computeIfAbsent(channel, _ -> new LinkedBlockingQueue<>());
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      try {
        take(json.readTree(text.toString()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  private void take(JsonNode message) {
    if (GpioGuest.is(message, "command")) {
      commands.add(message);
    } else if (GpioGuest.is(message, "readings") && !message.path("k").asBoolean()) {
      long base = message.path("time").asLong();
      for (JsonNode reading : message.path("r")) {
        of(reading.path(0).asInt())
            .add(new Reading(base + reading.path(1).asLong(), reading.path(2).asDouble()));
      }
    }
  }
}
