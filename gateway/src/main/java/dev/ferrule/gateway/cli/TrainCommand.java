package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.training.TrainingRun;
import dev.ferrule.protocol.program.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code ferrule train}: a short life of a gateway, from start to stop, which {@code ferrule aot}
 * watches to learn what a start needs. Serves nobody and leaves nothing behind.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Lives through a start, some work and a stop, for ferrule aot to learn from.")
final class TrainCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrainingRun.run();
    return ExitCode.DONE.code();
  }
}
