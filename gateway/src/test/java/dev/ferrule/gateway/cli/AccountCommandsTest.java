package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferrule user}, {@code token} and {@code setup-code}, without a gateway. */
class AccountCommandsTest {

  @TempDir private Path directory;
  private Path data;
  private Path password;

  @BeforeEach
  void writePassword() throws IOException {
    data = directory.resolve("data");
    password = directory.resolve("password");
    Files.writeString(password, "a horse that counts staples\n");
  }

  private CommandRun run(String... args) {
    Stream<String> all = Stream.concat(Stream.of(args), Stream.of("--data", data.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun add(String name, String... more) {
    Stream<String> args =
        Stream.concat(
            Stream.of("user", "add", name, "--password-file", password.toString()),
            Stream.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void addsListsChangesAndRemovesUsers() {
    assertEquals(
        "Nobody can log in yet; ferrule user add NAME --role admin, or see ferrule setup-code\n",
        run("user", "list").out());
    assertEquals("kim can log in as admin\n", add("kim", "--role", "admin").out());
    assertEquals(
        "ben can log in as operator of tank, pump-*\n",
        add("ben", "--role", "operator", "--devices", "tank,pump-*").out());
    assertEquals("ben  operator of tank, pump-*\nkim  admin\n", run("user", "list").out());
    assertEquals("ben is now engineer\n", run("user", "role", "ben", "engineer").out());
    String[] again = {"user", "password", "ben", "--password-file", password.toString()};
    assertEquals("ben has a new password\n", run(again).out());
    assertEquals("ben can no longer log in\n", run("user", "remove", "ben").out());
    assertEquals("kim  admin\n", run("user", "list").out());
  }

  @Test
  void saysWhyNot() throws IOException {
    assertEquals(0, add("kim", "--role", "admin").exitCode());
    CommandRun last = run("user", "remove", "kim");
    assertEquals(1, last.exitCode());
    assertTrue(last.err().contains("the last admin"), last.err());
    assertTrue(add("kim").err().contains("The name kim is taken."));
    assertTrue(add("Kim").err().contains("small letters"));
    assertEquals(1, run("user", "role", "nobody", "viewer").exitCode());
    Files.writeString(password, "short\n");
    assertTrue(add("ben").err().contains("12 to 128 characters"), add("ben").err());
    assertEquals(2, add("ben", "--role", "king").exitCode());
    assertEquals(2, add("ben", "--devices", "A B").exitCode());
  }

  @Test
  void asksForAFileWhereThereIsNoTerminal() {
    CommandRun run = run("user", "add", "kim");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--password-file"), run.err());
  }

  @Test
  void printsATokenOnce() throws IOException {
    CommandRun added = run("token", "add", "grafana", "--days", "7");
    assertEquals(0, added.exitCode(), added.err());
    assertTrue(added.out().startsWith("ferrule_"), added.out());
    String secret = added.out().strip();
    CommandRun list = run("token", "list");
    assertTrue(list.out().startsWith("grafana  viewer, good until "), list.out());
    assertFalse(list.out().contains(secret));
    assertFalse(Files.readString(data.resolve("accounts.json")).contains(secret));
    assertEquals("grafana opens nothing any more\n", run("token", "remove", "grafana").out());
    assertEquals(2, run("token", "add", "x", "--days", "0").exitCode());
  }

  @Test
  void tellsWhereToLookForASetupCode() {
    CommandRun none = run("setup-code");
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("no gateway runs"), none.err());
    assertEquals(0, add("kim", "--role", "admin").exitCode());
    assertTrue(run("setup-code").err().contains("is set up"), run("setup-code").err());
  }

  @Test
  void namesAFileThatIsDamaged() throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("accounts.json"), "{");
    for (List<String> args : List.of(List.of("user", "list"), List.of("token", "list"))) {
      CommandRun run = run(args.toArray(String[]::new));
      assertEquals(3, run.exitCode());
      assertTrue(run.err().contains("accounts.json"), run.err());
    }
  }
}
