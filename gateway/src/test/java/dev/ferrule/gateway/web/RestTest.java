package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.RawHttp;
import dev.ferrule.protocol.Quality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REST and health, over real sockets. */
class RestTest extends HttpClientFixture {

  @Test
  void listsDevices() throws Exception {
    JsonNode devices = json(get("/api/v1/devices")).path("devices");
    assertEquals(2, devices.size());
    assertEquals("boiler", devices.path(0).path("id").asText());
    assertEquals("up", devices.path(0).path("state").asText());
    assertEquals("down", devices.path(1).path("state").asText());
    assertEquals("not opened yet", devices.path(1).path("reason").asText());
    String since = devices.path(0).path("since").asText();
    assertTrue(since.matches("2\\d{3}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z"), since);
  }

  @Test
  void listsOneDevice() throws Exception {
    JsonNode found = json(get("/api/v1/devices?device=boiler")).path("devices");
    assertEquals(1, found.size());
    assertEquals("boiler", found.path(0).path("id").asText());
    assertEquals(0, json(get("/api/v1/devices?device=oven")).path("devices").size());
  }

  @Test
  void tellsWhatCameOverTheLinkOfADevice() throws Exception {
    server.count(
        "boiler",
        new LinkCounts(
            1_000,
            40,
            7,
            2,
            3,
            5,
            1_767_225_600_500L,
            1_767_225_600_123L,
            new TreeMap<>(Map.of("crc", 2L))));
    JsonNode devices = json(get("/api/v1/devices")).path("devices");
    assertEquals(
        JSON.readTree(
            """
            {"bytes":1000,"frames":40,"ignored":7,"damaged":2,"lost":3,"bad_values":5,
             "last_bytes":"2026-01-01T00:00:00.500Z","last_frame":"2026-01-01T00:00:00.123Z","details":{"crc":2}}
            """),
        devices.path(0).path("counts"));
    assertEquals(
        JSON.readTree(
            """
            {"bytes":0,"frames":0,"ignored":0,"damaged":0,"lost":0,"bad_values":0,"details":{}}
            """),
        devices.path(1).path("counts"));
  }

  @Test
  void tellsHowThoseStandThatAreToldReadings() throws Exception {
    assertEquals(
        JSON.readTree(
            """
            {"upstream":[
             {"kind":"mqtt","name":"home","address":"127.0.0.1:1883","state":"up",
              "since":"1970-01-01T00:00:00.000Z"},
             {"kind":"mqtt","name":"works","address":"broker.example:8883","state":"down",
              "since":"2026-01-01T00:00:00.000Z","text":"broker.example:8883 does not answer",
              "backlog":{"readings":12,"oldest":"2026-01-01T00:00:01.500Z","left":172800,"told":7,"lost":3}}]}
            """),
        json(get("/api/v1/upstream")));
  }

  @Test
  void listsChannels() throws Exception {
    JsonNode channels = json(get("/api/v1/channels?channels=*.pump")).path("channels");
    assertEquals(1, channels.size());
    assertEquals(
        JSON.readTree(
            """
            {"n":1,"id":"boiler.pump","device":"boiler","name":"pump","unit":"","kind":"switch",
             "decimals":0,"min":0,"max":1,"period":1000,"access":"rw","safe":0}
            """),
        channels.path(0));
  }

  @Test
  void showsTheNewestReadings() throws Exception {
    RawHttp.Answer answer = get("/api/v1/readings?channels=boiler.temp,*.pump");
    JsonNode readings = json(answer).path("readings");
    assertEquals("no-store", answer.header("cache-control"));
    assertEquals(
        JSON.readTree(
            """
            [{"channel":"boiler.temp","time":"2026-01-01T00:00:00.123Z","value":21.0,"unit":"Cel",
              "quality":"good","reason":""},
             {"channel":"boiler.pump","time":"2026-01-01T00:00:00.000Z","value":1,"unit":"",
              "quality":"stale","reason":"link down"}]
            """),
        readings);
  }

  @Test
  void handsOutWhatALineCarriedAndWhereItGoesOn() throws Exception {
    RawHttp.Answer first = get("/api/v1/captures/boiler");
    assertEquals(200, first.status());
    assertEquals("text/plain; charset=us-ascii", first.header("content-type"));
    assertEquals(
        """
        ferrule-capture 1
        started 1970-01-01T00:00:00Z
        port /dev/boiler
        line 9600 8N1
        0.000000 open
        0.250000 < hello\\n
        """,
        first.body());
    assertEquals("</api/v1/captures/boiler?from=2>; rel=\"next\"", first.header("link"));

    RawHttp.Answer next = get("/api/v1/captures/boiler?from=1");
    assertEquals("0.250000 < hello\\n\n", next.body());
    assertEquals(first.header("link"), next.header("link"));
    assertEquals("", get("/api/v1/captures/boiler?from=2").body());
  }

