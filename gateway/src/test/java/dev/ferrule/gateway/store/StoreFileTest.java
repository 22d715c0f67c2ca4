package dev.ferrule.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {

  private static final StoreFile.Schema FIRST =
      new StoreFile.Schema(0x46727431, List.of(List.of("CREATE TABLE note(text TEXT)")));
  private static final StoreFile.Schema SECOND =
      new StoreFile.Schema(
          0x46727431,
          List.of(
              List.of("CREATE TABLE note(text TEXT)"),
              List.of("ALTER TABLE note ADD COLUMN time INTEGER DEFAULT 7")));

  @TempDir Path data;

  @Test
  void remembersWhatWasCommitted() throws Exception {
    try (StoreFile store = open(FIRST)) {
      run(store, "INSERT INTO note VALUES('pump')");
    }
    try (StoreFile store = open(FIRST)) {
      assertEquals("pump", text(store, "SELECT text FROM note"));
    }
  }

  @Test
  void isReadByNobodyElse() throws Exception {
    open(FIRST).close();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
  }

  @Test
  void isBroughtToTheVersionOfTheProgram() throws Exception {
    try (StoreFile store = open(FIRST)) {
      run(store, "INSERT INTO note VALUES('pump')");
    }
    try (StoreFile store = open(SECOND)) {
      assertEquals("7", text(store, "SELECT time FROM note"));
    }
  }

  @Test
  void isLeftAloneWhenANewerProgramMadeIt() throws Exception {
    open(SECOND).close();
    byte[] before = Files.readAllBytes(file());
    StoreFault fault = assertThrows(StoreFault.class, () -> open(FIRST));
    assertEquals(StoreFault.Kind.NEWER, fault.kind());
    assertEquals(before.length, Files.readAllBytes(file()).length);
  }

  @Test
  void isNotTakenForNewerBecauseItsNumberIsDamaged() throws Exception {
    for (int number : new int[] {77, -1}) {
      try (StoreFile store = open(FIRST)) {
        run(store, "DELETE FROM note");
        run(store, "INSERT INTO note VALUES('pump')");
        run(store, "PRAGMA user_version = " + number);
      }
      try (StoreFile store = open(FIRST)) {
        assertEquals("pump", text(store, "SELECT text FROM note"));
        assertEquals("1", text(store, "PRAGMA user_version"));
      }
    }
  }

  @Test
  void isDamagedWhenItsHeadNamesAFormatOfTheFuture() throws Exception {
    open(FIRST).close();
    try (var raw = new RandomAccessFile(file().toFile(), "rw")) {
      raw.seek(18);
      raw.write(77);
    }
    assertEquals(StoreFault.Kind.DAMAGED, assertThrows(StoreFault.class, () -> open(FIRST)).kind());
  }

  @Test
  void isDamagedWhenATableIsNotWhatWasMade() throws Exception {
    try (StoreFile store = open(FIRST)) {
      SQLException fault =
          assertThrows(SQLException.class, () -> run(store, "INSERT INTO nota VALUES('pump')"));
      assertEquals(StoreFault.Kind.DAMAGED, StoreFault.of(file(), fault).kind());
    }
  }

  /** A fault of the program must not cost a file that is whole. */
  @Test
  void tellsAWrongStatementFromAWrongFile() throws Exception {
    try (StoreFile store = open(FIRST)) {
      String table = text(store, "SELECT name FROM sqlite_schema WHERE type = 'table'");
      SQLException wrong =
          assertThrows(SQLException.class, () -> run(store, "INSERT INTO nota VALUES('pump')"));
      assertEquals(StoreFault.Kind.PROGRAM, store.fault(wrong).kind());
      assertTrue(store.fault(wrong).words().contains("a fault of the program"));
      run(store, "DROP TABLE " + table);
      assertEquals(StoreFault.Kind.DAMAGED, store.fault(wrong).kind());
    }
  }

  /** The driver's own transactions, refused once, write piece by piece from then on. */
  @Test
  void writesAllOrNothingAfterAnotherProcessHeldIt() throws Exception {
    try (StoreFile store = open(FIRST);
        var other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement holding = other.createStatement()) {
      holding.execute("BEGIN EXCLUSIVE");
      SQLException busy = assertThrows(SQLException.class, () -> half(store));
      assertEquals(StoreFault.Kind.IN_USE, StoreFault.of(file(), busy).kind());
      holding.execute("COMMIT");
      assertThrows(SQLException.class, () -> half(store));
      assertEquals("0", text(store, "SELECT count(*) FROM note"));
    }
  }

  private static void half(StoreFile store) throws SQLException {
    StoreFile.atomically(
        store.connection(),
        () -> {
          run(store, "INSERT INTO note VALUES('pump')");
          run(store, "INSERT INTO nota VALUES('pump')");
        });
  }

  @Test
  void saysThatTheDiskIsFullAndTakesTheSameOnceItIsNot() throws Exception {
    try (StoreFile store = open(FIRST)) {
      run(store, "PRAGMA max_page_count = 3");
      StoreFile.Work much = () -> run(store, "INSERT INTO note VALUES(zeroblob(100000))");
      SQLException full =
          assertThrows(SQLException.class, () -> StoreFile.atomically(store.connection(), much));
      assertEquals(StoreFault.Kind.FULL, StoreFault.of(file(), full).kind());
      run(store, "PRAGMA max_page_count = 1000");
      StoreFile.atomically(store.connection(), much);
      assertEquals("1", text(store, "SELECT count(*) FROM note"));
    }
  }

  @Test
  void isMadeByWhoWritesItAlone() {
    assertThrows(SQLException.class, () -> StoreFile.reader(file()));
    assertFalse(Files.exists(file()));
  }

  @Test
  void isOfOneGatewayAtATime() throws Exception {
    try (StoreFile _ = open(FIRST)) {
      StoreFault fault = assertThrows(StoreFault.class, () -> open(FIRST));
      assertEquals(StoreFault.Kind.IN_USE, fault.kind());
      assertTrue(fault.words().contains("another gateway uses it"), fault.words());
    }
    open(FIRST).close();
  }

  @Test
  void saysThatAFileIsNoDatabase() throws Exception {
    Files.writeString(file(), "temp=21.5\n".repeat(1000));
    StoreFault fault = assertThrows(StoreFault.class, () -> open(FIRST));
    assertEquals(StoreFault.Kind.DAMAGED, fault.kind());
  }

  @Test
  void takesNoDatabaseOfAnotherKind() throws Exception {
    open(new StoreFile.Schema(1, List.of(List.of("CREATE TABLE other(n)")))).close();
    assertEquals(StoreFault.Kind.DAMAGED, assertThrows(StoreFault.class, () -> open(FIRST)).kind());
  }

  @Test
  void saysWhereItCannotBe() throws Exception {
    Path other = data.resolve("plain");
    Files.writeString(other, "");
    StoreFault fault =
        assertThrows(
            StoreFault.class,
            () -> StoreFile.open(other.resolve("x.db"), FIRST, StoreFile.Commit.POWER));
    assertEquals(StoreFault.Kind.READ_ONLY, fault.kind());
    assertTrue(fault.words().contains("gateway.data"), fault.words());
  }

  @Test
  void keepsTheLastTwoThatWereSetAside() throws Exception {
    for (int day = 1; day <= 3; day++) {
      open(FIRST).close();
      StoreFile.setAside(file(), Instant.parse("2026-12-0" + day + "T00:00:00Z"));
    }
    assertFalse(Files.exists(file()));
    try (Stream<Path> left = Files.list(data)) {
      assertEquals(
          List.of("x.db.bad-20261202T000000Z", "x.db.bad-20261203T000000Z", "x.db.lock"),
          left.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void isReadWhileItIsWritten() throws Exception {
    try (StoreFile store = open(FIRST);
        var reader = StoreFile.reader(file());
        Statement reading = reader.createStatement()) {
      run(store, "INSERT INTO note VALUES('pump')");
      try (ResultSet found = reading.executeQuery("SELECT text FROM note")) {
        assertTrue(found.next());
      }
      assertThrows(SQLException.class, () -> reading.execute("DELETE FROM note"));
    }
  }

  private Path file() {
    return data.resolve("x.db");
  }

  private StoreFile open(StoreFile.Schema schema) throws StoreFault {
    return StoreFile.open(file(), schema, StoreFile.Commit.PROCESS);
  }

  private static void run(StoreFile store, String statement) throws SQLException {
    try (Statement one = store.connection().createStatement()) {
      one.execute(statement);
    }
  }

  private static String text(StoreFile store, String query) throws SQLException {
    try (Statement one = store.connection().createStatement();
        ResultSet found = one.executeQuery(query)) {
      return found.getString(1);
    }
  }
}
