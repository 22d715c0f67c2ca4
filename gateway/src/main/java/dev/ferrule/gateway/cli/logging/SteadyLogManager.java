package dev.ferrule.gateway.cli.logging;

import java.util.logging.LogManager;

/**
 * Keeps the log going while the program stops: the JDK's own manager takes all handlers away as
 * soon as the JVM begins to stop, and what is said while stopping matters most. Public for the JDK.
 */
public final class SteadyLogManager extends LogManager {

  /** Called by the JDK. */
  public SteadyLogManager() {}

  @Override
  public void reset() {
    // Asked for at the start, when nothing is set yet, and at the end, when everything must stay.
  }
}
