package dev.ferrule.sim;

import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.board.Board;
import dev.ferrule.sim.board.BoardCounts;
import dev.ferrule.sim.board.firmware.FirmwareBoard;
import dev.ferrule.sim.board.gpio.GpioBoard;
import dev.ferrule.sim.board.modbus.ModbusUnits;
import dev.ferrule.sim.board.nmea.NmeaTalker;
import dev.ferrule.sim.board.text.TextBoard;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.pty.PtyException;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.EventPlan;
import dev.ferrule.sim.scenario.Scenario;
import dev.ferrule.sim.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A running scenario.
 *
 * <pre>{@code
 * try (var sim = Simulation.start(Scenario.parse(yaml), directory, SimClock.system())) {
 *   SimBoard pump = sim.board("pump");
 *   open(pump.link());
 *   pump.unplug();
 * }
 * }</pre>
 *
 * <p>All boards live on one thread of their own; this class and {@link SimBoard} may be used from
 * any. With a {@code ManualClock} nothing happens but answers to bytes until the clock is moved.
 */
public final class Simulation implements AutoCloseable {

  private final Scenario scenario;
  private final EventLoop loop;
  private final Map<String, SimBoard> boards = new LinkedHashMap<>();

  private Simulation(Scenario scenario, SimClock clock) {
    this.scenario = scenario;
    this.loop = new EventLoop("ferrule-sim", clock);
  }

  /**
   * Plugs in and boots all boards; when it returns all links exist.
   *
   * @param scenario what to simulate
   * @param directory where the links are made; it is made if it does not exist
   * @param clock the time it lives by
   * @throws PtyException when the system has no pseudo-terminal for a board; nothing is left behind
   * @throws UnusableFile when the directory cannot be made or a link in it not; the same
   */
  public static Simulation start(Scenario scenario, Path directory, SimClock clock) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw UnusableFile.making(directory, e);
    }
    var simulation = new Simulation(scenario, clock);
    try {
      simulation.loop.run(() -> simulation.populate(directory.toAbsolutePath()));
    } catch (RuntimeException e) {
      simulation.close();
      throw e;
    }
    return simulation;
  }

  /** The boards, in the order of the scenario. */
  public List<SimBoard> boards() {
    return List.copyOf(boards.values());
  }

  /**
   * The board of that name.
   *
   * @throws IllegalArgumentException when the scenario has none
   */
  public SimBoard board(String name) {
    SimBoard board = boards.get(name);
    if (board == null) {
      throw new IllegalArgumentException("no board " + name + " among " + boards.keySet());
    }
    return board;
  }

  public Scenario scenario() {
    return scenario;
  }

  /** What each board counts, all at one moment, in the order of the scenario. */
  public List<BoardCounts> counts() {
    return loop.call(() -> boards.values().stream().map(board -> board.board().counts()).toList());
  }

  /** Unplugs all boards, removes all links and ends the thread; within milliseconds. */
  @Override
  public void close() {
    loop.close();
  }

  private void populate(Path directory) {
    var world = new World(loop, scenario);
    var random = new SplittableRandom(scenario.seed());
    for (BoardPlan plan : scenario.boards()) {
      Board board = board(plan, world, directory, random.split());
      board.start();
      boards.put(plan.name(), new SimBoard(loop, board));
    }
    for (EventPlan event : scenario.events()) {
      new ScheduledEvent(loop, event, board(event.board()).board()).schedule();
    }
  }

  private Board board(BoardPlan plan, World world, Path directory, SplittableRandom random) {
    return switch (plan.driver()) {
      case FIRMWARE -> new FirmwareBoard(loop, world, plan, directory, random);
      case TEXT -> new TextBoard(loop, world, plan, directory, random);
      case NMEA -> new NmeaTalker(loop, world, plan, directory, random);
      case MODBUS_RTU -> new ModbusUnits(loop, world, plan, directory, random);
      case GPIO -> new GpioBoard(loop, world, plan, directory, random);
    };
  }
}
