package dev.ferrule.gateway.device.modbus.line;

/**
 * Whether a line gives back what is sent on it, as half-duplex adapters do whose receiver stays on.
 *
 * <p>The echo of a read cannot be its answer. That of function 5 or 6 is the very frame that
 * answers it: on a line with an echo the second one counts, and while nobody knows whether there is
 * one, a single frame proves nothing.
 *
 * <p>Owner: the line.
 */
final class Echo {

  /** Answers in a row without an echo before them, after which there is none any more. */
  private static final int FEW = 3;

  private final Runnable noticed;

  // per connection
  private boolean known;
  private boolean present;
  private int missing;

  /** Nothing is known; {@code noticed} runs when there turns out to be one. */
  Echo(Runnable noticed) {
    this.noticed = noticed;
  }

  /** Another adapter may be there. */
  void reset() {
    known = false;
    present = false;
    missing = 0;
  }

  /** Whether a frame like the request can only be the answer to it. */
  boolean isAbsent() {
    return known && !present;
  }

  /** A request came back, and that was not its answer. */
  void heard() {
    missing = 0;
    known = true;
    if (!present) {
      present = true;
      noticed.run();
    }
  }

  /** A request was answered that did not come back. */
  void missed() {
    missing++;
    if (!present || missing >= FEW) {
      known = true;
      present = false;
    }
  }
}
