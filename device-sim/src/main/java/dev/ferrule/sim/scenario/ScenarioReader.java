package dev.ferrule.sim.scenario;

import dev.ferrule.sim.scenario.yaml.Fields;
import dev.ferrule.sim.scenario.yaml.Node;
import dev.ferrule.sim.scenario.yaml.Problem;
import dev.ferrule.sim.scenario.yaml.Similar;
import dev.ferrule.sim.scenario.yaml.YamlTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns YAML into a {@link Scenario}, or into all that is wrong with it. */
final class ScenarioReader {

  private final List<Problem> problems = new ArrayList<>();

  private ScenarioReader() {}

  /**
   * Reads a whole text.
   *
   * @param source what problems are reported under, such as the file
   * @throws ScenarioException with all that is wrong
   */
  static Scenario read(String source, String yaml) {
    var reader = new ScenarioReader();
    Optional<Scenario> scenario = reader.scenario(yaml);
    if (scenario.isEmpty() || !reader.problems.isEmpty()) {
      throw new ScenarioException(
          source,
          reader.problems.stream()
              .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
              .toList());
    }
    return scenario.get();
  }

  private Optional<Scenario> scenario(String yaml) {
    Node root = YamlTree.read(yaml, problems);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    try (Fields top = Fields.of(root, "", problems)) {
      String name = top.text("name", "scenario");
      long seed = top.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
      List<BoardPlan> boards = new ArrayList<>();
      int index = 0;
      for (Node board : top.list("boards")) {
        new BoardReader(Fields.of(board, "boards[" + index++ + "]", problems))
            .read()
            .ifPresent(boards::add);
      }
      List<EventPlan> events = new ArrayList<>();
      index = 0;
      for (Node event : top.list("events")) {
        new EventReader(Fields.of(event, "events[" + index++ + "]", problems), boards)
            .read()
            .ifPresent(events::add);
      }
      if (boards.isEmpty() && !problems.isEmpty()) {
        return Optional.empty();
      }
      Optional<Scenario> read = top.build(() -> new Scenario(name, seed, boards, events));
      // A channel that could not be read is missing: only a whole scenario tells what is no
      // channel.
      read.filter(_ -> problems.isEmpty()).ifPresent(whole -> checkReferences(whole, top));
      return read;
    }
  }

  private static void checkReferences(Scenario scenario, Fields top) {
    List<String> known =
        scenario.boards().stream()
            .flatMap(b -> b.channels().stream().map(c -> b.name() + "." + c.key()))
            .toList();
    for (BoardPlan board : scenario.boards()) {
      for (ChannelPlan channel : board.channels()) {
        channel.signal().response().stream()
            .flatMap(response -> response.of().stream())
            .flatMap(term -> Stream.concat(Stream.of(term.channel()), term.times().stream()))
            .filter(reference -> !known.contains(reference))
            .forEach(
                reference ->
                    top.refuse(
                        "boards",
                        "%s.%s answers to %s, which is no channel%s"
                            .formatted(
                                board.name(),
                                channel.key(),
                                reference,
                                Similar.hint(reference, known))));
      }
    }
  }
}
