package dev.ferrule.gateway.history.file;

import dev.ferrule.gateway.model.Commits;
import java.time.Duration;

/**
 * How it stands with history, for people.
 *
 * @param state whether it remembers
 * @param text why not, with the remedy; empty when there is nothing to say
 * @param bytes what the file takes on the disk
 * @param oldest time of the oldest reading, milliseconds since 1970 UTC; 0 when there is none
 * @param readings stored in this run
 * @param lost in this run: readings that the disk did not take
 * @param since start of this run, milliseconds since 1970 UTC
 * @param waits how long the disk has taken nothing; zero when it does
 * @param commits how the disk takes it
 */
public record HistoryStatus(
    State state,
    String text,
    long bytes,
    long oldest,
    long readings,
    long lost,
    long since,
    Duration waits,
    Commits commits) {

  /** Bytes that this run had the system write for it. */
  public long written() {
    return commits.written();
  }

  /** The same, but for a disk that has taken nothing for a while. */
  HistoryStatus waiting(Duration forSoLong) {
    String why =
        text.isEmpty() ? "the disk stalls: it has taken nothing for a while; see its health" : text;
    return new HistoryStatus(
        state == State.OPENING ? state : State.WAITING,
        why,
        bytes,
        oldest,
        readings,
        lost,
        since,
        forSoLong,
        commits);
  }

  /** Whether readings are remembered; the word on the wire is the name in small. */
  public enum State {
    /** Not wanted. */
    OFF,
    /** Not yet. */
    OPENING,
    /** Yes. */
    ON,
    /** Not now: the disk does not take them. */
    WAITING
  }
}
