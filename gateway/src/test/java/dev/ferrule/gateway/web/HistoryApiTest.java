package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.protocol.Quality;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HistoryApiTest {

  private static final long T = 1_767_225_600_000L;
  private static final int READINGS = 5_000;

  @TempDir Path data;
  private ServingFixture gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = ServingFixture.remembering(data, "boiler");
    gateway.up("boiler", Channels.sensor("boiler", "temp"), Channels.sensor("boiler", "flow"));
    for (int i = 0; i < READINGS; i++) {
      gateway.read("boiler", ReadingBatch.single(0, T + i * 1000L, i % 100 / 10.0, Quality.GOOD));
    }
    gateway.read(
        "boiler", ReadingBatch.single(1, T, 3, Quality.of(Quality.BAD, Quality.SENSOR_FAULT)));
    gateway.remembered(READINGS + 1);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void drawsCurvesAsJson() throws Exception {
    JsonNode answer =
        json(get("?channels=boiler.temp&from=" + T + "&to=" + (T + 4_999_999) + "&points=50", ""));
    JsonNode curve = answer.path("channels").get(0);
    assertEquals("boiler.temp", curve.path("id").asText());
    assertEquals("Cel", curve.path("unit").asText());
    assertEquals(50, curve.path("times").size());
    assertEquals("0.0", curve.path("min").get(0).asText());
    assertEquals("9.9", curve.path("max").get(0).asText());
    assertEquals(4.95, curve.path("mean").get(0).asDouble());
    assertEquals(100, curve.path("count").get(0).asInt());
    assertEquals(T + 99_000, curve.path("times").get(0).asLong());
    assertEquals(0, answer.path("damaged").asInt());
  }

  @Test
  void hasNoNumberWhereThereWasNone() throws Exception {
    JsonNode curve =
        json(get("?channels=*.flow&from=" + T + "&to=" + (T + 1), "")).path("channels").get(0);
    assertTrue(curve.path("mean").get(0).isNull(), curve.toString());
    assertEquals(0x83, curve.path("quality").get(0).asInt());
  }

  @Test
  void tellsEveryReadingAsCsv() throws Exception {
    HttpResponse<String> answer =
        get("?channels=*&from=" + T + "&to=" + (T + 10_000_000), "text/csv");
    List<String> lines = answer.body().lines().toList();
    assertEquals("text/csv; charset=utf-8", answer.headers().firstValue("content-type").get());
    assertEquals("time,channel,value,unit,quality", lines.getFirst());
    assertEquals(READINGS + 2, lines.size());
    assertEquals("2026-01-01T00:00:00.000Z,boiler.flow,,Cel,bad: sensor fault", lines.get(1));
    assertEquals("2026-01-01T00:00:00.000Z,boiler.temp,0.0,Cel,good", lines.get(2));
    assertEquals("2026-01-01T01:23:19.000Z,boiler.temp,9.9,Cel,good", lines.getLast());
  }

  @Test
  void tellsExactlyTheTimeThatWasAskedFor() throws Exception {
    String lines =
        get(
                "?channels=boiler.temp&from=2026-01-01T00:00:10Z&to=2026-01-01T00:00:12Z&format=ndjson",
                "")
            .body();
    assertEquals(
        """
        {"channel":"boiler.temp","time":"2026-01-01T00:00:10.000Z","value":1.0,"quality":"good"}
        {"channel":"boiler.temp","time":"2026-01-01T00:00:11.000Z","value":1.1,"quality":"good"}
        {"channel":"boiler.temp","time":"2026-01-01T00:00:12.000Z","value":1.2,"quality":"good"}
        """,
        lines);
  }

  @Test
  void tellsPointsAsCsv() throws Exception {
    String lines =
        get("?channels=boiler.temp&points=2&format=csv&from=" + T + "&to=" + (T + 199_999), "")
            .body();
    assertEquals(
        """
        time,channel,min,max,mean,last,count,unit,quality\r
        2026-01-01T00:01:39.000Z,boiler.temp,0.0,9.9,4.95,9.9,100,Cel,good\r
        2026-01-01T00:03:19.000Z,boiler.temp,0.0,9.9,4.95,9.9,100,Cel,good\r
        """,
        lines);
  }

  @Test
  void saysWhatIsWrongWithAQuestion() throws Exception {
    assertProblem("?from=yesterday", "no moment");
    assertProblem("?from=-3weeks", "no moment");
    assertProblem("?points=0", "1 to 10000");
    assertProblem("?format=xml", "none of json, ndjson, csv");
    assertProblem("?from=" + (T + 1) + "&to=" + T, "after");
    assertProblem("?since=1", "no parameter");
  }

  private void assertProblem(String query, String words) throws Exception {
    HttpResponse<String> answer = get(query, "");
    assertEquals(400, answer.statusCode(), query);
    assertTrue(answer.body().contains(words), answer.body());
  }

  @Test
  void tellsHowItStands() throws Exception {
    JsonNode status = json(get("/status", ""));
    assertEquals("on", status.path("state").asText());
    assertEquals(READINGS + 1, status.path("readings").asInt());
    assertTrue(status.path("bytes").asLong() > 0);
  }

  @Test
  void saysThatThereIsNone() throws Exception {
    gateway.close();
    gateway = new ServingFixture(StreamSettings.DEFAULT, 1, "boiler");
    HttpResponse<String> answer = get("", "");
    assertEquals(404, answer.statusCode());
    assertTrue(answer.body().contains("history.enabled"), answer.body());
    assertEquals("off", json(get("/status", "")).path("state").asText());
  }

  private HttpResponse<String> get(String query, String accept) throws Exception {
    HttpRequest.Builder ask =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/history" + query));
    if (!accept.isEmpty()) {
      ask.header("Accept", accept);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(ask.build(), BodyHandlers.ofString());
    }
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertEquals(200, answer.statusCode(), answer.body());
    return new ObjectMapper().readTree(answer.body());
  }
}
