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

  /**
   * Records a step of a command. Returns at once; {@code then} runs exactly once, on the caller's
   * loop, when the record is as safe as this ledger makes it: within the call when there is nothing
   * to wait for, else later. Records are safe, and each {@code then} runs, in the order in which
   * they were handed over.
   */
  void append(CommandRecord record, Runnable then);

  /**
   * The latest record of a command whose {@code then} has run, as far back as the ledger remembers.
   * Never waits.
   */
  Optional<CommandRecord> find(String id);

  /**
   * How long until one more command can be taken without forgetting another too early; empty when
   * it can be taken now.
   */
  default Optional<Duration> untilRoom() {
    return Optional.empty();
  }
}
