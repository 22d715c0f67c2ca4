package dev.ferrule.gateway.security.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterFileTest {

  private static final String HASH = PasswordHash.of("a horse that counts");

  @TempDir private Path data;

  private static Change<User> add(String name) {
    return Changes.addUser(name, HASH, Grant.of(Role.ADMIN), 1);
  }

  private Path file() {
    return data.resolve("accounts.json");
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    RosterFile file = new RosterFile(data);
    Roster written = file.change(add("kim")).roster();
    assertEquals(written, new RosterFile(data).read());
  }

  /** Whoever owns the directory may be less trusted than root, who runs the command line. */
  @ParameterizedTest
  @ValueSource(strings = {"accounts.lock", "accounts.json"})
  void followsNoLink(String name, @TempDir Path elsewhere) throws IOException {
    Path target = elsewhere.resolve("target");
    Files.createSymbolicLink(data.resolve(name), target);
    assertThrows(IOException.class, () -> new RosterFile(data).change(add("kim")));
    assertFalse(Files.exists(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"version\":1}",
        "{\"version\":1,\"users\":{},\"tokens\":[],\"sessions\":[]}",
        "{\"version\":1,\"users\":[{\"name\":7}],\"tokens\":[],\"sessions\":[]}"
      })
  void tellsDamageFromWhatCannotBeRead(String text) throws IOException {
    Files.writeString(file(), text);
    assertThrows(RosterFile.Damaged.class, () -> new RosterFile(data).read());
  }

  @Test
  void takesTheSameUserTwiceForDamage() throws IOException {
    new RosterFile(data).change(add("kim"));
    String text = Files.readString(file());
    String kim = text.substring(text.indexOf("[{") + 1, text.indexOf("}]") + 1);
    Files.writeString(file(), text.replace("[{", "[" + kim + ",{"));
    assertThrows(RosterFile.Damaged.class, () -> new RosterFile(data).read());
  }

  @Test
  void leavesAloneWhatANewerOneWrote() throws IOException {
    Files.writeString(file(), "{\"version\":2,\"users\":[]}");
    IOException refused = assertThrows(IOException.class, () -> Accounts.open(data));
    assertTrue(refused.toString().contains("newer"), refused.toString());
    assertTrue(Files.exists(file()));
  }

  /** Between the proof of the old password and the new one, an admin gave another. */
  @Test
  void keepsThePasswordThatAnAdminGaveMeanwhile() {
    long now = 1;
    Roster roster = add("kim").of(Roster.EMPTY).roster();
    var session = new LoginSession("k".repeat(64), "kim", now, now, now, "here", "");
    roster = Changes.addSession(session, HASH, Optional.empty(), now).of(roster).roster();
    User kim = roster.users().values().iterator().next();
    Roster reset = roster.with(kim.withHash(PasswordHash.of("another one")));
    Change.Step<User> late = Changes.changeOwnPassword(session.key(), HASH, HASH, now).of(reset);
    assertInstanceOf(Outcome.Wrong.class, late.outcome());
    assertEquals(reset, late.roster());
    var login = Changes.addSession(session, HASH, Optional.empty(), now).of(reset);
    assertInstanceOf(Outcome.Wrong.class, login.outcome());
  }
}
