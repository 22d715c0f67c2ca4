package dev.ferrule.sim.scenario.yaml;

/**
 * One thing that is wrong in a scenario.
 *
 * @param line from 1
 * @param column from 1
 * @param path such as {@code boards[1].channels[0].period}; empty for the whole text
 * @param message what is wrong, and what would be right
 */
public record Problem(int line, int column, String path, String message) {

  @Override
  public String toString() {
    String where = path.isEmpty() ? "" : path + ": ";
    return line + ":" + column + ": " + where + message;
  }
}
