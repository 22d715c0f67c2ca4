package dev.ferrule.sim.bench;

import dev.ferrule.sim.bench.model.Outcome;
import dev.ferrule.sim.bench.model.RunFailed;
import dev.ferrule.sim.bench.model.Target;
import dev.ferrule.sim.bench.model.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes runs one after the other and says what each came to. On the caller's thread. */
public final class Bench {

  private final LoadRun run;
  private final Report report;

  /**
   * A bench.
   *
   * @param run makes the runs
   * @param report says what came of them
   */
  public Bench(LoadRun run, Report report) {
    this.run = run;
    this.report = report;
  }

  /**
   * Makes one run.
   *
   * @throws RunFailed when it cannot be made
   * @throws IOException when no file or socket can be had
   */
  public void run(Workload workload) throws IOException, InterruptedException {
    var unused = run(workload, List.of());
  }

  /**
   * Makes the runs of a standard load; of S4 up to the first that misses a target.
   *
   * @throws RunFailed when one of them cannot be made
   * @throws IOException when no file or socket can be had
   */
  public void run(StandardLoad standard, List<Workload> workloads)
      throws IOException, InterruptedException {
    List<Outcome> good = new ArrayList<>();
    for (Workload workload : workloads) {
      Optional<Outcome> outcome = run(workload, standard.targets(workload));
      outcome.ifPresent(good::add);
      if (outcome.isEmpty() && standard == StandardLoad.S4) {
        break;
      }
    }
    if (standard == StandardLoad.S4 && !good.isEmpty()) {
      report.sustained(good.getLast());
    }
    if (standard == StandardLoad.S5 && good.size() == 2) {
      report.compared(good.getFirst(), good.getLast());
    }
  }

  /** The outcome if it met all targets. */
  private Optional<Outcome> run(Workload workload, List<Target> targets)
      throws IOException, InterruptedException {
    report.begin(workload);
    Outcome outcome = run.run(workload);
    List<Target.Judged> judged = targets.stream().map(target -> target.judge(outcome)).toList();
    report.run(outcome, judged);
    return judged.stream().allMatch(Target.Judged::met) ? Optional.of(outcome) : Optional.empty();
  }
}
