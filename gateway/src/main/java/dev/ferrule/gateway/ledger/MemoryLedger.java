package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A ledger in memory, which ends with the process; there is nothing to wait for.
 *
 * <p>What was admitted may have acted: its id is remembered for {@link #KEPT} at least. While
 * {@link #CAPACITY} such commands are younger than that, there is no room, and whoever asks must
 * refuse more. Refusals have acted on nothing: the latest {@link #REFUSED} are remembered apart,
 * and however many come, they push out no id that has acted.
 *
 * <p>Owner: the loop that records.
 */
public final class MemoryLedger implements Ledger {

  /** Commands that were admitted and are remembered. */
  static final int CAPACITY = 10_000;

  /** How long each of them is remembered at the least. */
  static final Duration KEPT = Duration.ofMinutes(10);

  /** Refusals that are remembered; then the oldest is forgotten. */
  static final int REFUSED = 1_000;

  /** The gateway's own commands do not ask for room. */
  private static final int SPARE = 1_000;

  private final LongSupplier nanoTime;
  private final int capacity;
  private final Map<String, CommandRecord> open = new HashMap<>();

  /** Oldest first, as the one below. */
  private final LinkedHashMap<String, Kept> admitted = new LinkedHashMap<>();

  private final LinkedHashMap<String, CommandRecord> refused = new LinkedHashMap<>();

  private record Kept(CommandRecord record, long since) {}

  /** An empty ledger. */
  public MemoryLedger() {
    this(System::nanoTime, CAPACITY);
  }

  /** The same with another monotonic clock, for so many commands that were admitted. */
  MemoryLedger(LongSupplier nanoTime, int capacity) {
    this.nanoTime = nanoTime;
    this.capacity = capacity;
  }

  /** Remembers a command that ended in another run, and how long ago; the oldest come first. */
  void remember(CommandRecord record, Duration age) {
    admitted.put(record.command().id(), new Kept(record, nanoTime.getAsLong() - age.toNanos()));
    trim();
  }

  @Override
  public void append(CommandRecord record, Runnable then) {
    String id = record.command().id();
    switch (record.state()) {
      case CommandState.Open _ -> open.put(id, record);
      case CommandState.Ended _ -> end(id, record);
    }
    then.run();
  }

  private void end(String id, CommandRecord record) {
    CommandRecord before = open.remove(id);
    if (before != null && !(before.state() instanceof CommandState.Requested)) {
      admitted.put(id, new Kept(record, nanoTime.getAsLong()));
      trim();
    } else {
      refused.put(id, record);
      if (refused.size() > REFUSED) {
        refused.pollFirstEntry();
      }
    }
  }

  private void trim() {
    if (admitted.size() > capacity + SPARE) {
      admitted.pollFirstEntry();
    }
  }

  /** Whether a command is under way that was admitted. */
  boolean isAdmitted(String id) {
    CommandRecord record = open.get(id);
    return record != null && !(record.state() instanceof CommandState.Requested);
  }

  @Override
  public Optional<CommandRecord> find(String id) {
    return Optional.ofNullable(open.get(id))
        .or(() -> Optional.ofNullable(admitted.get(id)).map(Kept::record))
        .or(() -> Optional.ofNullable(refused.get(id)));
  }

  @Override
  public Room room() {
    while (open.size() + admitted.size() >= capacity && !admitted.isEmpty()) {
      long age = nanoTime.getAsLong() - admitted.firstEntry().getValue().since();
      if (age < KEPT.toNanos()) {
        return new Room.Full(KEPT.minusNanos(age));
      }
      admitted.pollFirstEntry();
    }
    return new Room.Free();
  }
}
