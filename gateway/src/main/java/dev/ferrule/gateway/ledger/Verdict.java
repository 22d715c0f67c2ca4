package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.Event.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a ledger is as it was written.
 *
 * @param first number of the oldest record that is there
 * @param last number of the newest; below the first when there is none
 * @param head hash of the newest, in hexadecimal digits
 * @param problems what is wrong, for people; at most {@link #MOST}
 */
public record Verdict(long first, long last, String head, List<String> problems) {

  private static final int MOST = 10;

  public Verdict {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is wrong. */
  public boolean isSound() {
    return problems.isEmpty();
  }

  /** What is known while the chain is followed. */
  private static final class Check {
    final List<String> problems = new ArrayList<>();
    final Optional<Chain.Link> inFile;
    final String noted;
    boolean isInFileSeen;
    boolean isNotedSeen;
    boolean isAnchorTold;

    Check(Optional<Chain.Link> inFile, String noted) {
      this.inFile = inFile;
      this.noted = noted;
    }

    void wrong(String what) {
      if (problems.size() < MOST) {
        problems.add(what);
      }
    }

    void see(Chain.Link link) {
      isInFileSeen |= inFile.isPresent() && inFile.get().equals(link);
      isNotedSeen |= link.hash().equalsIgnoreCase(noted);
    }
  }

  static Verdict of(Connection connection, HeadFile headFile, String noted) throws SQLException {
    var check = new Check(headFile.read(), noted); // before the records: it is behind them
    Chain.Link anchor = Chain.Link.START;
    Chain.Link last = anchor;
    try {
      connection.setAutoCommit(false); // one state of the file for all that follows
      look(connection, check);
      anchor = EntryTable.anchor(connection);
      check.isAnchorTold = anchor.equals(Chain.Link.START);
      check.see(anchor);
      last = follow(connection, anchor, check);
    } catch (SQLException e) {
      check.wrong("the file cannot be read further: " + e.getMessage());
    } finally {
      connection.setAutoCommit(true);
    }
    conclude(check, last);
    return new Verdict(anchor.seq() + 1, last.seq(), last.hash(), check.problems);
  }

  /** What SQLite itself finds in pages. */
  private static void look(Connection connection, Check check) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA integrity_check(" + MOST + ")")) {
      while (found.next()) {
        String said = found.getString(1);
        if (!"ok".equals(said)) {
          check.wrong("the file is damaged: " + said);
        }
      }
    }
  }

  private static Chain.Link follow(Connection connection, Chain.Link anchor, Check check)
      throws SQLException {
    Chain.Link before = anchor;
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(EntryTable.ALL + " ORDER BY seq")) {
      while (found.next()) {
        EntryTable.Row row = EntryTable.row(found);
        long expected = before.seq() + 1;
        if (row.link().seq() != expected) {
          check.wrong("records %d to %d are missing".formatted(expected, row.link().seq() - 1));
        } else if (!row.follows(before)) {
          check.wrong("record " + expected + " is not as it was written");
        }
        look(row, anchor, check);
        check.see(row.link());
        before = row.link();
      }
    }
    return before;
  }

  private static void look(EntryTable.Row row, Chain.Link anchor, Check check) {
    try {
      Entry entry = row.entry();
      check.isAnchorTold |=
          entry.kind() == Kind.LEDGER
              && entry.word().equals("trimmed")
              && entry.reason().equals(anchor.hash());
      if (entry.kind() == Kind.COMMAND) {
        var unused = entry.command();
      }
    } catch (IllegalArgumentException e) {
      check.wrong("record " + row.link().seq() + " says nothing: " + e.getMessage());
    }
  }

  private static void conclude(Check check, Chain.Link last) {
    if (!check.isAnchorTold) {
      check.wrong("the oldest records are gone, and no record says that they made room");
    }
    if (check.inFile.isPresent() && !check.isInFileSeen) {
      long noted = check.inFile.get().seq();
      check.wrong(
          noted > last.seq()
              ? "%d records at the end are missing".formatted(noted - last.seq())
              : "record %d is not the one that ledger.head knows".formatted(noted));
    }
    if (!check.noted.isEmpty() && !check.isNotedSeen) {
      check.wrong("no record has the hash that you noted");
    }
  }
}
