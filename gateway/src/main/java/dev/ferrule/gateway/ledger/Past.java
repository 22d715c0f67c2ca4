package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.Event.Kind;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What commands of earlier runs a gateway must know: those that were admitted within {@link #KEPT}
 * of the end of the ledger, by the time of records whose clock was kept.
 *
 * @param commands the last that is known of each, oldest first; some without an end
 * @param damage what is wrong with the records that were read, for people
 */
record Past(List<CommandRecord> commands, Optional<String> damage) {

  static final Past NONE = new Past(List.of(), Optional.empty());

  /** How long an id is remembered, unless more commands come than are remembered. */
  static final Duration KEPT = Duration.ofHours(24);

  /** Records that are read for each command at most, refused ones between them counted in. */
  private static final int ROWS_EACH = 20;

  /** What is known of one command, read from its end to its beginning. */
  private static final class Seen {
    CommandRecord last;
    boolean isAdmitted;

    Seen(CommandRecord last) {
      this.last = last;
    }

    /** Refused while the gateway did not know its past, an id keeps the end that it had. */
    void before(CommandRecord record) {
      isAdmitted |=
          switch (record.state()) {
            case CommandState.Requested _, CommandState.Rejected _ -> false;
            case CommandState.Allowed _,
                CommandState.Acknowledged _,
                CommandState.Confirmed _,
                CommandState.Failed _,
                CommandState.Expired _,
                CommandState.Unknown _ ->
                true;
          };
      if (last.state() instanceof CommandState.Rejected
          && record.state() instanceof CommandState.Ended) {
        last = record;
      }
    }
  }

  /**
   * Reads the end of a ledger and checks the chain as far as it reads. What cannot be read does not
   * keep the rest from being known.
   */
  static Past read(Connection connection, Instant now, int most) {
    Map<String, Seen> seen = new LinkedHashMap<>();
    Optional<String> damage;
    try {
      damage = read(connection, now.toEpochMilli(), most, seen);
    } catch (SQLException | IllegalArgumentException e) {
      damage = Optional.of(String.valueOf(e.getMessage()));
    }
    List<CommandRecord> commands = new ArrayList<>();
    for (Seen one : seen.values()) {
      if (one.isAdmitted) {
        commands.add(one.last);
      }
    }
    return new Past(commands.reversed(), damage);
  }

  private static Optional<String> read(
      Connection connection, long now, int most, Map<String, Seen> seen) throws SQLException {
    Chain.Link anchor = EntryTable.anchor(connection);
    long until = Long.MAX_VALUE;
    EntryTable.Row later = null;
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                EntryTable.ALL + " ORDER BY seq DESC LIMIT " + (long) most * ROWS_EACH)) {
      while (found.next()) {
        EntryTable.Row row = EntryTable.row(found);
        if (later != null && !later.follows(row.link())) {
          return Optional.of("record " + later.link().seq() + " is not as it was written");
        }
        later = row;
        Entry entry = row.entry();
        if (entry.stamp().isTrusted()) {
          until = until == Long.MAX_VALUE ? Math.min(now, entry.stamp().time()) : until;
          if (entry.stamp().time() < until - KEPT.toMillis()) {
            return Optional.empty();
          }
        }
        if (entry.kind() == Kind.COMMAND) {
          note(entry.command(), most, seen);
        }
      }
    }
    return later == null || later.link().seq() > anchor.seq() + 1 || later.follows(anchor)
        ? Optional.empty()
        : Optional.of("record " + later.link().seq() + " is not as it was written");
  }

  private static void note(CommandRecord record, int most, Map<String, Seen> seen) {
    String id = record.command().id();
    Seen known = seen.get(id);
    if (known == null && seen.size() < 2 * most) {
      known = new Seen(record);
      seen.put(id, known);
    }
    if (known != null) {
      known.before(record);
    }
  }
}
