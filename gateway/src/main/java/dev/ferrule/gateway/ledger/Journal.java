package dev.ferrule.gateway.ledger;

/**
 * Where everything else that must be known afterwards is recorded: who logged in, what changed, how
 * devices were. Any thread; never blocks. When more comes than can be written, events are dropped,
 * counted, and the count is recorded.
 */
@FunctionalInterface
public interface Journal {

  /** Where nothing is recorded. */
  Journal NONE = event -> {};

  /** Records an event, with the time of now. */
  void record(Event event);
}
