package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.Gateway;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackupCommandTest {

  @TempDir private Path place;
  private Path config;
  private Path data;
  private Path backup;

  @BeforeEach
  void prepare() throws IOException {
    data = place.resolve("data");
    backup = place.resolve("all.backup");
    config = place.resolve("ferrule.yaml");
    Files.writeString(
        config,
        "gateway: {name: bench, data: %s}\nhttp: {port: 0, login: required, tls: auto}\n"
            .formatted(data));
  }

  @Test
  void bringsBackWhatARunningGatewayHad() throws Exception {
    try (Gateway _ = start()) {
      user("ada");
      awaitLedger("bench: started");
      CommandRun made = run("backup", "-c", config.toString(), backup.toString());
      assertEquals(0, made.exitCode(), made.err());
      assertTrue(made.out().contains("whole"), made.out());
      for (String part :
          List.of("ferrule.yaml", "accounts.json", "ledger.db", "history.db", "tls/")) {
        assertTrue(made.out().contains(part), made.out());
      }
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
      user("eve"); // which the backup does not have

      CommandRun refused = restore("--force");
      assertEquals(1, refused.exitCode());
      assertTrue(refused.err().contains("a gateway runs with this data; stop it"), refused.err());
    }
    byte[] accounts = Files.readAllBytes(data.resolve("accounts.json"));

    CommandRun refused = restore();
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("--force replaces it"), refused.err());
    assertArrayEquals(accounts, Files.readAllBytes(data.resolve("accounts.json")));

    CommandRun done = restore("--force");
    assertEquals(0, done.exitCode(), done.err());
    String users = run("user", "list", "--data", data.toString()).out();
    assertTrue(users.contains("ada"), users);
    assertFalse(users.contains("eve"), users);
    assertEquals(0, run("ledger", "verify", "--data", data.toString()).exitCode());
    try (Gateway _ = start()) {
      awaitLedger("bench: started");
    }
  }

  @Test
  void makesAGatewayOnANewMachine() throws Exception {
    start().close();
    user("ada");
    Files.writeString(data.resolve("layouts.json"), "{\"ada\": {\"density\": \"compact\"}}");
    assertEquals(0, run("backup", "-c", config.toString(), backup.toString()).exitCode());
    byte[] text = Files.readAllBytes(config);
    Path other = place.resolve("other/ferrule.yaml");
    Path there = place.resolve("there");

    CommandRun done =
        run("restore", "-c", other.toString(), "--data", there.toString(), backup.toString());
    assertEquals(0, done.exitCode(), done.err());
    assertArrayEquals(text, Files.readAllBytes(other));
    for (String name : List.of("accounts.json", "layouts.json", "tls/ca.pem")) {
      assertArrayEquals(
          Files.readAllBytes(data.resolve(name)), Files.readAllBytes(there.resolve(name)));
    }
    try (Stream<Path> files = Files.walk(there)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
            file.toString());
      }
    }
    assertFalse(Files.exists(there.resolve(".restore")));
  }

  @Test
  void listsNoSecretAndKnowsEveryDamage() throws Exception {
    start().close();
    user("ada");
    assertEquals(
        0, run("backup", "--no-history", "-c", config.toString(), backup.toString()).exitCode());
    CommandRun list = run("backup", "--list", backup.toString());
    assertEquals(0, list.exitCode(), list.err());
    assertFalse(list.out().contains("history.db"), list.out());
    assertFalse(list.out().contains("argon2"), list.out());

    byte[] whole = Files.readAllBytes(backup);
    byte[] accounts = Files.readAllBytes(data.resolve("accounts.json"));
    Path bad = place.resolve("bad.backup");
    int refused = 0;
    for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 200)) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      Files.write(bad, flipped);
      Path there = place.resolve("there" + at);
      int code =
          run("restore", "--data", there.toString(), "-c", there + ".yaml", bad.toString())
              .exitCode();
      if (code == 0) { // the time of an entry, say, which is no part of any file
        assertArrayEquals(accounts, Files.readAllBytes(there.resolve("accounts.json")));
      } else {
        assertEquals(3, code, "at " + at);
        assertFalse(Files.exists(there), "at " + at);
        refused++;
      }
    }
    assertTrue(refused > 150, refused + " refused");
    CommandRun none = run("backup", "--list", place.resolve("none").toString());
    assertEquals(3, none.exitCode());
    assertTrue(none.err().endsWith("none: there is no such file\n"), none.err());
  }

  @Test
  void writesOverNothingButAnOlderBackup() throws Exception {
    start().close();
    CommandRun refused = run("backup", "-c", config.toString(), config.toString());
    assertEquals(3, refused.exitCode());
    assertTrue(refused.err().contains("no backup; choose another name"), refused.err());
    assertEquals(0, run("backup", "-c", config.toString(), backup.toString()).exitCode());
    assertEquals(0, run("backup", "-c", config.toString(), backup.toString()).exitCode());
    try (Stream<Path> files = Files.list(place)) {
      assertEquals(
          List.of("all.backup", "data", "ferrule.yaml"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  private Gateway start() throws Exception {
    Loaded.Valid loaded =
        assertInstanceOf(Loaded.Valid.class, ConfigurationFile.load(config), "configuration");
    return Gateway.start(loaded.configuration(), "configuration");
  }

  private void user(String name) throws IOException {
    Path password = place.resolve("password");
    Files.writeString(password, "correct horse battery staple\n");
    CommandRun added =
        run(
            "user",
            "add",
            name,
            "--role",
            "admin",
            "--password-file",
            password.toString(),
            "--data",
            data.toString());
    Files.delete(password);
    assertEquals(0, added.exitCode(), added.err());
  }

  private void awaitLedger(String text) throws Exception {
    while (!run("ledger", "list", "--data", data.toString()).out().contains(text)) {
      Thread.sleep(20);
    }
  }

  private CommandRun restore(String... options) {
    return run(
        Stream.of(
                Stream.of("restore", "-c", config.toString()),
                Stream.of(options),
                Stream.of(backup.toString()))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static CommandRun run(String... args) {
    return CommandRun.of(args);
  }
}
