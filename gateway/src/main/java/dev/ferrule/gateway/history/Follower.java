package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.file.Opening;

/** Whoever tells readings to others by the numbers that history gives them. On history's loop. */
public interface Follower {

  /** The file is open; more than once when it was damaged and made anew. */
  void opened(Opening opening);

  /** Readings did not get numbers: whoever counts along has to ask for a mark. */
  void uneven();
}
