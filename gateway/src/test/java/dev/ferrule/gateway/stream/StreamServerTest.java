package dev.ferrule.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stream from outside: real sockets, two loops. */
class StreamServerTest {

  private static final String BIN = "v1.bin.ferrule.dev";
  private static final String JSON = "v1.json.ferrule.dev";

  private ServingFixture server;

  @BeforeEach
  void start() {
    server = new ServingFixture(StreamSettings.DEFAULT, 2, "boiler", "tank");
    server.up("boiler", Channels.sensor("boiler", "temp"), Channels.relay("boiler", "pump"));
    server.up("tank", mixed());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "''                      | ''",
        "v1.json.ferrule.dev     | v1.json.ferrule.dev",
        "v1.bin.ferrule.dev      | v1.bin.ferrule.dev",
        "v1.json.ferrule.dev,v1.bin.ferrule.dev | v1.bin.ferrule.dev",
        "v1.bin.ferrule.dev,v1.json.ferrule.dev | v1.bin.ferrule.dev",
        "v9.xml.ferrule.dev,v1.json.ferrule.dev | v1.json.ferrule.dev"
      },
      delimiter = '|')
  void choosesTheSubprotocolByItsOwnPreference(String offered, String chosen) throws Exception {
    String[] names = offered.isEmpty() ? new String[0] : offered.split(",", -1);
    try (WsClient client = new WsClient(server.port(), names)) {
      assertEquals(chosen, client.subprotocol());
      boolean binary = chosen.equals(BIN);
      client.send("{\"t\":\"subscribe\"}");
      JsonNode unused = client.text("subscribed");
      assertEquals(binary, client.next() instanceof WsClient.Event.Binary);
    }
  }

  @Test
  void refusesOnlyUnknownSubprotocolsWithTheList() throws Exception {
    RawHttp.Answer answer = upgrade("Sec-WebSocket-Protocol: v9.xml.ferrule.dev, mqtt");
    assertEquals(400, answer.status());
    assertEquals("application/problem+json", answer.header("content-type"));
    assertTrue(answer.body().contains(BIN + ", " + JSON), answer.body());
  }

  @ParameterizedTest
  @CsvSource({
    "8, dGhlIHNhbXBsZSBub25jZQ==, 426",
    "7, dGhlIHNhbXBsZSBub25jZQ==, 426",
    "0, dGhlIHNhbXBsZSBub25jZQ==, 426",
    "13, dGhlIHNhbXBsZQ==, 400",
    "13, not-base64!, 400",
    "13, '', 400"
  })
  void refusesOtherVersionsAndBadKeys(String version, String key, int status) throws Exception {
    RawHttp.Answer answer =
        RawHttp.send(
            server.port(),
            "GET",
            "/ws/v1",
            "Upgrade: websocket",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Version: " + version,
            "Sec-WebSocket-Key: " + key);
    assertEquals(status, answer.status());
    assertEquals(status == 426 ? "13" : "", answer.header("sec-websocket-version"));
  }

  @Test
  void asksForAnUpgradeWhereThereIsNone() throws Exception {
    RawHttp.Answer answer = RawHttp.send(server.port(), "GET", "/ws/v1");
    assertEquals(426, answer.status());
    assertEquals("websocket", answer.header("upgrade"));
  }

  @Test
  void letsNobodyInFromAForeignPage() throws Exception {
    assertEquals(403, upgrade("Origin: http://evil.example").status());
    assertEquals(403, upgrade("Origin: null").status());
    assertEquals(421, upgrade("Host: rebound.example:" + server.port()).status());
    assertEquals(0, server.clients());
  }

  @Test
  void showsTheSameReadingsInBothCodecs() throws Exception {
    long seed = 20_261_122;
    Random random = new Random(seed);
    try (WsClient binary = subscriber(BIN);
        WsClient json = subscriber(JSON)) {
      StreamReader fromBinary = reader(binary);
      StreamReader fromJson = reader(json);
      List<StreamReader.Reading> b = new ArrayList<>();
      List<StreamReader.Reading> j = new ArrayList<>();
      int wanted = 0;
      for (int i = 0; i < 200; i++) {
        ReadingBatch batch = random(random, server.epoch() + 1_000L * i);
        wanted += batch.size();
        server.read("tank", batch);
      }
      while (b.size() < wanted) {
        b.addAll(fromBinary.read(binary.readings()));
      }
      while (j.size() < wanted) {
        j.addAll(fromJson.read(json.text("readings")));
      }
      assertEquals(wanted, j.size(), "seed " + seed);
      // The two groups may gather differently: compared channel by channel, floats as the floats
      // they are.
      for (int channel = 0; channel < 7; channel++) {
        assertEquals(of(b, channel), of(j, channel), "seed " + seed + ", channel " + channel);
      }
    }
  }

  private static List<String> of(List<StreamReader.Reading> readings, int channel) {
    return readings.stream()
        .filter(r -> r.channel() == channel)
        .map(r -> r.time() + " " + (float) r.value() + " " + r.quality())
        .toList();
  }

  @Test
  void letsAJoinerOfARunningStreamDecodeIt() throws Exception {
    try (WsClient first = subscriber(BIN)) {
      StreamReader one = reader(first);
      for (int i = 0; i < 50; i++) {
        server.read("boiler", reading(i));
        one.read(first.readings());
      }
      try (WsClient joiner = subscriber(BIN)) {
        StreamReader two = reader(joiner);
        server.read("boiler", reading(50));
        awaitValue(first, one, 50);
        awaitValue(joiner, two, 50);
        assertEquals(one.latest(0), two.latest(0));
      }
    }
  }

  @Test
  void goesOnUnderANewDictionary() throws Exception {
    try (WsClient client = subscriber(BIN)) {
      StreamReader reader = reader(client);
      server.read("boiler", reading(5));
      awaitValue(client, reader, 5);

      server.up("boiler", Channels.relay("boiler", "pump"), Channels.sensor("boiler", "temp"));
      reader.dictionary(client.text("dictionary"));
      server.read("boiler", ReadingBatch.single(1, server.epoch() + 9, 36.5, Quality.GOOD));
      while (!reader.latest().containsKey(1)) {
        reader.read(client.readings());
      }
      assertEquals(36.5, reader.latest(1).value());
    }
  }

  @Test
  void followsACommandToItsEnd() throws Exception {
    try (WsClient asker = new WsClient(server.port(), BIN);
        WsClient watcher = subscriber(JSON)) {
      JsonNode unused = watcher.text("subscribed");
      asker.send(
          "{\"t\":\"command\",\"id\":\"command-1\",\"channel\":\"boiler.pump\",\"value\":1}");
      DeviceCommand command = server.written();
      server.report("boiler", command.id(), new CommandProgress.Written());
      server.report("boiler", command.id(), new CommandProgress.Done(1));
      server.read("boiler", ReadingBatch.single(1, server.epoch() + 1, 1, Quality.GOOD));

      assertEquals("admitted", followToTheEnd(asker).getFirst(), "the answer");
      assertEquals("confirmed", followToTheEnd(watcher).getLast());
    }
  }

  /** Hears of a command until it is confirmed: fewer states than there are, none twice or late. */
  private static List<String> followToTheEnd(WsClient client) throws InterruptedException {
    List<String> told = new ArrayList<>();
    while (!told.contains("confirmed")) {
      told.add(client.text("command").path("state").asText());
    }
    List<String> life = List.of("admitted", "written", "acknowledged", "confirmed");
    assertEquals(life.stream().filter(told::contains).toList(), told);
    return told;
  }

  @Test
  void tellsWhyACommandIsRejected() throws Exception {
    try (WsClient client = new WsClient(server.port())) {
      client.send(
          "{\"t\":\"command\",\"id\":\"command-1\",\"channel\":\"boiler.temp\",\"value\":1}");
      JsonNode rejected = client.text("command");
      assertEquals("rejected", rejected.path("state").asText());
      assertEquals("read_only", rejected.path("reason").asText());
    }
  }

  @Test
  void answersPingFrames() {
    try (WsClient client = new WsClient(server.port(), BIN)) {
      client.ping();
    }
  }

  @Test
  void tellsTheTimeWhenNothingElseIsThere() throws Exception {
    try (WsClient client = new WsClient(server.port(), BIN)) {
      assertTrue(client.time().path("time").asLong() >= server.epoch());
    }
  }

  @Test
  void closesForAMessageThatIsTooLong() throws Exception {
    try (WsClient client = new WsClient(server.port(), BIN)) {
      client.send("{\"t\":\"ping\",\"id\":\"" + "x".repeat(5_000) + "\"}");
      assertEquals(1009, client.closeCode());
    }
  }

  @Test
  void refusesBytes() throws Exception {
    try (WsClient client = new WsClient(server.port(), BIN)) {
      client.send(new byte[] {1, 2, 3});
      assertEquals("bad_request", client.text("error").path("code").asText());
    }
  }

  @Test
  void closesForEightBadMessages() throws Exception {
    try (WsClient client = new WsClient(server.port(), BIN)) {
      for (int i = 0; i < 8; i++) {
        client.send("{\"t\":\"wrong\"}");
      }
      assertEquals(4400, client.closeCode());
    }
  }

  @Test
  void closesForTooManyMessages() throws Exception {
    try (WsClient client = new WsClient(server.port(), BIN)) {
      for (int i = 0; i < 200 && client.offer("{\"t\":\"ping\"}"); i++) {}
      assertEquals(4429, client.closeCode());
    }
  }

  @Test
  void givesThePlaceBackWhenAClientGoes() throws Exception {
    StreamSettings one =
        new StreamSettings(Duration.ofMillis(10), 1, 65_536, Duration.ofSeconds(10), 50, 100);
    try (ServingFixture small = new ServingFixture(one, 1)) {
      WsClient first = new WsClient(small.port(), BIN);
      JsonNode unused = first.text("hello");
      try (WsClient second = new WsClient(small.port(), BIN)) {
        assertEquals(1013, second.closeCode());
      }
      first.close();
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (small.clients() > 0 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      try (WsClient third = new WsClient(small.port(), BIN)) {
        assertEquals(1, third.text("hello").path("version").asInt());
      }
    }
  }

  @Test
  void saysGoodbyeWhenItStops() throws Exception {
    WsClient client = new WsClient(server.port(), BIN);
    JsonNode unused = client.text("hello");
    server.close();
    assertEquals(1001, client.closeCode());
    start();
  }

  private RawHttp.Answer upgrade(String header) throws Exception {
    return RawHttp.send(
        server.port(),
        "GET",
        "/ws/v1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        header);
  }

  private WsClient subscriber(String subprotocol) {
    WsClient client = new WsClient(server.port(), subprotocol);
    client.send("{\"t\":\"subscribe\"}");
    return client;
  }

  /** A reader that has the dictionary and, in binary, the snapshot. */
  private static StreamReader reader(WsClient client) throws InterruptedException {
    StreamReader reader = new StreamReader();
    reader.dictionary(client.text("dictionary"));
    JsonNode unused = client.text("subscribed");
    if (client.subprotocol().equals(BIN)) {
      reader.read(client.readings());
    } else {
      reader.read(client.text("readings"));
    }
    return reader;
  }

  private static void awaitValue(WsClient client, StreamReader reader, double value)
      throws InterruptedException {
    while (!reader.latest().containsKey(0) || reader.latest(0).value() != value) {
      reader.read(client.readings());
    }
  }

  private ReadingBatch reading(int i) {
    return ReadingBatch.single(0, server.epoch() + i, i, Quality.GOOD);
  }

  /** Channels of every scale, neighbors of one device. */
  private static Channel[] mixed() {
    return new Channel[] {
      channel("whole", Scale.WHOLE),
      channel("tenths", new Scale.Decimals(1)),
      channel("thousandths", new Scale.Decimals(3)),
      channel("ratio", new Scale.Ratio(5, 1024)),
      channel("floating", new Scale.Floating())
    };
  }

  private static Channel channel(String key, Scale scale) {
    return new Channel(
        new ChannelId("tank", key),
        key,
        "",
        scale instanceof Scale.Floating ? Kind.FLOAT : Kind.NUMBER,
        scale,
        ValueRange.ANY,
        Duration.ZERO,
        true,
        Optional.empty(),
        Map.of());
  }

  private static ReadingBatch random(Random random, long time) {
    int first = random.nextInt(5);
    int channels = 1 + random.nextInt(5 - first);
    int rows = 1 + random.nextInt(12);
    long[] times = new long[rows];
    double[] values = new double[channels * rows];
    byte[] quality = new byte[values.length];
    for (int row = 0; row < rows; row++) {
      times[row] = time + 10L * row + random.nextInt(3);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(20)) {
            case 0 -> 1e12 + random.nextInt(1000);
            case 1 -> Double.NaN;
            case 2 -> 0;
            // On the grid of every scale: a column with one value that does not fit goes as floats.
            default -> Math.round(random.nextGaussian() * 1000) * 5;
          };
      quality[i] = (byte) (random.nextInt(8) == 0 ? 0x40 + random.nextInt(0xC0) : 0);
    }
    return new ReadingBatch(first, channels, times, values, quality);
  }
}
