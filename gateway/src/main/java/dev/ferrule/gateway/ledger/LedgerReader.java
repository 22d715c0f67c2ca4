package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.store.StoreFault;
import dev.ferrule.gateway.store.StoreFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the ledger of a data directory, whether a gateway runs with it or not, and changes nothing.
 *
 * <p>Of one thread, which it blocks as long as the disk does.
 */
public final class LedgerReader implements AutoCloseable {

  /** The most that one look finds. */
  public static final int MOST = 10_000;

  private final Path file;
  private final Connection connection;

  private LedgerReader(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** A record and its number. */
  public record Found(long seq, Entry entry) {}

  /**
   * What to look for.
   *
   * @param from the earliest time, milliseconds since 1970 UTC
   * @param to the time before which it was
   * @param subjects channels, devices or users, one of which it is about; {@code *} stands for any
   *     letters; none for all
   * @param kind of what
   * @param all whether logins and changes of accounts are among them
   * @param after the number behind which to look, the oldest first
   * @param before the number before which to look, the newest first, as without either
   * @param limit how many, 1 to {@value #MOST}
   */
  public record Search(
      OptionalLong from,
      OptionalLong to,
      List<String> subjects,
      Optional<Kind> kind,
      boolean all,
      OptionalLong after,
      OptionalLong before,
      int limit) {

    /** The newest of all. */
    public static Search newest(int limit) {
      return new Search(
          OptionalLong.empty(),
          OptionalLong.empty(),
          List.of(),
          Optional.empty(),
          true,
          OptionalLong.empty(),
          OptionalLong.empty(),
          limit);
    }
  }

  /**
   * Opens it.
   *
   * @throws NoSuchFileException when there is none
   * @throws StoreFault when it cannot be read
   */
  public static LedgerReader open(Path data) throws StoreFault, NoSuchFileException {
    Path file = data.resolve(LedgerFile.NAME);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try {
      return new LedgerReader(file, StoreFile.reader(file));
    } catch (SQLException e) {
      throw StoreFault.of(file, e);
    }
  }

  /** Records that fit, at most as many as the limit; damaged ones are left out. */
  public List<Found> find(Search search) throws StoreFault {
    List<Object> values = new ArrayList<>();
    var where = new StringBuilder(EntryTable.ALL).append(" WHERE 1");
    if (!search.all()) {
      where.append(" AND kind NOT IN ('login', 'account')");
    }
    add(where, values, " AND time >= ?", search.from());
    add(where, values, " AND time < ?", search.to());
    add(where, values, " AND seq > ?", search.after());
    add(where, values, " AND seq < ?", search.before());
    search.kind().ifPresent(kind -> add(where, values, " AND kind = ?", kind.word()));
    if (!search.subjects().isEmpty()) {
      String one = "subject GLOB ?";
      where
          .append(" AND (")
          .append(one)
          .append((" OR " + one).repeat(search.subjects().size() - 1));
      where.append(')');
      search.subjects().forEach(subject -> values.add(glob(subject)));
    }
    where.append(search.after().isPresent() ? " ORDER BY seq" : " ORDER BY seq DESC");
    where.append(" LIMIT ").append(Math.clamp(search.limit(), 1, MOST));
    try (PreparedStatement query = connection.prepareStatement(where.toString())) {
      for (int i = 0; i < values.size(); i++) {
        query.setObject(i + 1, values.get(i));
      }
      return read(query);
    } catch (SQLException e) {
      throw StoreFault.of(file, e);
    }
  }

  private static List<Found> read(PreparedStatement query) throws SQLException {
    List<Found> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        EntryTable.Row row = EntryTable.row(rows);
        try {
          found.add(new Found(row.link().seq(), row.entry()));
        } catch (IllegalArgumentException e) {
          System.getLogger("dev.ferrule.ledger")
              .log(System.Logger.Level.DEBUG, "record " + row.link().seq() + " is damaged", e);
        }
      }
    }
    return found;
  }

  private static void add(
      StringBuilder where, List<Object> values, String condition, OptionalLong value) {
    if (value.isPresent()) {
      add(where, values, condition, value.getAsLong());
    }
  }

  private static void add(
      StringBuilder where, List<Object> values, String condition, Object value) {
    where.append(condition);
    values.add(value);
  }

  /** Only a star means more than itself. */
  private static String glob(String subject) {
    return subject.replaceAll("[\\[?]", "[$0]");
  }

  /**
   * Checks the whole chain.
   *
   * @param noted a head that was noted elsewhere, which must be in it; empty for none
   */
  public Verdict verify(String noted) throws StoreFault {
    try {
      return Verdict.of(connection, new HeadFile(file), noted);
    } catch (SQLException e) {
      throw StoreFault.of(file, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      System.getLogger("dev.ferrule.ledger")
          .log(System.Logger.Level.DEBUG, "closing " + file + " failed", e);
    }
  }
}
