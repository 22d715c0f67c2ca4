package dev.ferrule.gateway.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions about the past that nobody asks who means well. */
@Timeout(180)
class HostileHistoryTest {

  private static final long T = 1_767_225_600_000L;
  private static final int CHANNELS = 100;
  private static final int ROWS = 2_000;
  private static final int SLOW = 40;

  @TempDir Path data;
  private ServingFixture gateway;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    gateway = ServingFixture.remembering(data, "boiler");
    client = HttpClient.newHttpClient();
    gateway.up(
        "boiler",
        IntStream.range(0, CHANNELS)
            .mapToObj(number -> Channels.sensor("boiler", "c" + number))
            .toArray(Channel[]::new));
    for (int from = 0; from < ROWS; from += 100) {
      long[] times = new long[100];
      double[] values = new double[CHANNELS * 100];
      for (int row = 0; row < 100; row++) {
        times[row] = T + (from + row) * 1000L;
        for (int channel = 0; channel < CHANNELS; channel++) {
          values[channel * 100 + row] = (from + row) * (channel + 7L) % 1_000 / 10.0;
        }
      }
      gateway.read("boiler", new ReadingBatch(0, CHANNELS, times, values, null));
      gateway.remembered((long) (from + 100) * CHANNELS);
    }
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  @Test
  void answersEveryTimeThatCanBeWritten() throws Exception {
    List<String> moments =
        List.of(
            "0",
            "1",
            "999999999999999999",
            "1970-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "-292275054-01-01T00:00:00Z",
            "%2B292278993-01-01T00:00:00Z",
            "%2B999999999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.999Z",
            "-999999999d",
            "-0ms",
            Long.toString(T));
    for (String from : moments) {
      for (String to : moments) {
        for (String rest : List.of("", "&points=1", "&points=500", "&points=1&format=csv")) {
          String query = "?channels=boiler.c1&from=" + from + "&to=" + to + rest;
          int status = get(query).statusCode();
          assertTrue(status == 200 || status == 400, query + ": " + status);
        }
      }
    }
    assertEquals(ROWS, count(get("?channels=boiler.c1&from=0&points=1&to=" + Long.MAX_VALUE / 10)));
  }

  private static int count(HttpResponse<String> answer) {
    return Integer.parseInt(answer.body().replaceAll("(?s).*\"count\":\\[(\\d+)\\].*", "$1"));
  }

  @Test
  void saysWhatIsTooMuchAndWhatThereIsNot() throws Exception {
    assertEquals(400, get("?channels=*&from=0&points=10000").statusCode());
    HttpResponse<String> none = get("?channels=nobody.*&from=0&points=10000");
    assertEquals(200, none.statusCode());
    assertTrue(none.body().contains("\"channels\":[]"), none.body());
    assertEquals(
        "time,channel,value,unit,quality",
        get("?channels=nobody.*&from=0&format=csv").body().strip());
  }

  @Test
  void servesOthersWhileManyReadNothingOfWhatTheyAskedFor() throws Exception {
    assertEquals(CHANNELS * ROWS + 1, lines());
    long files = files();
    int threads = Thread.activeCount();
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < SLOW; i++) {
      slow.add(ask("GET"));
    }
    int busy = 0;
    for (Socket one : slow) {
      busy += new String(one.getInputStream().readNBytes(12), US_ASCII).endsWith("503") ? 1 : 0;
    }
    assertTrue(busy > 0 && busy < SLOW, busy + " of " + SLOW + " were refused");
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      assertEquals(200, get("?channels=boiler.c1&from=" + T + "&points=100").statusCode());
      assertTrue(System.nanoTime() - start < 5_000_000_000L, "others wait");
    }
    for (Socket one : slow) {
      one.close();
    }
    for (int i = 0; i < SLOW; i++) {
      try (Socket head = ask("HEAD");
          Socket abort = ask("GET")) {
        assertEquals('H', head.getInputStream().read());
        abort.setSoLinger(true, 0);
      }
    }
    // All of them let go: an export of everything is whole again, and nothing stays open.
    while (lines() != CHANNELS * ROWS + 1 || files() > files + 4) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertTrue(Thread.activeCount() <= threads + 2, Thread.activeCount() + " threads");
  }

  private Socket ask(String method) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
    socket
        .getOutputStream()
        .write(
            (method
                    + " /api/v1/history?channels=*&format=csv&from=0 HTTP/1.1\r\n"
                    + "Host: 127.0.0.1:"
                    + gateway.port()
                    + "\r\n\r\n")
                .getBytes(US_ASCII));
    return socket;
  }

  private long lines() throws Exception {
    return get("?channels=*&format=csv&from=0").body().lines().count();
  }

  private static long files() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private HttpResponse<String> get(String query) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/history" + query);
    try {
      return client.send(
          HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60)).build(),
          BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw new AssertionError("no answer to " + query, e);
    }
  }
}