  @Test
  void refusesCapturesOfNoLineAndPositionsOfAnotherRun() throws Exception {
    assertEquals(404, get("/api/v1/captures/kettle").status());
    assertEquals(410, get("/api/v1/captures/boiler?from=3").status());
    assertEquals(400, get("/api/v1/captures/boiler?from=-1").status());
    assertEquals(400, get("/api/v1/captures/boiler?since=1").status());
  }

  @Test
  void saysWhetherItIsHealthy() throws Exception {
    assertEquals("{\"status\":\"ok\"}", get("/health/live").body());
    assertEquals(
        "{\"status\":\"ok\",\"encryption\":\"loopback\",\"devices\":{\"total\":2,\"up\":1},"
            + "\"ledger\":{\"state\":\"open\",\"text\":\"\"}}",
        get("/health/ready").body());
  }

  @Test
  void takesACommandAndTellsWhereItIs() throws Exception {
    RawHttp.Answer taken =
        post("/api/v1/commands", "{\"id\":\"command-1\",\"channel\":\"boiler.pump\",\"value\":1}");
    assertEquals(202, taken.status());
    assertEquals("/api/v1/commands/command-1", taken.header("location"));
    assertEquals("admitted", json(taken).path("state").asText());
    assertEquals("local", json(taken).path("actor").asText());
    assertEquals(3_000, json(taken).path("ttl").asInt());

    confirm(server.written());
    RawHttp.Answer done = get(taken.header("location") + "?wait=10s");
    assertEquals(200, done.status());
    assertEquals("confirmed", json(done).path("state").asText());
  }

  @Test
  void waitsForTheEndOfACommand() throws Exception {
    CompletableFuture<RawHttp.Answer> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return post(
                    "/api/v1/commands?wait=15s", "{\"channel\":\"boiler.pump\",\"value\":1}");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    confirm(server.written());

    RawHttp.Answer done = answer.get(60, TimeUnit.SECONDS);

    assertEquals(200, done.status());
    assertEquals("confirmed", json(done).path("state").asText());
    assertEquals("/api/v1/commands/" + json(done).path("id").asText(), done.header("location"));
  }

  @Test
  void tellsTheLatestWhenTheWaitIsOver() throws Exception {
    RawHttp.Answer answer =
        post("/api/v1/commands?wait=50ms", "{\"channel\":\"boiler.pump\",\"value\":1}");
    assertEquals(202, answer.status());
    assertEquals("admitted", json(answer).path("state").asText());
  }

  @Test
  void tellsARefusalAsTheStateOfTheCommand() throws Exception {
    RawHttp.Answer answer = post("/api/v1/commands", "{\"channel\":\"boiler.pump\",\"value\":0.5}");
    assertEquals(200, answer.status());
    assertEquals("rejected", json(answer).path("state").asText());
    assertEquals("range", json(answer).path("reason").asText());
  }

