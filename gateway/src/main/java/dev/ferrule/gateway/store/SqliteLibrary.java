package dev.ferrule.gateway.store;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the native part of SQLite lies: beside the program in a distribution, so that neither a
 * full nor a forbidden /tmp keeps the gateway from remembering; else the library unpacks its own.
 */
final class SqliteLibrary {

  private static final String NAME = "libsqlitejdbc.so";

  private SqliteLibrary() {}

  /** Tells the library, before anything of it is touched. */
  static void find() {
    String home = System.getProperty("ferrule.home", "");
    String machine = System.getProperty("os.arch", "").equals("amd64") ? "x86_64" : "aarch64";
    Path directory = Path.of(home, "lib/native/org/sqlite/native/Linux", machine);
    if (!home.isEmpty() && Files.exists(directory.resolve(NAME))) {
      System.setProperty("org.sqlite.lib.path", directory.toString());
      System.setProperty("org.sqlite.lib.name", NAME);
    }
  }
}
