package dev.ferrule.gateway.config;

import dev.ferrule.gateway.config.yaml.Mistake;
import java.util.List;

/** What became of reading a configuration. */
public sealed interface Loaded {

  /** It can be run. */
  record Valid(Configuration configuration) implements Loaded {}

  /** It cannot be run. */
  sealed interface Unusable extends Loaded {}

  /**
   * Something is wrong with it; show all of it to whoever wrote the file.
   *
   * @param problems in the order of the file, at least one
   * @param lines the file's lines, to point into; may be empty
   */
  record Invalid(List<Mistake> problems, List<String> lines) implements Unusable {
    public Invalid {
      problems = List.copyOf(problems);
      lines = List.copyOf(lines);
    }
  }

  /** There is no such file, or it must not be read; {@code reason} says which and what helps. */
  record Unreadable(String reason) implements Unusable {}
}
