package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.store.StoreFault;
import dev.ferrule.gateway.store.StoreFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The file of the ledger and its chain. Owner: the thread that writes; it blocks as long as the
 * disk does.
 */
final class LedgerFile implements AutoCloseable {

  static final String NAME = "ledger.db";

  /** Records between two looks at the size. */
  private static final int LOOK = 256;

  /** The part of the records that goes at a time when there are too many. */
  private static final int PART = 20;

  private final Path file;
  private final StoreFile store;
  private final HeadFile headFile;
  private final PreparedStatement insert;
  private final long mostBytes;
  private Chain.Link head;
  private int sinceLook;

  private LedgerFile(
      Path file,
      StoreFile store,
      HeadFile headFile,
      PreparedStatement insert,
      long mostBytes,
      Chain.Link head) {
    this.file = file;
    this.store = store;
    this.headFile = headFile;
    this.insert = insert;
    this.mostBytes = mostBytes;
    this.head = head;
  }

  /**
   * Opens the ledger of a data directory, or makes it.
   *
   * @param mostBytes what it may take before the oldest records go
   */
  static LedgerFile open(Path data, long mostBytes) throws StoreFault {
    Path file = data.resolve(NAME);
    StoreFile store = StoreFile.open(file, EntryTable.SCHEMA, StoreFile.Commit.POWER);
    try {
      Connection connection = store.connection();
      return new LedgerFile(
          file,
          store,
          new HeadFile(file),
          EntryTable.insert(connection),
          mostBytes,
          EntryTable.head(connection));
    } catch (SQLException e) {
      store.close();
      throw StoreFault.of(file, e);
    }
  }

  /** Puts a damaged ledger out of the way; where it is now, or nothing when that cannot be. */
  static Optional<Path> setAside(Path data, Instant now) {
    try {
      return Optional.of(StoreFile.setAside(data.resolve(NAME), now));
    } catch (IOException e) {
      System.getLogger("dev.ferrule.ledger")
          .log(System.Logger.Level.ERROR, "the damaged ledger cannot be moved", e);
      return Optional.empty();
    }
  }

  /** The last record. */
  Chain.Link head() {
    return head;
  }

  /** How many records are missing at the end, by what was noted beside the file. */
  long missing() {
    return headFile.read().map(noted -> Math.max(0, noted.seq() - head.seq())).orElse(0L);
  }

  /** Where the chain will end with these records behind it. */
  Chain.Link after(List<Entry> entries) {
    Chain.Link link = head;
    for (Entry entry : entries) {
      link = Chain.next(link, EntryTable.fields(entry));
    }
    return link;
  }

  /** Adds records, all or none; when it returns, no power cut takes them. */
  void write(List<Entry> entries) throws StoreFault {
    change(
        connection -> {
          Chain.Link link = head;
          for (Entry entry : entries) {
            List<@Nullable Object> fields = EntryTable.fields(entry);
            link = Chain.next(link, fields);
            EntryTable.add(insert, link, fields);
          }
          int[] unused = insert.executeBatch();
          return link;
        });
    sinceLook += entries.size();
  }

  private interface Work {
    Chain.Link on(Connection connection) throws SQLException;
  }

  /** After a fault SQLite may have rolled back by itself; the file must be opened anew. */
  private void change(Work work) throws StoreFault {
    Connection connection = store.connection();
    var made = new AtomicReference<>(head);
    try {
      StoreFile.atomically(connection, () -> made.set(work.on(connection)));
      head = made.get();
    } catch (SQLException e) {
      throw StoreFault.of(file, e);
    }
    headFile.write(head);
  }

  /**
   * Lets the oldest records go when they are too many; a record says which, and with it the chain
   * can still be checked.
   *
   * @param stamp of that record
   */
  void trim(Function<Event, Entry> stamp) throws StoreFault {
    if (sinceLook < LOOK) {
      return;
    }
    sinceLook = 0;
    if (bytes() > mostBytes) {
      change(connection -> trim(connection, stamp));
    }
  }

  private Chain.Link trim(Connection connection, Function<Event, Entry> stamp) throws SQLException {
    long first = EntryTable.anchor(connection).seq() + 1;
    long last = first + (head.seq() - first) / PART;
    Chain.Link anchor =
        EntryTable.link(connection, last)
            .orElseThrow(() -> new SQLException("a record is missing", "", 11));
    Entry said =
        stamp
            .apply(
                new Event(
                    Kind.LEDGER,
                    first + "-" + last,
                    "",
                    "trimmed",
                    "The oldest records made room; they were " + first + " to " + last + "."))
            .withReason(anchor.hash());
    List<@Nullable Object> fields = EntryTable.fields(said);
    Chain.Link link = Chain.next(head, fields);
    EntryTable.add(insert, link, fields);
    int[] unused = insert.executeBatch();
    try (PreparedStatement move =
            connection.prepareStatement("UPDATE anchor SET seq = ?, hash = ?");
        Statement delete = connection.createStatement()) {
      move.setLong(1, anchor.seq());
      move.setBytes(2, anchor.bytes());
      move.executeUpdate();
      delete.executeUpdate("DELETE FROM entry WHERE seq <= " + anchor.seq());
    }
    return link;
  }

  /** What it takes on the disk, with what is not yet in its place. */
  long diskBytes() {
    return store.bytes();
  }

  /** What the records take, without what is free in the file. */
  private long bytes() throws StoreFault {
    try {
      return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    } catch (SQLException e) {
      throw StoreFault.of(file, e);
    }
  }

  private long pragma(String name) throws SQLException {
    try (Statement statement = store.connection().createStatement();
        ResultSet found = statement.executeQuery("PRAGMA " + name)) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  /** What commands of earlier runs are to be remembered. */
  Past past(Instant now, int most) {
    return Past.read(store.connection(), now, most);
  }

  @Override
  public void close() {
    store.close();
  }
}
