package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ExportCommandTest {

  private static final long T = 1_767_225_600_000L;

  @TempDir private Path data;

  @Test
  void writesWhatTheGatewayWouldSay() throws Exception {
    String csv;
    String lines;
    try (ServingFixture gateway = ServingFixture.remembering(data, "boiler")) {
      gateway.up("boiler", Channels.sensor("boiler", "temp"), Channels.sensor("boiler", "flow"));
      for (int i = 0; i < 3_000; i++) {
        int quality = i % 100 == 7 ? Quality.of(Quality.BAD, 0) : Quality.GOOD;
        gateway.read("boiler", ReadingBatch.single(i % 2, T + i * 1000L, i / 10.0, quality));
      }
      do {
        csv = ask(gateway, "csv", "*");
      } while (csv.lines().count() != 3_001);
      lines = ask(gateway, "ndjson", "*.temp");
      assertEquals(csv, run("*").out());
    }
    assertEquals(csv, run().out());
    assertEquals(lines, run("*.temp", "--format", "ndjson").out());
    CommandRun part =
        run("--from", "2026-01-01T00:00:10Z", "--to", String.valueOf(T + 12_000), "boiler.*");
    assertEquals(4, part.out().lines().count(), part.out());
    assertTrue(part.out().startsWith("time,channel,value,unit,quality\r\n"), part.out());
  }

  @Test
  void saysWhatIsWrong() {
    CommandRun none = run();
    assertEquals(3, none.exitCode());
    assertEquals(data.resolve("history.db") + ": there is no such file\n", none.err());
  }

  private CommandRun run(String... args) {
    return CommandRun.of(
        Stream.of(Stream.of("export"), Stream.of(args), Stream.of("--data", data.toString()))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static String ask(ServingFixture gateway, String format, String channels)
      throws Exception {
    var uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/history?from=0&to=%d&format=%s&channels=%s"
                .formatted(gateway.port(), T + 10_000_000, format, channels));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
