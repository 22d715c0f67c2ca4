package dev.ferrule.gateway.device.modbus.line;

import dev.ferrule.gateway.device.ByteLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Transactions that go before all reads. Those of one unit keep their order; one that must wait
 * lets those of other units pass.
 *
 * <p>Owner: the line.
 */
final class WaitingCommands {

  private final Deque<Transaction> waiting = new ArrayDeque<>();

  void addFirst(Transaction transaction) {
    waiting.addFirst(transaction);
  }

  void addLast(Transaction transaction) {
    waiting.addLast(transaction);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * The next that may be sent on {@code out}; those whose time is up hear so.
   *
   * @param pause nanoseconds until a request may be sent
   */
  Optional<Transaction> next(long now, ByteLink.Output out, ToLongFunction<Request> pause) {
    List<Transaction> late = new ArrayList<>();
    Optional<Transaction> next = Optional.empty();
    Set<Integer> passed = new HashSet<>();
    for (Iterator<Transaction> all = waiting.iterator(); all.hasNext() && next.isEmpty(); ) {
      Transaction transaction = all.next();
      Request request = transaction.request();
      if (transaction.hasDeadline() && lastStart(transaction, out) - now < 0) {
        all.remove();
        late.add(transaction);
      } else if (!passed.contains(request.unit()) && pause.applyAsLong(request) == 0) {
        all.remove();
        next = Optional.of(transaction);
      } else {
        passed.add(request.unit());
      }
    }
    late.forEach(
        transaction ->
            transaction
                .listener()
                .over(new Answer.NotSent(true, "its time was up before its turn came")));
    return next;
  }

  /** Nanoseconds until {@link #next} may say something else; {@link Long#MAX_VALUE} for never. */
  long pause(long now, ByteLink.Output out, ToLongFunction<Request> pause) {
    long least = Long.MAX_VALUE;
    for (Transaction transaction : waiting) {
      long own = pause.applyAsLong(transaction.request());
      least = own > 0 ? Math.min(least, own) : least;
      if (transaction.hasDeadline()) {
        least = Math.min(least, Math.max(0, lastStart(transaction, out) - now) + 1);
      }
    }
    return least;
  }

  /** When it must begin at the latest. */
  private static long lastStart(Transaction transaction, ByteLink.Output out) {
    return transaction.deadline() - out.transmissionNanos(transaction.request().frame().length);
  }

  /** None for that unit will be sent any more. */
  void takeBack(int unit, String reason) {
    List<Transaction> taken =
        waiting.stream().filter(transaction -> transaction.request().unit() == unit).toList();
    waiting.removeAll(taken);
    taken.forEach(transaction -> transaction.listener().over(new Answer.NotSent(false, reason)));
  }

  /** None will be sent any more. */
  void fail(String reason) {
    for (Transaction transaction = waiting.poll();
        transaction != null;
        transaction = waiting.poll()) {
      transaction.listener().over(new Answer.NotSent(false, reason));
    }
  }
}
