package dev.ferrule.sim.bench.model;

/** A run could not be made: the gateway did not start, or did not take boards or clients. */
public final class RunFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * A run that could not be made.
   *
   * @param why for people
   */
  public RunFailed(String why) {
    super(why);
  }
}
