package dev.ferrule.gateway.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file (WAL) that is open in this process alone, with a connection that writes. Whoever
 * reads meanwhile opens a connection of its own.
 *
 * <p>Owner: the thread that writes. It blocks as long as the disk does.
 */
public final class StoreFile implements AutoCloseable {

  /** How safe a commit is. */
  public enum Commit {
    /** From the end of the process; a power cut may take the last ones. */
    PROCESS(SynchronousMode.NORMAL),
    /** From a power cut too: the disk has it. */
    POWER(SynchronousMode.FULL);

    private final SynchronousMode mode;

    Commit(SynchronousMode mode) {
      this.mode = mode;
    }
  }

  /**
   * What the tables are.
   *
   * @param application SQLite's application id, by which a file of another kind is known
   * @param statements version by version: what makes each out of the one before, so that the size
   *     of the list is the version that this program writes
   */
  public record Schema(int application, List<List<String>> statements) {
    public Schema {
      statements = List.copyOf(statements);
    }

    int version() {
      return statements.size();
    }
  }

  /** The log of writes is brought into the file at this size, and cut to it. */
  private static final long WAL_BYTES = 4 << 20;

  /** Damaged files that are kept, newest first; older ones would fill the disk. */
  private static final int KEPT = 2;

  /** A file that was not closed is put right by its first reader, while others wait. */
  private static final int READ_PATIENCE_MS = 2_000;

  /** Where the head of a database says who may write it, and what it says of those with a log. */
  private static final int WRITE_VERSION = 18;

  private static final int WAL_VERSION = 2;

  private static final String BAD = ".bad-";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final FileChannel lock;
  private final Connection connection;
  private final Schema schema;

  private StoreFile(Path file, FileChannel lock, Connection connection, Schema schema) {
    this.file = file;
    this.lock = lock;
    this.connection = connection;
    this.schema = schema;
  }

