package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A ledger in memory, which ends with the process; there is nothing to wait for.
 *
 * <p>Owner: the loop that records.
 */
public final class MemoryLedger implements Ledger {

  /** Commands remembered; beyond it the oldest one that has ended is forgotten. */
  static final int CAPACITY = 10_000;

  private final Map<String, CommandRecord> records = new LinkedHashMap<>();

  @Override
  public void append(CommandRecord record, Runnable then) {
    records.put(record.command().id(), record);
    if (records.size() > CAPACITY) {
      forgetOldestEnded();
    }
    then.run();
  }

  @Override
  public Optional<CommandRecord> find(String id) {
    return Optional.ofNullable(records.get(id));
  }

  private void forgetOldestEnded() {
    Iterator<CommandRecord> oldestFirst = records.values().iterator();
    while (oldestFirst.hasNext()) {
      if (oldestFirst.next().state() instanceof CommandState.Ended) {
        oldestFirst.remove();
        return;
      }
    }
  }
}
