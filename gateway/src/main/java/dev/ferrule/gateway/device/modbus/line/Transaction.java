package dev.ferrule.gateway.device.modbus.line;

import java.time.Duration;

/**
 * A request and its answer, or its timeout.
 *
 * @param request what is asked
 * @param timeout how long the unit may take to begin its answer
 * @param deadline when it must have been sent at the latest, nanoseconds of the loop, or {@link
 *     #NO_DEADLINE}
 * @param listener who hears what became of it
 */
public record Transaction(Request request, Duration timeout, long deadline, Listener listener) {

  /** It may be sent at any time. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  /** Hears what becomes of a transaction; on the line's loop. */
  public interface Listener {

    /** It goes out now. */
    default void written() {}

    /** It is over; called exactly once, {@code answer} being what came within. */
    void over(Answer answer);

    /** It was over for want of an answer, and this is what came after all. */
    default void late(Answer answer) {}
  }

  /** A transaction that may come at any time. */
  public Transaction(Request request, Duration timeout, Listener listener) {
    this(request, timeout, NO_DEADLINE, listener);
  }

  boolean hasDeadline() {
    return deadline != NO_DEADLINE;
  }
}
