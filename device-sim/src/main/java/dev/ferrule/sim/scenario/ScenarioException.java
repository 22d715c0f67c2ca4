package dev.ferrule.sim.scenario;

import dev.ferrule.sim.scenario.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A scenario breaks rules; all that it breaks, at least one. The remedy is to mend the text. */
public final class ScenarioException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ScenarioException(String name, List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> name + ":" + problem)
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /** In the order of the text. */
  List<Problem> problems() {
    return problems;
  }
}
