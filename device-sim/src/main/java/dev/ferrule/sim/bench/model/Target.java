package dev.ferrule.sim.bench.model;

import java.util.function.ToDoubleFunction;

/**
 * A figure that a gateway should reach on the machine that the targets were set on: one core of a
 * shared x86-64 VM, medians of pairs of runs.
 *
 * @param what it is, with its unit
 * @param atMost whether less is better
 * @param limit that is still good
 * @param figure of a run
 */
public record Target(String what, boolean atMost, double limit, ToDoubleFunction<Outcome> figure) {

  /**
   * A target beside what was reached.
   *
   * @param what it is, with its unit
   * @param relation {@code <=} or {@code >=}
   * @param limit that is still good
   * @param figure that was reached
   * @param met whether that is good
   */
  public record Judged(String what, String relation, double limit, double figure, boolean met) {}

  public static Target atMost(String what, double limit, ToDoubleFunction<Outcome> figure) {
    return new Target(what, true, limit, figure);
  }

  public static Target atLeast(String what, double limit, ToDoubleFunction<Outcome> figure) {
    return new Target(what, false, limit, figure);
  }

  /** Sets it beside what a run came to. */
  public Judged judge(Outcome outcome) {
    double value = figure.applyAsDouble(outcome);
    return new Judged(
        what, atMost ? "<=" : ">=", limit, value, atMost ? value <= limit : value >= limit);
  }
}
