package dev.ferrule.sim.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that is simulated at once.
 *
 * @param name for people
 * @param seed of all chance: the same seed gives the same course
 * @param boards at least one, with unique names and links
 * @param events in any order
 */
public record Scenario(String name, long seed, List<BoardPlan> boards, List<EventPlan> events) {

  /** Most boards of one simulation. */
  public static final int MAX_BOARDS = 128;

  /** Largest file that is read. */
  private static final int MAX_BYTES = 1024 * 1024;

  /** Copies the lists. */
  public Scenario {
    boards = List.copyOf(boards);
    events = List.copyOf(events);
    if (boards.isEmpty() || boards.size() > MAX_BOARDS) {
      throw new IllegalArgumentException("a scenario has 1 to " + MAX_BOARDS + " boards");
    }
    if (boards.stream().map(BoardPlan::name).distinct().count() != boards.size()) {
      throw new IllegalArgumentException("two boards have the same name");
    }
    if (boards.stream().map(board -> board.line().link()).distinct().count() != boards.size()) {
      throw new IllegalArgumentException("two boards have the same link");
    }
  }

  /**
   * Reads YAML.
   *
   * @param yaml the text
   * @throws ScenarioException with all that is wrong in it
   */
  public static Scenario parse(String yaml) {
    return ScenarioReader.read("scenario", yaml);
  }

  /**
   * Reads a file of YAML.
   *
   * @throws ScenarioException with all that is wrong in it
   * @throws UnusableFile when it is larger than 1 MiB
   * @throws IOException when the file cannot be read, or is not UTF-8
   */
  public static Scenario load(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new UnusableFile(file, "it is larger than " + MAX_BYTES / 1024 + " KiB");
    }
    return ScenarioReader.read(
        file.toString(), UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
  }

  /** The board of that name. */
  Optional<BoardPlan> board(String boardName) {
    return boards.stream().filter(board -> board.name().equals(boardName)).findFirst();
  }

  /** The channel of {@code board.key}. */
  public Optional<ChannelPlan> channel(String reference) {
    int dot = reference.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : board(reference.substring(0, dot))
            .flatMap(board -> board.channel(reference.substring(dot + 1)));
  }
}
