package dev.ferrule.sim.bench;

import dev.ferrule.sim.bench.Workload.Crowd;
import dev.ferrule.sim.bench.Workload.Form;
import dev.ferrule.sim.bench.Workload.Load;
import dev.ferrule.sim.bench.Workload.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Loads with a name, so that figures of different days and machines can be compared. */
public enum Scenario {
  /** One board, one client, commands: how long a reading and a click take. */
  S1 {
    @Override
    public List<Workload> workloads(Form form) {
      return List.of(
          new Workload("S1", new Load(1, 4, 100, form, 0), new Crowd(1, 0, 20), timing(8)));
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(
          Target.whole(),
          Target.atMost("p50 ms", 0.35, o -> o.clients().delivery().latency().p50()),
          Target.atMost(
              "command round trip p50 ms", 0.7, o -> o.clients().commands().confirmed().p50()));
    }
  },

  /** Eight busy boards, ten clients. */
  S2 {
    @Override
    public List<Workload> workloads(Form form) {
      return List.of(
          new Workload("S2", new Load(8, 4, 1000, form, 0), new Crowd(10, 0, 0), timing(8)));
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(
          Target.whole(),
          Target.atMost("CPU µs per client and row", 3.5, Outcome::cpuPerClientRow),
          Target.atMost("CPU µs per client and reading", 3.5, Outcome::cpuPerClientReading));
    }
  },

  /** One board, a thousand clients, then five thousand. */
  S3 {
    @Override
    public List<Workload> workloads(Form form) {
      var load = new Load(1, 4, 100, form, 0);
      return List.of(
          new Workload("S3-1000", load, new Crowd(1000, 0, 0), timing(8)),
          new Workload("S3-5000", load, new Crowd(5000, 0, 0), timing(8)));
    }

    @Override
    List<Target> targets(Workload workload) {
      return workload.crowd().clients() == 1000
          ? List.of(
              Target.whole(),
              Target.atMost("p99 ms", 30, o -> o.clients().delivery().latency().p99()))
          : List.of(
              Target.whole(),
              Target.atLeast("client rows per second", 400_000, Outcome::clientRowsPerSecond));
    }
  },

  /** Eight boards, ten clients, ever faster. */
  S4 {
    @Override
    public List<Workload> workloads(Form form) {
      List<Workload> steps = new ArrayList<>();
      for (double rate : new double[] {1600, 2500, 4000, 5000, 6300, 8000, 10_000}) {
        var load = new Load(8, 4, rate, form, 0);
        steps.add(new Workload("S4-" + (int) rate, load, new Crowd(10, 0, 0), timing(4)));
      }
      return steps;
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(
          Target.whole(),
          Target.atMost("p99 ms", 100, o -> o.clients().delivery().latency().p99()),
          Target.atLeast(
              "of the planned rows, %",
              98, o -> 100 * o.rowsPerSecond() / o.workload().load().rowsPerSecond()));
    }

    @Override
    boolean endsAtFirstMiss() {
      return true;
    }
  },

  /** Fifty clients of large rows, without and with one that stops reading. */
  S5 {
    @Override
    public List<Workload> workloads(Form form) {
      var load = new Load(8, 32, 500, form, 10_000);
      var time = new Timing(Duration.ofSeconds(6), Duration.ofSeconds(14), Duration.ofSeconds(3));
      return List.of(
          new Workload("S5-control", load, new Crowd(50, 0, 0), time),
          new Workload("S5-slow", load, new Crowd(50, 1, 0), time));
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(Target.whole());
    }
  };

  private static final Duration WARMUP = Duration.ofSeconds(6);
  private static final Duration DRAIN = Duration.ofSeconds(3);

  /** Its runs, in their order. */
  public abstract List<Workload> workloads(Form form);

  /** What a run of it should reach. */
  abstract List<Target> targets(Workload workload);

  /** Whether each run is a step up, and the first that misses a target is the last. */
  boolean endsAtFirstMiss() {
    return false;
  }

  private static Timing timing(int windowSeconds) {
    return new Timing(WARMUP, Duration.ofSeconds(windowSeconds), DRAIN);
  }
}
