package dev.ferrule.gateway.device.modbus.line;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose answer may still come, by unit and function: an answer does not say what it
 * answers, and only those two tell it from that to another request.
 *
 * <p>A unit is not asked by the same function again until its answer came, or it was silent for
 * longer than any answer of it took, at least {@link #LEAST_TIMEOUTS} timeouts. Even then the next
 * answer is in doubt: it counts when no other follows it within a timeout.
 *
 * <p>Owner: the line. At most one entry per unit and function, of which 247 × 8 are in use.
 */
final class Unanswered {

  /** An answer that takes longer than so many timeouts is not reckoned with until one did, × 2. */
  private static final int LEAST_TIMEOUTS = 7;

  /** What is learned of late answers goes no further. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private record Key(int unit, int function) {
    static Key of(Request request) {
      return new Key(request.unit(), request.function());
    }
  }

  /** Requests of one unit and function that were not answered. */
  private static final class Debt {
    private Transaction last;
    private int count;
    private long first;
    private long clearAt;

    private Debt(Transaction last, long first) {
      this.last = last;
      this.first = first;
    }
  }

  private final Map<Key, Debt> debts = new HashMap<>();

  /** The longest that an answer of a unit took, nanoseconds. */
  private final Map<Integer, Long> slowest = new HashMap<>();

  /** Nothing came to a request that had been sent wholly at {@code sent}. */
  void add(Transaction transaction, long sent) {
    Debt debt = debt(transaction, sent);
    debt.clearAt = sent + patience(transaction);
  }

  /** Something came that is most likely the answer, and damaged. */
  void addDamaged(Transaction transaction, long sent, long now) {
    Debt debt = debt(transaction, sent);
    debt.clearAt = debt.count == 1 ? now : Math.max(debt.clearAt, now);
  }

  private Debt debt(Transaction transaction, long sent) {
    Key key = Key.of(transaction.request());
    Debt debt = debts.get(key);
    if (debt == null || sent - debt.clearAt > patience(transaction)) {
      debt = new Debt(transaction, sent);
      debts.put(key, debt);
    }
    debt.last = transaction;
    debt.count++;
    return debt;
  }

  private long patience(Transaction transaction) {
    long least = transaction.timeout().toNanos() * LEAST_TIMEOUTS / 2;
    long learned = 2 * slowest.getOrDefault(transaction.request().unit(), 0L);
    return Math.max(least, Math.min(learned, LONGEST.toNanos()));
  }

  /** Nanoseconds until a unit may be asked by a function; 0 when it may at once. */
  long pause(int unit, int function, long now) {
    Debt debt = debts.get(new Key(unit, function));
    return debt == null ? 0 : Math.max(0, debt.clearAt - now);
  }

  /** Whether an answer to a request may be that to an earlier one. */
  boolean isDoubtful(Transaction transaction, long now) {
    Debt debt = debts.get(Key.of(transaction.request()));
    return debt != null && now - debt.clearAt <= patience(transaction);
  }

  /** The unit answered, beyond doubt. */
  void answered(Request request) {
    debts.remove(Key.of(request));
  }

  /** A late answer that came. */
  record Late(Transaction transaction, Answer answer, boolean isOnly, Duration after) {}

  /** Looks for late answers in what came; to be asked again until there is none. */
  Optional<Late> take(AnswerFinder finder, @Nullable Request present, long now) {
    for (Map.Entry<Key, Debt> entry : debts.entrySet()) {
      Debt debt = entry.getValue();
      boolean isPresent = present != null && Key.of(present).equals(entry.getKey());
      Answer answer = finder.takeLate(debt.last.request(), isPresent);
      if (answer != null) {
        return Optional.of(came(debt, answer, now));
      }
    }
    return Optional.empty();
  }

  /** What was taken for the answer to a request was a late one; another came behind it. */
  Late came(Transaction transaction, Answer answer, long now) {
    Debt debt = debts.get(Key.of(transaction.request()));
    return debt == null
        ? new Late(transaction, answer, false, Duration.ZERO)
        : came(debt, answer, now);
  }

  private Late came(Debt debt, Answer answer, long now) {
    int unit = debt.last.request().unit();
    long took = Math.min(now - debt.first, LONGEST.toNanos());
    slowest.merge(unit, took, Math::max);
    boolean isOnly = debt.count == 1;
    debt.count--;
    if (debt.count == 0) {
      debts.remove(Key.of(debt.last.request()));
    } else {
      debt.clearAt = now + patience(debt.last);
    }
    return new Late(debt.last, answer, isOnly, Duration.ofNanos(took));
  }
}
