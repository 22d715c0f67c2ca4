package dev.ferrule.sim;

import dev.ferrule.sim.replay.ReplayPlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a capture is played back. */
final class ReplayOptions {

  private static final String USUAL_NAME = "replay";

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "With --replay: N times as fast as it was, 0.01 to 1000 (default: 1).")
  private @Nullable Double speed;

  @Option(names = "--loop", description = "With --replay: begin again at the end.")
  private boolean repeats;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "With --replay: name of the link in the directory (default: replay).")
  private @Nullable String name;

  /** Complains when one of them is there and nothing is played back. */
  void refuseWithoutReplay(CommandLine command) {
    if (speed != null || repeats || name != null) {
      throw new ParameterException(command, "--speed, --loop and --name want --replay");
    }
  }

  /** What to play back from a file, in a directory of links. */
  ReplayPlan plan(CommandLine command, Path file, Path directory) {
    String link = name == null ? USUAL_NAME : name;
    if (!link.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new ParameterException(command, "--name: \"" + link + "\" is no plain file name");
    }
    try {
      return new ReplayPlan(
          file, directory.toAbsolutePath().resolve(link), speed == null ? 1 : speed, repeats);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "--" + e.getMessage(), e);
    }
  }
}
