package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.Gateway;
import dev.ferrule.gateway.config.Configuration;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LedgerCommandTest {

  @TempDir private Path data;

  @Test
  void listsAndChecksWhetherAGatewayRunsOrNot() throws Exception {
    var configuration = Configuration.of("bench", data, List.of()).withHttpPort(0);
    try (Gateway _ = Gateway.start(configuration, "configuration g.yaml")) {
      while (!run("list").out().contains("gateway bench: started: Version ")) {
        Thread.sleep(20);
      }
      assertEquals(0, run("verify").exitCode());
    }
    String json = run("list", "--json", "--kind", "gateway", "-n", "1").out();
    assertTrue(json.matches("\\{\"seq\":2,.*\"event\":\"stopped\"}\n"), json);
    assertEquals("", run("list", "--channel", "tank.*").out());
    assertEquals(2, run("list", "--since", "1h").out().lines().count());
    CommandRun sound = run("verify");
    assertEquals(0, sound.exitCode(), sound.out());
    assertTrue(sound.out().startsWith("2 records, as they were written\nhead: 2 "), sound.out());
    String head = sound.out().strip().replaceFirst("(?s).* ", "");
    assertEquals(0, run("verify", "--head", head).exitCode());
    CommandRun other = run("verify", "--head", head.replace(head.charAt(0), 'x'));
    assertEquals(1, other.exitCode());
    assertTrue(other.out().contains("no record has the hash that you noted"), other.out());
  }

  @Test
  void saysWhatIsNotAsItWasWritten() throws Exception {
    var configuration = Configuration.of("bench", data, List.of()).withHttpPort(0);
    Gateway.start(configuration).close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE entry SET time = time - 3600000 WHERE seq = 1");
    }
    CommandRun run = run("verify");
    assertEquals(1, run.exitCode());
    assertTrue(run.out().startsWith("wrong: record 1 is not as it was written\n"), run.out());
  }

  @Test
  void saysThatThereIsNoLedgerAndWhatIsWrongOnTheCommandLine() {
    CommandRun none = run("list");
    assertEquals(3, none.exitCode());
    assertEquals(data.resolve("ledger.db") + ": there is no such file\n", none.err());
    assertEquals(2, run("list", "--since", "soon").exitCode());
    assertEquals(2, run("list", "-n", "0").exitCode());
    assertEquals(2, run("list", "--kind", "pump").exitCode());
  }

  private CommandRun run(String... args) {
    return CommandRun.of(
        Stream.of(Stream.of("ledger"), Stream.of(args), Stream.of("--data", data.toString()))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }
}
