package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.ledger.LedgerReader.Found;
import dev.ferrule.gateway.ledger.LedgerReader.Search;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Commits;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The ledger as those see it who only look. Any thread; never blocks. */
public interface LedgerView {

  /** What became of a look. */
  sealed interface Seen {

    /** What was found. */
    record Records(List<Found> found) implements Seen {}

    /** Too many look already: look again soon. */
    record Busy() implements Seen {}

    /** It cannot be read: {@code why}, for people. */
    record Unreadable(String why) implements Seen {}
  }

  /**
   * What it takes of the disk.
   *
   * @param bytes now
   * @param limit bytes at most; then the oldest records go
   * @param commits how the disk takes records
   */
  record Size(long bytes, long limit, Commits commits) {}

  /** Where there is nothing to see. */
  LedgerView NONE =
      new LedgerView() {
        @Override
        public Optional<String> trouble() {
          return Optional.empty();
        }

        @Override
        public Size size() {
          return new Size(0, 0, Commits.NONE);
        }

        @Override
        public void find(Search search, Loop on, Consumer<Seen> reply) {
          on.run(() -> reply.accept(new Seen.Records(List.of())));
        }
      };

  /** Why nothing can be recorded now, if so: a sentence for people. */
  Optional<String> trouble();

  /** What it takes of the disk. */
  Size size();

  /** Looks for records; {@code reply} is called on {@code on}. */
  void find(Search search, Loop on, Consumer<Seen> reply);
}
