package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.model.CommandRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Where commands are recorded, so that the same id never acts twice and nothing acts unrecorded.
 *
 * <p>Called on one loop, that of whoever records.
 */
public interface Ledger {

  /** Whether one more command can be taken. */
  sealed interface Room {

    /** It can. */
    record Free() implements Room {}

    /** Another would be forgotten too early for it; ask again after {@code pause}. */
    record Full(Duration pause) implements Room {}

    /** Nothing can be recorded now; {@code why} is a sentence for people. */
    record Shut(String why) implements Room {}
  }

  /**
   * Records a step of a command. Returns at once; {@code then} runs exactly once, on the caller's
   * loop, when the record is as safe as this ledger makes it: within the call when there is nothing
   * to wait for, else later. Of one command the records are safe, and each {@code then} runs, in
   * the order in which they were handed over.
   *
   * <p>A ledger that is shut keeps what it is given until it can write it, and does not hold up
   * {@code then}; whoever asks for {@link #room} first admits nothing meanwhile that must not act
   * unrecorded. What was handed over as admitted before it was shut waits for as long as that
   * takes.
   */
  void append(CommandRecord record, Runnable then);

  /**
   * The latest record of a command, as far back as the ledger remembers: of one that may have acted
   * always that. Never waits.
   */
  Optional<CommandRecord> find(String id);

  /** Whether one more command can be taken now. */
  default Room room() {
    return new Room.Free();
  }

  /**
   * Runs {@code then}, on the caller's loop, as soon as it is known what was before this run, or
   * that nobody can tell: within the call when there is nothing to wait for.
   */
  default void whenOpen(Runnable then) {
    then.run();
  }
}
