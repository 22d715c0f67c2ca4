package dev.ferrule.gateway.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/** Why a file of the store cannot be used, in words that name the file and the remedy. */
public final class StoreFault extends Exception {

  private static final long serialVersionUID = 1;

  private static final int PRIMARY = 0xFF;

  /** What kind of fault it is: what to do about it depends on it. */
  public enum Kind {
    /** What the file holds is not what was written. */
    DAMAGED,
    /** There is no room on the disk. */
    FULL,
    /** The disk or the file may not be written to. */
    READ_ONLY,
    /** A newer version of Ferrule made it. */
    NEWER,
    /** Another process has it. */
    IN_USE,
    /** The disk does not do what it is told. */
    DISK,
    /** The file is as it was made, and refuses what it is told: a fault of the program. */
    PROGRAM
  }

  private final Kind kind;

  StoreFault(Kind kind, Path file, String words) {
    super(file + ": " + words);
    this.kind = kind;
  }

  /** What a file holds is not what was written, as whoever wrote it can tell. */
  public static StoreFault damaged(Path file, String words) {
    return new StoreFault(Kind.DAMAGED, file, words);
  }

  /** What SQLite says, as a fault of the file. */
  public static StoreFault of(Path file, SQLException cause) {
    Kind kind = kind(cause);
    var fault = new StoreFault(kind, file, words(kind, cause));
    fault.initCause(cause);
    return fault;
  }

  /** Whether a statement was refused, for which the program may be to blame and not the file. */
  public static boolean isDoubtful(SQLException cause) {
    return switch (cause.getErrorCode() & PRIMARY) {
      case 1, 19, 20 -> true;
      default -> false;
    };
  }

  /** A statement was refused by a file that is as it was made. */
  static StoreFault ofProgram(Path file, SQLException cause) {
    var fault = new StoreFault(Kind.PROGRAM, file, words(Kind.PROGRAM, cause));
    fault.initCause(cause);
    return fault;
  }

  public Kind kind() {
    return kind;
  }

  /** File, fault and remedy. */
  public String words() {
    return String.valueOf(getMessage());
  }

  /** The result codes of SQLite (sqlite.org/rescode.html) that mean something here. */
  private static Kind kind(SQLException cause) {
    return switch (cause.getErrorCode() & PRIMARY) {
      case 11, 26 -> Kind.DAMAGED; // CORRUPT, NOTADB
      case 24 -> Kind.DAMAGED; // FORMAT
      // Statements that are right are refused where the tables are not what was made; whoever has
      // the file open can tell that from a statement that is wrong (StoreFile.fault):
      case 1, 19, 20 -> Kind.DAMAGED; // ERROR, CONSTRAINT, MISMATCH
      case 13 -> Kind.FULL;
      case 3, 8 -> Kind.READ_ONLY; // PERM, READONLY
      case 5, 6 -> Kind.IN_USE; // BUSY, LOCKED
      default -> Kind.DISK;
    };
  }

  private static String words(Kind kind, SQLException cause) {
    return switch (kind) {
      case DAMAGED -> "it is damaged";
      case FULL -> "the disk is full; make room, and it goes on by itself";
      case READ_ONLY -> "it cannot be written to; give the user of the gateway the right to";
      case NEWER -> "a newer version of Ferrule made it";
      case IN_USE -> "another process uses it";
      case DISK -> "the disk failed: " + plain(cause);
      case PROGRAM -> "a fault of the program: " + plain(cause);
    };
  }

  /** Without the name of the code, which only programmers know. */
  private static String plain(SQLException cause) {
    String said = String.valueOf(cause.getMessage());
    int open = said.indexOf('(');
    String inside = said.startsWith("[") && open > 0 ? said.substring(open + 1) : said;
    return inside.replaceAll("\\)$", "").toLowerCase(Locale.ROOT);
  }
}
