package dev.ferrule.gateway.device.modbus.line;

import java.time.Duration;

/** A unit, as its line sees it; on the line's loop. */
public interface Unit {

  /** Its unit id. */
  int unit();

  /**
   * When it wants its next transaction, nanoseconds of the loop; {@link Long#MAX_VALUE} for never.
   */
  long due();

  /** That transaction; called only when it is due. */
  Transaction next();

  /** Whether it has stopped answering. */
  boolean isSilent();

  /** It answered so long after it was asked, when nobody waited for it any more. */
  void answeredLate(Duration after);

  /** It turns out to need so long a pause between its answer and the next request. */
  void pauseLearned(Duration pause);

  /** The line turns out to give back what is sent on it. */
  void echoNoticed();

  /** The load of the line in the last ten seconds. */
  void report(LineLoad load);
}
