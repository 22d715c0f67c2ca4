package dev.ferrule.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.model.CommandState.Requested;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoredLedgerTest {

  private static final Duration MOMENT = Duration.ofMillis(200);

  @TempDir Path data;

  @Test
  void answersForACommandOfAnEarlierRun() throws Exception {
    try (var first = new LedgerFixture(data).awaitOpen()) {
      first.act("command-1");
    }
    try (var second = new LedgerFixture(data).awaitOpen()) {
      assertEquals("confirmed", second.found("command-1"));
      assertEquals("", second.found("command-2"));
    }
    assertTrue(verdict().isSound(), () -> verdict().toString());
  }

  @Test
  void hasARowForEachStateWithItsActorAndRun() throws Exception {
    try (var first = new LedgerFixture(data).awaitOpen()) {
      first.act("command-1");
    }
    List<LedgerReader.Found> found = all();
    assertEquals(
        List.of("confirmed", "acknowledged", "written", "admitted"),
        found.stream().map(one -> one.entry().word()).toList());
    Entry last = found.getFirst().entry();
    assertEquals("farm.pump", last.subject());
    assertEquals("ann", last.actor());
    assertEquals(1, last.ask().orElseThrow().value());
    assertEquals(8, last.stamp().run().length());
    assertEquals(1, found.stream().map(one -> one.entry().stamp().run()).distinct().count());
  }

  @Test
  void endsWhatHadNoEndBeforeItIsAskedForAnything() throws Exception {
    try (var first = new LedgerFixture(data).awaitOpen()) {
      first.append("command-1", new Requested().admitted());
      first.append("command-2", new Requested().admitted());
      first.append("command-2", new Requested().admitted().written());
    }
    try (var second = new LedgerFixture(data).awaitOpen()) {
      assertEquals("unknown gateway_restart", second.found("command-1"));
      assertEquals("unknown gateway_restart", second.found("command-2"));
    }
    try (var third = new LedgerFixture(data).awaitOpen()) {
      assertEquals("unknown gateway_restart", third.found("command-2"));
    }
    assertEquals(5, all().size());
    assertTrue(verdict().isSound(), () -> verdict().toString());
  }

  @Test
  void isNotShortenedByAFloodOfRefusals() throws Exception {
    try (var first = new LedgerFixture(data).awaitOpen()) {
      first.act("command-1");
      for (int i = 0; i < 20_000; i++) {
        first.refuse("refused-" + i);
      }
      first.act("command-2");
    }
    assertTrue(all().size() < 1_100, () -> all().size() + " records");
    try (var second = new LedgerFixture(data).awaitOpen()) {
      assertEquals("confirmed", second.found("command-1"));
      assertEquals("confirmed", second.found("command-2"));
      assertEquals("", second.found("refused-1"));
    }
  }

  @Test
  void writesWhatWaitsInOneTransaction() throws Exception {
    var disk = new Semaphore(1);
    try (var fixture =
        new LedgerFixture(data, LedgerFixture.ROOMY, disk::acquireUninterruptibly).awaitOpen()) {
      fixture.append("command-0", new Requested().admitted());
      for (int i = 1; i <= 500; i++) {
        assertFalse(fixture.append("command-" + i, new Requested().admitted(), Duration.ZERO));
      }
      disk.release(2); // the one that was begun with, and all that came meanwhile
      fixture.append("command-501", new Requested(), MOMENT);
      disk.release(1);
      fixture.append("command-501", new Requested().admitted());
      disk.release(1_000);
    }
    assertEquals(502, all().size());
  }

  @Test
  void holdsUpWhatMayNotActUnrecordedAndNothingElseWhileTheDiskStalls() throws Exception {
    var disk = new Semaphore(1);
    try (var fixture =
        new LedgerFixture(data, LedgerFixture.ROOMY, disk::acquireUninterruptibly).awaitOpen()) {
      fixture.append("command-1", new Requested().admitted());
      assertFalse(fixture.append("command-2", new Requested().admitted(), MOMENT));
      fixture.awaitRoom(Ledger.Room.Shut.class);
      assertTrue(fixture.ledger.trouble().orElseThrow().contains("does not answer"));
      fixture.append("command-1", new Requested().admitted().written());
      assertEquals("written", fixture.found("command-1"));
      disk.release(1_000);
      fixture.awaitRoom(Ledger.Room.Free.class);
    }
    assertTrue(verdict().isSound(), () -> verdict().toString());
  }

  @Test
  void setsADamagedLedgerAsideAndBeginsWithARecordThatSaysSo() throws Exception {
    try (var first = new LedgerFixture(data).awaitOpen()) {
      first.act("command-1");
    }
    try (var file = new RandomAccessFile(data.resolve("ledger.db").toFile(), "rw")) {
      file.seek(0);
      file.write(new byte[200]);
    }
    try (var second = new LedgerFixture(data).awaitOpen()) {
      assertInstanceOf(Ledger.Room.Free.class, second.room());
      second.act("command-2");
    }
    assertEquals("set_aside", all().getLast().entry().word());
    assertTrue(verdict().isSound(), () -> verdict().toString());
    try (Stream<Path> files = Files.list(data)) {
      assertEquals(1, files.filter(path -> path.toString().contains(".bad-")).count());
    }
  }

  @Test
  void remembersWhatCanStillBeReadOfADamagedLedger() throws Exception {
    try (var first = new LedgerFixture(data).awaitOpen()) {
      first.act("command-1");
      first.act("command-2");
    }
    change("UPDATE entry SET actor = 'eve' WHERE id = 'command-1' AND word = 'written'");
    for (int run = 0; run < 2; run++) {
      try (var again = new LedgerFixture(data).awaitOpen()) {
        assertEquals("confirmed", again.found("command-1"));
        assertEquals("confirmed", again.found("command-2"));
      }
    }
    assertEquals("set_aside", all().getLast().entry().word());
  }

  @Test
  void saysThatItsEndWasCutOff() throws Exception {
    try (var first = new LedgerFixture(data).awaitOpen()) {
      first.act("command-1");
    }
    change("DELETE FROM entry WHERE seq > 2");
    assertEquals(List.of("2 records at the end are missing"), verdict().problems());
    new LedgerFixture(data).awaitOpen().close();
    assertTrue(all().stream().anyMatch(found -> found.entry().word().equals("cut_off")));
  }

  @Test
  void commandsNothingWithALedgerThatANewerVersionMade() throws Exception {
    new LedgerFixture(data).awaitOpen().close();
    change("CREATE TABLE later(n INTEGER)");
    change("PRAGMA user_version = 9");
    try (var fixture = new LedgerFixture(data).awaitOpen()) {
      var shut = assertInstanceOf(Ledger.Room.Shut.class, fixture.room());
      assertTrue(shut.why().contains("newer version"), shut.why());
      change("DROP TABLE later");
      change("PRAGMA user_version = 1");
      fixture.awaitRoom(Ledger.Room.Free.class);
    }
  }

  @Test
  void canBeCheckedFromItsAnchorWhenTheOldestRecordsMadeRoom() throws Exception {
    try (var fixture = new LedgerFixture(data, 100_000, () -> {}).awaitOpen()) {
      for (int i = 0; i < 400; i++) {
        fixture.act("command-" + i);
      }
    }
    Verdict verdict = verdict();
    assertTrue(verdict.isSound(), verdict::toString);
    assertTrue(verdict.first() > 1, verdict::toString);
    try (var again = new LedgerFixture(data).awaitOpen()) {
      assertEquals("confirmed", again.found("command-399"));
    }
    change("UPDATE anchor SET seq = seq + 1");
    assertFalse(verdict().isSound());
  }

  @Test
  void countsWhatItCannotTake() throws Exception {
    var disk = new Semaphore(1);
    try (var fixture =
        new LedgerFixture(data, LedgerFixture.ROOMY, disk::acquireUninterruptibly).awaitOpen()) {
      fixture.append("command-1", new Requested().admitted());
      for (int i = 0; i < 10_000; i++) {
        fixture.ledger.record(new Event(Kind.DEVICE, "farm", "", "up", ""));
      }
      disk.release(1_000);
      fixture.append("command-2", new Requested().admitted());
    }
    long kept = all().stream().filter(found -> found.entry().kind() == Kind.DEVICE).count();
    long lost =
        all().stream()
            .map(LedgerReader.Found::entry)
            .filter(entry -> entry.word().equals("lost"))
            .mapToLong(entry -> Long.parseLong(entry.text().replaceFirst(" .*", "")))
            .sum();
    assertTrue(lost > 0);
    assertEquals(10_000, kept + lost);
    assertTrue(verdict().isSound(), () -> verdict().toString());
  }

  private List<LedgerReader.Found> all() {
    try (var reader = LedgerReader.open(data)) {
      return reader.find(LedgerReader.Search.newest(LedgerReader.MOST));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Verdict verdict() {
    try (var reader = LedgerReader.open(data)) {
      return reader.verify("");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What somebody does behind the gateway's back. */
  private void change(String statement) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
        Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }
}
