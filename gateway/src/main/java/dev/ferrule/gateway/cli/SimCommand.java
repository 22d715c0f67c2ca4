package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.Closing;
import dev.ferrule.gateway.cli.simulator.SimulatorProcess;
import dev.ferrule.protocol.program.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code ferrule sim}: hands the command line to the simulator, which has its own help and exit
 * codes.
 */
@Command(
    name = "sim",
    description = "Simulates boards on pseudo-terminals; ferrule sim --help says more.")
final class SimCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    var closing = new Closing();
    closing.begin();
    SimulatorProcess simulator;
    try {
      simulator = SimulatorProcess.sharing(arguments);
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("ferrule: the simulator did not start: " + e.getMessage());
      return ExitCode.FAILED.code();
    }
    closing.add("simulator", simulator);
    return simulator.waitFor();
  }
}
