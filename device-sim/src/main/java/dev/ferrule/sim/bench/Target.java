package dev.ferrule.sim.bench;

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
record Target(String what, boolean atMost, double limit, ToDoubleFunction<Outcome> figure) {

  static Target atMost(String what, double limit, ToDoubleFunction<Outcome> figure) {
    return new Target(what, true, limit, figure);
  }

  static Target atLeast(String what, double limit, ToDoubleFunction<Outcome> figure) {
    return new Target(what, false, limit, figure);
  }

  /** Nothing lost, nothing twice, nothing wrong. */
  static Target whole() {
    return atMost(
        "rows lost, doubled or wrong",
        0,
        outcome -> {
          Scores.Delivery got = outcome.clients().delivery();
          return got.lost() + got.duplicates() + got.wrong() + got.faulty();
        });
  }

  boolean isMet(Outcome outcome) {
    double value = figure.applyAsDouble(outcome);
    return atMost ? value <= limit : value >= limit;
  }
}
