package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.history.file.HistoryRule;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.stream.StreamDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come back are told what they missed, or that it is not all. */
@Timeout(120)
class ResumeTest {

  private static final String BIN = "v1.bin.ferrule.dev";
  private static final String JSON = "v1.json.ferrule.dev";
  private static final long T = 1_767_225_600_000L;

  @TempDir Path data;
  private ServingFixture gateway;

  @BeforeEach
  void start() {
    gateway = ServingFixture.remembering(data, "boiler");
    gateway.up("boiler", Channels.sensor("boiler", "temp"), Channels.sensor("boiler", "flow"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void tellsWhatWasMissedThenGoesOn() throws Exception {
    var client = new Returning(JSON);
    read(1);
    client.come();
    client.take();
    client.go();
    for (int i = 2; i <= 500; i++) {
      read(i);
    }
    client.come();
    assertTrue(client.resumed.path("whole").asBoolean(), client.resumed.toString());
    client.takeUntil(500);
    assertEquals(500, client.seen.size());
    client.go();
  }

  @Test
  void tellsNothingWhenNothingWasMissed() throws Exception {
    var client = new Returning(JSON);
    read(1);
    client.come();
    client.take();
    client.go();
    client.come();
    assertTrue(client.resumed.path("whole").asBoolean(), client.resumed.toString());
    assertEquals(client.resumed.path("from").asLong(), client.resumed.path("to").asLong());
    client.go();
  }

  @Test
  void saysSoWhenTheGatewayIsAnother() throws Exception {
    var client = new Returning(JSON);
    client.stream = "other";
    client.position = 3;
    read(1);
    client.come();
    assertFalse(client.resumed.path("whole").asBoolean());
    client.take();
    assertEquals(1, client.seen.size());
    client.go();
  }

  @Test
  void saysSoWhenThereIsMoreThanItTells() throws Exception {
    var client = new Returning(JSON);
    read(1);
    client.come();
    client.take();
    client.go();
    for (int i = 2; i <= 20_000; i++) {
      read(i);
    }
    client.come();
    assertFalse(client.resumed.path("whole").asBoolean());
    client.takeUntil(20_000);
    assertTrue(client.seen.size() < 10_000, client.seen.size() + " readings");
    client.go();
  }

  @Test
  void refusesHalfAPosition() throws Exception {
    try (var client = new WsClient(gateway.port(), JSON)) {
      client.send("{\"t\":\"subscribe\",\"position\":3}");
      assertTrue(client.text("error").path("text").asText().contains("belong together"));
      client.send("{\"t\":\"subscribe\",\"stream\":\"s\",\"position\":-1}");
      assertTrue(client.text("error").path("text").asText().contains("no position"));
    }
  }

  @Test
  void leavesNoHoleHoweverOftenClientsAreCut() throws Exception {
    leavesNoHole();
  }

  /** The file has next to nothing of it: what is kept of a channel is not what was told. */
  @Test
  void leavesNoHoleInChannelsThatAreNotKeptWhole() throws Exception {
    var off = new HistoryRule(false, Duration.ZERO, OptionalDouble.empty(), Duration.ofDays(1));
    Duration hour = Duration.ofHours(1);
    var hourly = new HistoryRule(true, hour, OptionalDouble.empty(), Duration.ofDays(1));
    for (HistoryRule rule : List.of(off, hourly)) {
      stop();
      gateway = ServingFixture.remembering(data.resolve("of" + rule.isOn()), rule, "boiler");
      gateway.up("boiler", Channels.sensor("boiler", "temp"), Channels.sensor("boiler", "flow"));
      leavesNoHole();
    }
  }

  /** Holes 0; what is told twice is known by channel and time. */
  private void leavesNoHole() throws Exception {
    int all = 12_000;
    read(1);
    List<Callable<Returning>> clients = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      var random = new Random(number);
      var client = new Returning(number % 2 == 0 ? BIN : JSON);
      clients.add(
          () -> {
            while (client.last < all) {
              client.come();
              int messages = 1 + random.nextInt(60);
              for (int i = 0; i < messages && client.last < all; i++) {
                client.take();
              }
              client.go();
              TimeUnit.MILLISECONDS.sleep(random.nextInt(40));
            }
            return client;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
      List<Future<Returning>> running = new ArrayList<>();
      clients.forEach(client -> running.add(threads.submit(client)));
      for (int i = 2; i <= all; i++) {
        read(i);
        if (i % 8 == 0) {
          TimeUnit.MILLISECONDS.sleep(2);
        }
      }
      for (Future<Returning> one : running) {
        Returning client = one.get(100, TimeUnit.SECONDS);
        assertEquals(0, client.broken, "resumptions that were not whole");
        assertEquals(List.of(), client.missing(all), client.codec + client.log);
        client.seen.forEach((number, value) -> assertEquals(number % 500 / 10.0, value));
        assertTrue(client.cuts > 5, client.cuts + " cuts");
      }
    }
  }

  private void read(int number) {
    gateway.read("boiler", ReadingBatch.single(0, T + number, number % 500 / 10.0, Quality.GOOD));
  }

  /** A client that remembers where it was. */
  private final class Returning {
    private final String codec;
    private final TreeMap<Integer, Double> seen = new TreeMap<>();
    private String stream = "";
    private long position = -1;
    private int first;
    private int last;
    private int cuts;
    private int broken;
    private JsonNode resumed = MissingNode.getInstance();
    private @Nullable WsClient socket;
    private StreamReader reader = new StreamReader();
    private StreamDecoder decoder = new StreamDecoder();
    private int generation;

    Returning(String codec) {
      this.codec = codec;
    }

    void come() throws Exception {
      var connected = new WsClient(gateway.port(), codec);
      socket = connected;
      JsonNode hello = connected.text("hello");
      JsonNode dictionary = connected.text("dictionary");
      reader = new StreamReader();
      reader.dictionary(dictionary);
      decoder = new StreamDecoder();
      generation = dictionary.path("gen").asInt();
      if (position < 0) {
        connected.send("{\"t\":\"subscribe\",\"channels\":[\"boiler.temp\"]}");
        first = connected.text("subscribed").path("position").asInt();
      } else {
        connected.send(
            "{\"t\":\"subscribe\",\"channels\":[\"boiler.temp\"],\"stream\":\"%s\",\"position\":%d}"
                .formatted(stream, position));
        resumed = connected.text("resumed");
        log.append("\n at " + position + " last " + last + " " + resumed);
        broken += resumed.path("whole").asBoolean() ? 0 : 1;
        cuts++;
      }
      stream = hello.path("stream").asText();
    }

    /** Takes the next readings message. */
    void take() throws Exception {
      while (true) {
        List<StreamReader.Reading> readings;
        switch (Objects.requireNonNull(socket).next()) {
          case WsClient.Event.Text(JsonNode json, String _) -> {
            if (!json.path("t").asText().equals("readings")) {
              continue;
            }
            readings = reader.read(json);
            position = json.path("position").asLong();
          }
          case WsClient.Event.Binary(var bytes) -> {
            byte[] message = bytes.toArray();
            readings = reader.read(message);
            decoder.decode(message, 0, message.length, generation, (_, _, _, _, _, _, _) -> {});
            position = decoder.position() >= 0 ? decoder.position() : position;
          }
          case WsClient.Event.Closed closed -> throw new AssertionError(closed.toString());
        }
        for (StreamReader.Reading reading : readings) {
          int number = (int) (reading.time() - T);
          seen.put(number, reading.value());
          last = Math.max(last, number);
        }
        return;
      }
    }

    final StringBuilder log = new StringBuilder();

    /** Since it came first; a batch of these has the position that its number is. */
    List<Integer> missing(int last) {
      return IntStream.rangeClosed(first, last)
          .filter(number -> !seen.containsKey(number))
          .boxed()
          .toList();
    }

    void takeUntil(int number) throws Exception {
      while (last < number) {
        take();
      }
    }

    void go() {
      Objects.requireNonNull(socket).close();
    }
  }
}
