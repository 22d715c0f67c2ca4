package dev.ferrule.gateway.command;

import dev.ferrule.gateway.model.CommandRecord;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked and what became of it, so that the same id never acts twice.
 *
 * <p>Kept in memory: it ends with the process. Owner: the core loop.
 */
final class Ledger {

  /** Commands remembered; beyond it the oldest finished one is forgotten. */
  static final int CAPACITY = 10_000;

  private final Map<String, CommandRecord> records = new LinkedHashMap<>();

  Optional<CommandRecord> find(String id) {
    return Optional.ofNullable(records.get(id));
  }

  void write(CommandRecord record) {
    records.put(record.command().id(), record);
    if (records.size() > CAPACITY) {
      forgetOldestFinished();
    }
  }

  private void forgetOldestFinished() {
    Iterator<CommandRecord> oldestFirst = records.values().iterator();
    while (oldestFirst.hasNext()) {
      if (oldestFirst.next().state().isFinal()) {
        oldestFirst.remove();
        return;
      }
    }
  }
}
