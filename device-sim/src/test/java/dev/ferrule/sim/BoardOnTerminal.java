package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.sim.board.ProtocolCounts;
import dev.ferrule.sim.loop.ManualClock;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A test of one board by the bytes at the other end of its line. */
@Timeout(300)
abstract class BoardOnTerminal {

  final ManualClock clock = new ManualClock();
  private final Scenario scenario;
  private final String name;
  @TempDir private Path directory;
  private Simulation simulation;
  SimBoard board;
  Terminal host;

  BoardOnTerminal(Scenario scenario, String name) {
    this.scenario = scenario;
    this.name = name;
  }

  /** The time that the board lives by: that which the test moves. */
  SimClock boardClock() {
    return clock;
  }

  /** Plugs the board in and opens its line; the board has noticed when this returns. */
  @BeforeEach
  void plugIn() {
    simulation = Simulation.start(scenario, directory, boardClock());
    board = simulation.board(name);
    host = Terminal.open(board.link());
    assertTrue(board.await(SimBoard::isOpened, Duration.ofSeconds(10)));
  }

  /** Waits until what the board counts is so. */
  final void counted(Predicate<ProtocolCounts> condition) {
    assertTrue(board.await(b -> condition.test(b.counts().protocol()), Duration.ofSeconds(5)));
  }

  @AfterEach
  void unplug() {
    host.close();
    simulation.close();
  }
}
