package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.security.accounts.Accounts;
import dev.ferrule.gateway.security.accounts.Tickets;
import dev.ferrule.gateway.web.Access;
import dev.ferrule.protocol.Quality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that ask a gateway which wants to know who asks. */
class ClientTokenTest {

  @TempDir private Path directory;
  private Accounts accounts;
  private ServingFixture server;

  @BeforeEach
  void start() throws IOException {
    accounts = Accounts.open(directory);
    server = new ServingFixture(new Access.Guarded("test", accounts, new Tickets()), "boiler");
    server.up("boiler", Channels.sensor("boiler", "temp"), Channels.relay("boiler", "pump"));
    server.read("boiler", ReadingBatch.single(0, server.epoch(), 21, Quality.GOOD));
    server.settle();
  }

  @AfterEach
  void stop() {
    server.close();
    accounts.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"watch --count 1", "send boiler.pump 1", "capture --device boiler --for 1s"})
  void sayHowToShowAToken(String command) {
    CommandRun run = ask(command);
    assertEquals(5, run.exitCode(), run.err());
    assertTrue(run.err().contains("--token-file or FERRULE_TOKEN"), run.err());
  }

  @Test
  void showIt() throws Exception {
    Path file = directory.resolve("token");
    String[] add = {"token", "add", "me", "--role", "operator", "--data", directory.toString()};
    Files.writeString(file, CommandRun.of(add).out());

    CommandRun watch = ask("watch boiler.temp --count 1 --token-file " + file);
    assertEquals(0, watch.exitCode(), watch.err());
    assertTrue(watch.out().contains("21"), watch.out());
    assertEquals(0, ask("send boiler.pump 1 --token-file " + file).exitCode());
    CommandRun capture = ask("capture --device boiler --for 1s --token-file " + file);
    assertEquals(5, capture.exitCode(), "an operator may not");
  }

  private CommandRun ask(String command) {
    String url = " --url http://127.0.0.1:" + server.port();
    return CommandRun.of((command + url).split(" "));
  }
}
