package dev.ferrule.sim.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The gateway that is measured, and where things run.
 *
 * @param launcher the program, taken as {@code LAUNCHER run --config FILE --data DIR}
 * @param processors where to run; absent: anywhere
 * @param tick the gateway's {@code limits.tick}; absent: its default
 * @param log where the gateway's log goes; absent: shown only when it does not start
 */
public record Setup(
    Path launcher, Optional<Processors> processors, Optional<String> tick, Optional<Path> log) {

  /**
   * One processor for each side.
   *
   * @param gateway processor number of the gateway
   * @param bench processor number of boards and clients
   */
  public record Processors(int gateway, int bench) {}
}
