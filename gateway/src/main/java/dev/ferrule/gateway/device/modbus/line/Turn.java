package dev.ferrule.gateway.device.modbus.line;

import java.time.Duration;

/**
 * One request's use of the line.
 *
 * @param request what is asked
 * @param timeout how long the unit may take to begin its answer
 * @param deadline when it must have been sent at the latest, nanoseconds of the loop; {@link
 *     Long#MAX_VALUE} for none
 * @param asker who hears what became of it
 */
public record Turn(Request request, Duration timeout, long deadline, Asker asker) {

  /** Hears what becomes of a turn; on the line's loop. */
  public interface Asker {

    /** It goes out now. */
    default void written() {}

    /** It is over; called exactly once, {@code answer} being what came within. */
    void over(Answer answer);
  }

  /** A turn that may come at any time. */
  public Turn(Request request, Duration timeout, Asker asker) {
    this(request, timeout, Long.MAX_VALUE, asker);
  }
}
