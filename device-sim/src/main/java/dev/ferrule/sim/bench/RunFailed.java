package dev.ferrule.sim.bench;

/** A run could not be made: the gateway did not start, or did not take boards or clients. */
public final class RunFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String why;

  RunFailed(String why) {
    super(why);
    this.why = why;
  }

  /** What went wrong, in words for people. */
  public String why() {
    return why;
  }
}
