package dev.ferrule.sim;

import dev.ferrule.sim.bench.BoardSource;
import dev.ferrule.sim.board.BoardCounts;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.LoadPlan;
import java.nio.file.Path;
import java.util.List;

/** The boards of a {@link LoadPlan} for the bench. */
final class SimulatedBoards implements BoardSource {

  @Override
  public Boards start(LoadPlan load, Path directory) {
    return new Running(Simulation.start(load.scenario(), directory, SimClock.system()));
  }

  private record Running(Simulation simulation) implements Boards {
    @Override
    public List<Path> links() {
      return simulation.boards().stream().map(SimBoard::link).toList();
    }

    @Override
    public long[] rows() {
      return simulation.counts().stream().mapToLong(BoardCounts::rows).toArray();
    }

    @Override
    public long missedRows() {
      return simulation.counts().stream().mapToLong(BoardCounts::missedRows).sum();
    }

    @Override
    public long overrunBytes() {
      return simulation.boards().stream().mapToLong(board -> board.toHostCounts().overrun()).sum();
    }

    @Override
    public void close() {
      simulation.close();
    }
  }
}
