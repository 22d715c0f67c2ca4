package dev.ferrule.sim.bench;

import dev.ferrule.sim.bench.model.Target;
import dev.ferrule.sim.bench.model.Workload;
import dev.ferrule.sim.bench.model.Workload.Crowd;
import dev.ferrule.sim.scenario.LoadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Loads with a name and targets, so that figures of different days can be compared. */
public enum StandardLoad {
  /** One board, one client, commands: how long a reading and a click take. */
  S1 {
    @Override
    public List<Workload> workloads() {
      return List.of(workload("S1", "boards=1,channels=4,rate=100", new Crowd(1, 0, 20), 8));
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(
          WHOLE,
          Target.atMost("p50 ms", 0.35, o -> o.received().latency().p50()),
          Target.atMost("command round trip p50 ms", 0.7, o -> o.commands().confirmed().p50()));
    }
  },

  /** Eight busy boards, ten clients. */
  S2 {
    @Override
    public List<Workload> workloads() {
      return List.of(workload("S2", "boards=8,channels=4,rate=1000", new Crowd(10, 0, 0), 8));
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(
          WHOLE,
          Target.atMost(
              "CPU µs per client and row", 3.5, o -> o.gateway().cpuMicrosPerClientRow()));
    }
  },

  /** One board, a thousand clients, then five thousand. */
  S3 {
    @Override
    public List<Workload> workloads() {
      return List.of(
          workload("S3-1000", "boards=1,channels=4,rate=100", new Crowd(1000, 0, 0), 8),
          workload("S3-5000", "boards=1,channels=4,rate=100", new Crowd(5000, 0, 0), 8));
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(
          WHOLE,
          workload.crowd().clients() == 1000
              ? Target.atMost("p99 ms", 30, o -> o.received().latency().p99())
              : Target.atLeast(
                  "client rows per second", 400_000, o -> o.received().rowsPerSecond()));
    }
  },

  /** Eight boards, ten clients, ever faster. */
  S4 {
    @Override
    public List<Workload> workloads() {
      List<Workload> steps = new ArrayList<>();
      for (int rate : new int[] {1600, 2500, 4000, 5000, 6300, 8000, 10_000}) {
        steps.add(
            workload("S4-" + rate, "boards=8,channels=4,rate=" + rate, new Crowd(10, 0, 0), 4));
      }
      return steps;
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(
          WHOLE,
          Target.atMost("p99 ms", 100, o -> o.received().latency().p99()),
          Target.atLeast("of the planned rows, %", 98, o -> o.sent().percent()));
    }
  },

  /** Fifty clients of large rows, without and with one that stops reading. */
  S5 {
    @Override
    public List<Workload> workloads() {
      String load = "boards=8,channels=32,rate=500,noise=10000";
      return List.of(
          workload("S5-control", load, new Crowd(50, 0, 0), 14),
          workload("S5-slow", load, new Crowd(50, 1, 0), 14));
    }

    @Override
    List<Target> targets(Workload workload) {
      return List.of(WHOLE);
    }
  };

  private static final Target WHOLE =
      Target.atMost("rows lost, doubled or wrong", 0, outcome -> outcome.received().bad());

  /** How long a gateway gets until anything counts. */
  public static final Duration WARMUP = Duration.ofSeconds(6);

  /** What counts, where nothing else is said. */
  public static final Duration WINDOW = Duration.ofSeconds(8);

  /** Its runs, in their order. */
  public abstract List<Workload> workloads();

  /** What a run of it should reach. */
  abstract List<Target> targets(Workload workload);

  private static Workload workload(String name, String load, Crowd crowd, int windowSeconds) {
    return new Workload(
        name, LoadPlan.parse(load), crowd, WARMUP, Duration.ofSeconds(windowSeconds));
  }
}
