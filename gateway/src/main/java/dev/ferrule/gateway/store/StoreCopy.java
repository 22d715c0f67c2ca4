package dev.ferrule.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Copies of files of the store, also while a gateway writes them, and the right to put others in
 * their place. Stateless; blocks.
 */
public final class StoreCopy {

  private static final int PATIENCE_MS = 10_000;

  private StoreCopy() {}

  /**
   * Copies a file as it is at one moment, without its free pages, and checks the copy. Whoever
   * writes it meanwhile is not disturbed.
   *
   * @param to must not exist
   * @throws StoreFault when it cannot be read or written, or is damaged
   */
  public static void copy(Path file, Path to) throws StoreFault {
    try (Connection connection = open(file);
        PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, to.toString());
      copy.execute();
    } catch (SQLException e) {
      throw StoreFault.of(file, e);
    }
    check(to);
  }

  private static void check(Path file) throws StoreFault {
    try (Connection connection = open(file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (!row.next() || !"ok".equals(row.getString(1))) {
        throw StoreFault.damaged(file, "it is damaged");
      }
    } catch (SQLException e) {
      throw StoreFault.of(file, e);
    }
  }

  private static Connection open(Path file) throws SQLException {
    SqliteLibrary.find();
    var settings = new SQLiteConfig();
    settings.setBusyTimeout(PATIENCE_MS);
    settings.resetOpenMode(SQLiteOpenMode.CREATE);
    return settings.createConnection("jdbc:sqlite:" + file);
  }

  /**
   * Claims a file, which need not exist, so that no gateway opens it until the claim is closed;
   * empty when one has it open.
   */
  public static Optional<FileChannel> claim(Path file) throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            mine);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException e) {
      // In this process.
    }
    channel.close();
    return Optional.empty();
  }
}