  /**
   * Opens a file, or makes it, with the directories to it; only this user may read it.
   *
   * @throws StoreFault of any kind; nothing stays open then
   */
  public static StoreFile open(Path file, Schema schema, Commit commit) throws StoreFault {
    SqliteLibrary.find();
    FileChannel lock = lock(file);
    try {
      checkHead(file);
      var settings = new SQLiteConfig();
      settings.setJournalMode(JournalMode.WAL);
      settings.setSynchronous(commit.mode);
      settings.setJournalSizeLimit((int) WAL_BYTES);
      settings.setBusyTimeout(0);
      settings.setTempStore(SQLiteConfig.TempStore.MEMORY);
      Connection connection = settings.createConnection("jdbc:sqlite:" + file);
      var opened = new StoreFile(file, lock, connection, schema);
      try {
        opened.makeOurs();
        return opened;
      } catch (SQLException | StoreFault e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      closeQuietly(lock);
      throw StoreFault.of(file, e);
    } catch (StoreFault e) {
      closeQuietly(lock);
      throw e;
    }
  }

  /**
   * A head that names a format of the future makes a file read-only: only this tells it from one
   * that may not be written. Before the file is open: SQLite's locks end when any reader closes it.
   */
  private static void checkHead(Path file) throws StoreFault {
    int version;
    try (var head = new RandomAccessFile(file.toFile(), "r")) {
      head.seek(WRITE_VERSION);
      version = head.read();
    } catch (IOException e) {
      return; // what is wrong is said when it is opened
    }
    if (version > WAL_VERSION) {
      throw new StoreFault(StoreFault.Kind.DAMAGED, file, "it is damaged");
    }
  }

  private static FileChannel lock(Path file) throws StoreFault {
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.notExists(file)) {
        Files.createFile(file, mine);
      }
      FileChannel channel =
          FileChannel.open(
              beside, java.util.Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), mine);
      if (take(channel).isEmpty()) {
        channel.close();
        throw new StoreFault(
            StoreFault.Kind.IN_USE,
            file,
            "another gateway uses it; stop that one, or give this one a data directory of its own");
      }
      return channel;
    } catch (IOException e) {
      var fault =
          new StoreFault(
              StoreFault.Kind.READ_ONLY,
              file,
              "it cannot be written to (" + e.getMessage() + "); see gateway.data");
      fault.initCause(e);
      throw fault;
    }
  }

  private static Optional<FileLock> take(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** Checks that the file is one of ours, and brings it to the version that is written now. */
  private void makeOurs() throws SQLException, StoreFault {
    int application = number("PRAGMA application_id");
    int version = number("PRAGMA user_version");
    boolean isNew = version == 0 && number("SELECT count(*) FROM sqlite_schema") == 0;
    if (!isNew && application != schema.application()) {
      throw new StoreFault(StoreFault.Kind.DAMAGED, file, "it is not a file of this kind");
    }
    if (version < 0 || version > schema.version()) {
      if (hasTables()) {
        version = schema.version(); // the number is damaged, and no more than the number
        execute(connection, "PRAGMA user_version = " + version);
        return;
      }
      throw new StoreFault(
          StoreFault.Kind.NEWER,
          file,
          "a newer version of Ferrule made it; install that version, or move the file away");
    }
    for (int step = version; step < schema.version(); step++) {
      List<String> changes = schema.statements().get(step);
      int next = step + 1;
      atomically(
          connection,
          () -> {
            for (String change : changes) {
              execute(connection, change);
            }
            execute(connection, "PRAGMA application_id = " + schema.application());
            execute(connection, "PRAGMA user_version = " + next);
          });
    }
  }

  /**
   * What SQLite says to the owner: where a statement was refused the file is looked through, so
   * that a fault of the program costs no file that is whole.
   */
  public StoreFault fault(SQLException cause) {
    try {
      boolean isProgram = StoreFault.isDoubtful(cause) && hasTables() && isSound();
      return isProgram ? StoreFault.ofProgram(file, cause) : StoreFault.of(file, cause);
    } catch (SQLException e) {
      return StoreFault.of(file, cause);
    }
  }

  private boolean isSound() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
      return result.next() && "ok".equals(result.getString(1));
    }
  }

  private boolean hasTables() throws SQLException {
    try (Connection right = new SQLiteConfig().createConnection("jdbc:sqlite::memory:")) {
      for (List<String> changes : schema.statements()) {
        for (String change : changes) {
          execute(right, change);
        }
      }
      return tables(right).equals(tables(connection));
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT type, name, sql FROM sqlite_schema ORDER BY name")) {
      while (row.next()) {
        tables.add(row.getString(1) + ' ' + row.getString(2) + ' ' + row.getString(3));
      }
    }
    return tables;
  }

  /** What is done in one transaction. */
  public interface Work {
    void run() throws SQLException;
  }

  /**
   * Does all of something, or nothing of it and says why. The driver's own transactions are not
   * used: one that could not begin, because another process has the file, leaves it believing that
   * it did, and what follows is written piece by piece.
   */
  public static void atomically(Connection connection, Work work) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
    try {
      work.run();
      execute(connection, "COMMIT");
    } catch (SQLException | RuntimeException e) {
      try {
        execute(connection, "ROLLBACK");
      } catch (SQLException over) {
        e.addSuppressed(over); // a full disk ends a transaction by itself
      }
      throw e;
    }
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }

  private int number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  /**
   * Puts a file out of the way, with what belongs to it, so that a new one can be made; no one may
   * have it open. The newest {@value #KEPT} of those are kept.
   *
   * @return where it is now
   */
  public static Path setAside(Path file, Instant now) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + BAD + STAMP.format(now));
    for (String part : List.of("", "-wal", "-shm")) {
      Path from = file.resolveSibling(file.getFileName() + part);
      if (Files.exists(from)) {
        Files.move(from, aside.resolveSibling(aside.getFileName() + part));
      }
    }
    String prefix = file.getFileName() + BAD;
    try (Stream<Path> all = Files.list(file.toAbsolutePath().getParent())) {
      List<Path> old =
          all.filter(path -> path.getFileName().toString().startsWith(prefix))
              .filter(path -> !path.getFileName().toString().endsWith("-wal"))
              .filter(path -> !path.getFileName().toString().endsWith("-shm"))
              .sorted(Comparator.reverseOrder())
              .skip(KEPT)
              .toList();
      for (Path path : old) {
        for (String part : List.of("", "-wal", "-shm")) {
          Files.deleteIfExists(path.resolveSibling(path.getFileName() + part));
        }
      }
    }
    return aside;
  }

  /** The connection that writes; of the owner. */
  public Connection connection() {
    return connection;
  }

  /**
   * A connection that reads what was committed to a file, of any process, for one thread; it must
   * be closed.
   */
  public static Connection reader(Path file) throws SQLException {
    SqliteLibrary.find();
    var reading = new SQLiteConfig();
    reading.setTransactionMode(TransactionMode.DEFERRED);
    reading.setBusyTimeout(READ_PATIENCE_MS);
    reading.resetOpenMode(SQLiteOpenMode.CREATE); // the writer alone makes files
    Connection reader = reading.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = reader.createStatement()) {
      statement.execute("PRAGMA query_only = 1");
    }
    return reader;
  }

  /** What tells a file from another that is in its place later; empty when there is none. */
  public static Optional<Object> identity(Path file) {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What it takes on the disk, bytes, with what is not yet in its place. Any thread. */
  public long bytes() {
    return size(file) + size(file.resolveSibling(file.getFileName() + "-wal"));
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0; // not there
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      System.getLogger("dev.ferrule.store")
          .log(System.Logger.Level.DEBUG, "closing " + file + " failed", e);
    }
    closeQuietly(lock);
  }

  private static void closeQuietly(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }
}
