package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.store.StoreFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How records lie in the file; stateless. */
final class EntryTable {

  private static final int APPLICATION = 0x46724C67; // FrLg

  /** Behind the number; the hash is last. */
  private static final List<String> COLUMNS =
      List.of(
          "time", "trusted", "run", "since", "kind", "subject", "actor", "word", "reason", "text",
          "id", "value", "ttl", "proof", "retry");

  static final StoreFile.Schema SCHEMA =
      new StoreFile.Schema(
          APPLICATION,
          List.of(
              List.of(
                  "CREATE TABLE entry(seq INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
                      + " trusted INTEGER NOT NULL, run TEXT NOT NULL, since INTEGER NOT NULL,"
                      + " kind TEXT NOT NULL, subject TEXT NOT NULL, actor TEXT NOT NULL,"
                      + " word TEXT NOT NULL, reason TEXT NOT NULL, text TEXT NOT NULL, id TEXT,"
                      + " value REAL, ttl INTEGER, proof TEXT, retry INTEGER, hash BLOB NOT NULL)",
                  "CREATE TABLE anchor(seq INTEGER NOT NULL, hash BLOB NOT NULL)",
                  "INSERT INTO anchor VALUES(0, zeroblob(32))")));

  static final String ALL = "SELECT seq, " + String.join(", ", COLUMNS) + ", hash FROM entry";

  private static final String INSERT =
      "INSERT INTO entry(seq, "
          + String.join(", ", COLUMNS)
          + ", hash) VALUES(?"
          + ", ?".repeat(COLUMNS.size() + 1)
          + ")";

  private EntryTable() {}

  /**
   * A record as it lies in the file.
   *
   * @param link its number, and the hash that stands there
   * @param fields in the order of the columns
   */
  record Row(Chain.Link link, List<@Nullable Object> fields) {

    /** Whether its hash is what follows from the one before and its fields. */
    boolean follows(Chain.Link before) {
      return Chain.next(before, fields).equals(link);
    }

    /**
     * What it says.
     *
     * @throws IllegalArgumentException when a gateway cannot have written it
     */
    Entry entry() {
      Optional<Entry.Ask> ask =
          fields.get(10) == null
              ? Optional.empty()
              : Optional.of(new Entry.Ask(text(10), real(11), number(12), text(13), number(14)));
      return new Entry(
          new Entry.Stamp(number(0), number(1) != 0, text(2), number(3)),
          Kind.of(text(4)),
          text(5),
          text(6),
          text(7),
          text(8),
          text(9),
          ask);
    }

    private String text(int column) {
      if (fields.get(column) instanceof String text) {
        return text;
      }
      throw wrong(column);
    }

    private long number(int column) {
      if (fields.get(column) instanceof Long number) {
        return number;
      }
      throw wrong(column);
    }

    private double real(int column) {
      if (fields.get(column) instanceof Double number) {
        return number;
      }
      throw wrong(column);
    }

    private static IllegalArgumentException wrong(int column) {
      return new IllegalArgumentException(COLUMNS.get(column) + " is not what it should be");
    }
  }

  /** The fields of a record, in the order of the columns. */
  static List<@Nullable Object> fields(Entry entry) {
    List<@Nullable Object> fields = new ArrayList<>(COLUMNS.size());
    Entry.Stamp stamp = entry.stamp();
    fields.add(stamp.time());
    fields.add(stamp.isTrusted() ? 1L : 0L);
    fields.add(stamp.run());
    fields.add(stamp.sinceStart());
    fields.add(entry.kind().word());
    fields.add(clean(entry.subject()));
    fields.add(clean(entry.actor()));
    fields.add(clean(entry.word()));
    fields.add(clean(entry.reason()));
    fields.add(clean(entry.text()));
    if (entry.ask().isPresent()) {
      Entry.Ask ask = entry.ask().get();
      fields.add(ask.id());
      fields.add(ask.value() + 0.0); // SQLite knows no negative zero
      fields.add(ask.ttl());
      fields.add(clean(ask.proof()));
      fields.add(ask.retryAfter());
    } else {
      for (int column = 10; column < COLUMNS.size(); column++) {
        fields.add(null);
      }
    }
    return fields;
  }

  /** What a person typed may hold anything; a text ends at its first zero for some readers. */
  private static String clean(String text) {
    return text.replace('\0', ' ');
  }

  /** What adds records. */
  static PreparedStatement insert(Connection connection) throws SQLException {
    return connection.prepareStatement(INSERT);
  }

  /** Sets one record to be added. */
  static void add(PreparedStatement insert, Chain.Link link, List<@Nullable Object> fields)
      throws SQLException {
    insert.setLong(1, link.seq());
    for (int column = 0; column < fields.size(); column++) {
      insert.setObject(column + 2, fields.get(column));
    }
    insert.setBytes(fields.size() + 2, link.bytes());
    insert.addBatch();
  }

  /** The record under the cursor. */
  static Row row(ResultSet found) throws SQLException {
    List<@Nullable Object> fields = new ArrayList<>(COLUMNS.size());
    for (int column = 0; column < COLUMNS.size(); column++) {
      Object field = found.getObject(column + 2);
      fields.add(field instanceof Integer number ? Long.valueOf(number) : field);
    }
    return new Row(Chain.Link.of(found.getLong(1), bytes(found, COLUMNS.size() + 2)), fields);
  }

  private static byte[] bytes(ResultSet found, int column) throws SQLException {
    byte @Nullable [] bytes = found.getBytes(column);
    return bytes == null ? new byte[0] : bytes;
  }

  /** What is before the first record that is still there. */
  static Chain.Link anchor(Connection connection) throws SQLException {
    return link(connection, "SELECT seq, hash FROM anchor").orElse(Chain.Link.START);
  }

  /** The last record, or what is before the first. */
  static Chain.Link head(Connection connection) throws SQLException {
    return link(connection, "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")
        .orElse(anchor(connection));
  }

  /** The record of a number. */
  static Optional<Chain.Link> link(Connection connection, long seq) throws SQLException {
    return link(connection, "SELECT seq, hash FROM entry WHERE seq = " + seq);
  }

  private static Optional<Chain.Link> link(Connection connection, String query)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      return found.next()
          ? Optional.of(Chain.Link.of(found.getLong(1), bytes(found, 2)))
          : Optional.empty();
    }
  }
}