  @Test
  void takesTheSameCommandOnce() throws Exception {
    String body = "{\"channel\":\"boiler.pump\",\"value\":1}";
    RawHttp.Answer first = post("/api/v1/commands", body, "Idempotency-Key: command-1");
    RawHttp.Answer second = post("/api/v1/commands", body, "Idempotency-Key: \"command-1\"");
    assertEquals(202, first.status());
    assertEquals(202, second.status());
    assertEquals("command-1", json(second).path("id").asText());
    assertEquals("command-1", server.written().id());

    String different = "{\"channel\":\"boiler.pump\",\"value\":0}";
    RawHttp.Answer other = post("/api/v1/commands", different, "Idempotency-Key: command-1");
    assertEquals(422, other.status());
    assertEquals("https://ferrule.dev/problems/id-reused", json(other).path("type").asText());
    assertEquals(0, server.writtenSoFar());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"channel":"boiler.pump","valeu":1}              | /valeu   | Did you mean "value"?
          {"channel":"boiler.pump"}                        | /value   | It is a number.
          {"channel":"boiler.pump","value":"1"}            | /value   | ``
          {"channel":7,"value":1}                          | /channel | ``
          {"channel":"boiler","value":1}                   | /channel | Write device.channel, as in "boiler.pump".
          {"channel":"boiler.pump","value":1,"ttl":5}      | /ttl     | It is 100 to 60000 ms.
          {"channel":"boiler.pump","value":1,"id":"command-2"} | /id  | Send one of them, or both the same.
          {"channel":"boiler.pump","value":1               | line 1, column 35 | Close every {, [ and quote.
          {"channel":"boiler.pump","value":true}           | /value   | Write 1 for true or on, 0 for false or off.
          nonsense                                         | line 1, column 1  | Names and texts stand in double quotes, with commas between fields; each name once.
          [1]                                              | ``       | Send one object: {…}.
          """)
  void refusesABodyAndSaysWhere(String body, String place, String hint) throws Exception {
    RawHttp.Answer answer = post("/api/v1/commands", body, "Idempotency-Key: command-1");
    assertEquals(400, answer.status());
    assertEquals("application/problem+json", answer.header("content-type"));
    JsonNode problem = json(answer);
    assertEquals("https://ferrule.dev/problems/bad-request", problem.path("type").asText());
    assertEquals("Bad request", problem.path("title").asText());
    assertEquals(400, problem.path("status").asInt());
    assertFalse(problem.path("detail").asText().isEmpty());
    assertEquals(place, problem.path("place").asText());
    assertEquals(hint, problem.path("hint").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/readings?chanels=x   | ?chanels  | Did you mean "channels"?
          /api/v1/readings?channels=A  | ?channels | Write up to 64 patterns with commas between them, as in boiler.*,tank.level.
          /api/v1/channels?channels=a&channels=b | ?channels | ''
          /api/v1/history/status?all=1 | ?all      | This address takes none.
          /api/v1/channels?channels=%zz | ?        | Write % as %25.
          /api/v1/commands/command-1?wait=% | ?    | Write % as %25.
          /api/v1/commands/command-1?wait=3 | ?wait | Write it with its unit, as in 3s or 500ms; at most 90s.
          /api/v1/commands/command-1?wait=91s | ?wait | Write it with its unit, as in 3s or 500ms; at most 90s.
          """)
  void refusesAQueryAndSaysWhere(String path, String place, String hint) throws Exception {
    RawHttp.Answer answer = get(path);
    assertEquals(400, answer.status());
    assertEquals(place, json(answer).path("place").asText());
    assertEquals(hint, json(answer).path("hint").asText());
  }

  @Test
  void refusesABodyThatIsTooLongOrNotJson() throws Exception {
    assertEquals(413, post("/api/v1/commands", " ".repeat(8_193)).status());
    assertEquals(400, post("/api/v1/commands", " ".repeat(8_192)).status());
    String request =
        "POST /api/v1/commands HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: %s\r\n"
            + "Content-Length: 2\r\nConnection: close\r\n\r\n{}";
    String form = request.formatted(server.port(), "application/x-www-form-urlencoded");
    assertEquals(415, RawHttp.exchange(server.port(), form).status());
    String json = request.formatted(server.port(), "application/json; charset=utf-8");
    assertEquals(400, RawHttp.exchange(server.port(), json).status());
    String latin = json.replace("{}", "\u00e4\u00e4");
    assertTrue(RawHttp.exchange(server.port(), latin).body().contains("no UTF-8"));
  }

  @Test
  void namesTheMethodsThatArePossible() throws Exception {
    RawHttp.Answer answer = ask("DELETE", "/api/v1/devices");
    assertEquals(405, answer.status());
    assertEquals("GET, HEAD", answer.header("allow"));
    assertEquals("POST", get("/api/v1/commands").header("allow"));
    assertEquals(405, ask("OPTIONS", "/api/v1/readings").status());
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    RawHttp.Answer head = ask("HEAD", "/health/live");
    assertEquals(200, head.status());
    assertEquals("15", head.header("content-length"));
    assertEquals("", head.body());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/nothing",
    "/api",
    "/apiv1",
    "/admin",
    "/api/v1/devices/",
    "/api/v1/commands/a/b"
  })
  void knowsNoOtherAddress(String path) throws Exception {
    RawHttp.Answer answer = get(path);
    assertEquals(404, answer.status());
    assertEquals("application/problem+json", answer.header("content-type"));
    assertEquals("https://ferrule.dev/problems/not-found", json(answer).path("type").asText());
  }

  @Test
  void knowsNoOtherCommand() throws Exception {
    RawHttp.Answer answer = get("/api/v1/commands/no-such-command");
    assertEquals(404, answer.status());
    assertEquals("https://ferrule.dev/problems/no-command", json(answer).path("type").asText());
  }

  private void confirm(DeviceCommand command) {
    server.report("boiler", command.id(), new CommandProgress.Written());
    server.report("boiler", command.id(), new CommandProgress.Done(command.value()));
    server.read(
        "boiler", ReadingBatch.single(1, server.epoch() + 1, command.value(), Quality.GOOD));
  }
}
