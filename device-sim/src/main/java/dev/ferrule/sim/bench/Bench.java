package dev.ferrule.sim.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Makes runs one after the other and says what each came to. On the caller's thread. */
public final class Bench {

  private final LoadRun run;
  private final Report report;

  /**
   * A bench.
   *
   * @param run makes the runs
   * @param out where results go
   * @param json one object a line instead of tables for people
   */
  public Bench(LoadRun run, PrintWriter out, boolean json) {
    this.run = run;
    this.report = json ? new JsonReport(out) : new TextReport(out);
  }

  /** Says what came of runs. */
  interface Report {
    /** Said once, first. */
    void machine(String description);

    void run(Outcome outcome, List<Target> targets);

    /** The fastest step of a scenario that met all its targets. */
    void sustained(Outcome outcome);

    /** A load without and with a client that stopped reading. */
    void compared(Outcome control, Outcome slow);

    /** A run that could not be made, in a scenario that goes on to the next. */
    void failed(Workload workload, RunFailed why);
  }

  /**
   * Keeps boards and clients on their processor, if they have one, and says what the machine is.
   *
   * @throws RunFailed when the system refuses
   */
  public void prepare(Setup setup) throws InterruptedException {
    report.machine(Machine.description());
    if (setup.processors().isPresent()) {
      Machine.pinSelf(setup.processors().get().bench());
    }
  }

  /**
   * Makes one run.
   *
   * @throws RunFailed when it cannot be made
   * @throws IOException when no file or socket can be had
   */
  public void run(Workload workload) throws IOException, InterruptedException {
    report.run(run.run(workload), List.of());
  }

  /**
   * Makes the runs of a scenario.
   *
   * @throws RunFailed when the first of them cannot be made
   * @throws IOException when no file or socket can be had
   */
  public void run(Scenario scenario, List<Workload> workloads)
      throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Workload workload : workloads) {
      try {
        Outcome outcome = run.run(workload);
        List<Target> targets = scenario.targets(workload);
        report.run(outcome, targets);
        boolean met = targets.stream().allMatch(target -> target.isMet(outcome));
        if (scenario.endsAtFirstMiss() && !met) {
          break;
        }
        outcomes.add(outcome);
      } catch (RunFailed e) {
        if (outcomes.isEmpty()) {
          throw e;
        }
        report.failed(workload, e);
        break;
      }
    }
    if (scenario == Scenario.S4 && !outcomes.isEmpty()) {
      report.sustained(outcomes.getLast());
    }
    if (scenario == Scenario.S5 && outcomes.size() == 2) {
      report.compared(outcomes.getFirst(), outcomes.getLast());
    }
  }
}
