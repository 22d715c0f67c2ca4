package dev.ferrule.gateway.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.sim.pty.Pty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway before a terminal that was stopped with Ctrl-S: a pipe that is full from the start.
 */
@Timeout(300)
class StoppedTerminalIT {

  private static final long STOP_LIMIT_MS = 3_000;

  @TempDir private Path temp;

  @Test
  void servesStopsAndMakesSafeThoughNobodyReadsWhatItSays() throws Exception {
    int http = freePort();
    var board = new Chatter();
    Path file = Files.writeString(temp.resolve("g.yaml"), configuration(http, board.port()));
    Process gateway = startBeforeFullPipe(file);
    try {
      var rest = new Rest("http://127.0.0.1:" + http);
      awaitUp(rest);
      JsonNode lamp = rest.command("desk.lamp", 1);
      assertEquals("confirmed", lamp.path("state").asText(), lamp.toString());
      // With -v twice the log takes more than a pipe holds; the loops go on all the same.
      for (int i = 0; i < 50; i++) {
        assertEquals(
            "up", rest.get("/api/v1/devices").path("devices").path(0).path("state").asText());
      }

      long since = System.nanoTime();
      gateway.destroy();
      assertTrue(gateway.waitFor(30, TimeUnit.SECONDS), "SIGTERM has no effect");
      long millis = (System.nanoTime() - since) / 1_000_000;
      assertEquals(143, gateway.exitValue());
      assertTrue(millis < STOP_LIMIT_MS, "it took " + millis + " ms to stop");
    } finally {
      gateway.destroyForcibly().waitFor();
      board.stop();
    }
    assertTrue(board.heard().endsWith("lamp=0\n"), board.heard());
  }

  private static String configuration(int http, Path port) {
    return """
        http: {port: %d}
        devices:
          desk:
            driver: text
            port: %s
            channels:
              temp: {unit: Cel}
              hum: {unit: "%%"}
              lamp: {kind: switch, write: "lamp={value}", safe: 0}
        """
        .formatted(http, port);
  }

  /** The pipe has a reader, which never reads: the program itself. */
  private Process startBeforeFullPipe(Path file) throws IOException {
    String script =
        "mkfifo \"$1\"; exec 9<>\"$1\"; head -c 65536 /dev/zero >&9;"
            + " exec \"$2\" run -v -v --config \"$3\" >&9 2>&9";
    String pipe = temp.resolve("pipe").toString();
    return new ProcessBuilder(
            List.of("sh", "-c", script, "sh", pipe, Program.LAUNCHER.toString(), file.toString()))
        .start();
  }

  private static void awaitUp(Rest rest) throws InterruptedException {
    long deadline = System.nanoTime() + Program.PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        rest.value("desk.temp");
        return;
      } catch (IOException e) {
        Thread.sleep(50); // nobody listens yet
      }
    }
    throw new AssertionError("nobody serves");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A board that never stops talking, does what it is told, and knows what it was told. */
  private static final class Chatter {
    /** Of the board's thread, and of the test once that has ended. */
    private final StringBuilder heard = new StringBuilder();

    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;

    private final CompletableFuture<Path> port = new CompletableFuture<>();

    Chatter() {
      thread = Thread.ofPlatform().start(this::talk);
    }

    private void talk() {
      byte[] chunk = new byte[256];
      try (Pty board = Pty.open()) {
        port.complete(board.path());
        for (long i = 0; !over.get(); i++) {
          String lamp = heard.toString().endsWith("lamp=1\n") ? "on" : "off";
          byte[] line =
              "temp=21.5 lamp=%s\nhum=x%d\nboot %d\n".formatted(lamp, i, i).getBytes(ISO_8859_1);
          board.write(line, 0, line.length);
          int length = board.read(chunk);
          heard.append(new String(chunk, 0, Math.max(length, 0), ISO_8859_1));
          Thread.sleep(10);
        }
        for (int length = board.read(chunk); length > 0; length = board.read(chunk)) {
          heard.append(new String(chunk, 0, length, ISO_8859_1));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Path port() {
      return port.join();
    }

    void stop() throws InterruptedException {
      over.set(true);
      thread.join();
    }

    String heard() {
      return heard.toString();
    }
  }
}
