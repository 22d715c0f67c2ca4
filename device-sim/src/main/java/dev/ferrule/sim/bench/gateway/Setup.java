package dev.ferrule.sim.bench.gateway;

import dev.ferrule.sim.bench.model.RunFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The gateway that is measured, and where things run.
 *
 * @param launcher the program, taken as {@code LAUNCHER run --config FILE --data DIR}
 * @param processors number of the gateway's processor, and of that for boards and clients; empty:
 *     anywhere
 */
public record Setup(Path launcher, List<Integer> processors) {

  /** Checks the form. */
  public Setup {
    processors = List.copyOf(processors);
    if (!processors.isEmpty()
        && (processors.size() != 2 || processors.stream().anyMatch(p -> p < 0))) {
      throw new IllegalArgumentException("--pin must be two processors, such as 0,1");
    }
  }

  /** What stands before a command that is to run on the gateway's processor. */
  List<String> pinGateway() {
    return processors.isEmpty()
        ? List.of()
        : List.of("taskset", "-c", processors.getFirst().toString());
  }

  /**
   * Keeps this process, all its threads of now and later, on its processor.
   *
   * @throws RunFailed when the system refuses
   */
  public void pinSelf() throws InterruptedException {
    if (processors.isEmpty()) {
      return;
    }
    String self = Long.toString(ProcessHandle.current().pid());
    var command = List.of("taskset", "-a", "-c", "-p", processors.getLast().toString(), self);
    try {
      Process taskset =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectErrorStream(true)
              .start();
      if (taskset.waitFor() != 0) {
        throw new RunFailed("taskset did not put this process on " + processors.getLast());
      }
    } catch (IOException e) {
      throw new RunFailed("taskset cannot be started; it comes with util-linux");
    }
  }
}
