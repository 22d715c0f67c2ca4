package dev.ferrule.sim;

import dev.ferrule.sim.bench.BoardSource;
import dev.ferrule.sim.bench.Workload;
import dev.ferrule.sim.board.BoardCounts;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.BoardPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The boards of a {@link LoadPlan} for the bench. */
final class SimulatedBoards implements BoardSource {

  @Override
  public Boards start(Workload.Load load, Path directory) {
    var plan =
        new LoadPlan(
            load.boards(),
            load.channels(),
            load.rate(),
            switch (load.form()) {
              case FIRMWARE -> BoardPlan.Driver.FIRMWARE;
              case TEXT -> BoardPlan.Driver.TEXT;
            },
            0,
            load.noise(),
            Optional.empty());
    return new Running(Simulation.start(plan.scenario(), directory, SimClock.system()));
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
