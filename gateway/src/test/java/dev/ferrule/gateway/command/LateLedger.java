package dev.ferrule.gateway.command;

import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.model.CommandRecord;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** A ledger that has a record when a test says so, and not before. */
final class LateLedger implements Ledger {

  private record Entry(CommandRecord record, Runnable then) {}

  private final MemoryLedger safe = new MemoryLedger();
  private final Queue<Entry> waiting = new ArrayDeque<>();

  /** Has the oldest record that waits. */
  void writeOne() {
    Entry entry = waiting.remove();
    safe.append(entry.record, entry.then);
  }

  /** Has everything, and what follows from it. */
  void writeAll() {
    while (!waiting.isEmpty()) {
      writeOne();
    }
  }

  @Override
  public void append(CommandRecord record, Runnable then) {
    waiting.add(new Entry(record, then));
  }

  @Override
  public Optional<CommandRecord> find(String id) {
    return safe.find(id);
  }
}
