package dev.ferrule.sim;

import dev.ferrule.sim.bench.Bench;
import dev.ferrule.sim.bench.LoadRun;
import dev.ferrule.sim.bench.RunFailed;
import dev.ferrule.sim.bench.Scenario;
import dev.ferrule.sim.bench.Setup;
import dev.ferrule.sim.bench.Workload;
import dev.ferrule.sim.pty.PtyException;
import dev.ferrule.sim.scenario.BoardPlan;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code ferrule sim bench}: measures a gateway between simulated boards and clients.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = SimMain.Version.class,
    sortOptions = false,
    description = {
      "Measures a gateway between simulated boards and WebSocket clients, all on this machine.",
      "It starts the gateway, and ends it and everything else before it returns."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:a run could not be made", "2:wrong command line"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule sim bench --scenario S1,S2 --pin 0,1",
      "  ferrule sim bench --load boards=8,channels=4,rate=1000 --clients 10 --json",
      "  ferrule sim bench --load boards=1,rate=100,driver=text --commands 20 --window 30s"
    })
final class BenchCommand implements Callable<Integer> {

  private static final int FAILED = 1;

  @Spec private CommandSpec spec;
  @ParentCommand private SimMain parent;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      description = "Loads with targets: ${COMPLETION-CANDIDATES}.")
  private List<Scenario> scenarios = new ArrayList<>();

  @Option(
      names = "--load",
      paramLabel = "LOAD",
      converter = SimMain.LoadConverter.class,
      description = {
        "A load of your own: boards=N,channels=N,rate=ROWS_PER_SECOND[,driver=firmware|text]",
        "[,noise=DEVIATION]. Beside --scenario only its driver counts."
      })
  private @Nullable LoadPlan load;

  @Option(names = "--clients", description = "Clients that read everything (default: 10).")
  private int clients = 10;

  @Option(names = "--slow", description = "Further clients that stop reading (default: 0).")
  private int slow;

  @Option(
      names = "--commands",
      paramLabel = "PER_SECOND",
      description = "Commands that the first client sends (default: 0).")
  private double commands;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      converter = SimMain.DurationConverter.class,
      description = "Before anything counts (default: 6s).")
  private @Nullable Duration warmup;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      converter = SimMain.DurationConverter.class,
      description = "What counts (default: 8s).")
  private @Nullable Duration window;

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      converter = SimMain.DurationConverter.class,
      description = "How long the last rows may take to arrive (default: 3s).")
  private @Nullable Duration drain;

  @Option(
      names = "--gateway",
      paramLabel = "PROGRAM",
      description = "The gateway's launcher (default: bin/ferrule of this installation).")
  private @Nullable Path gateway;

  @Option(
      names = "--pin",
      paramLabel = "GATEWAY,BENCH",
      converter = ProcessorsConverter.class,
      description = "Processor of the gateway, and of boards and clients, such as 0,1.")
  private Setup.@Nullable Processors processors;

  @Option(
      names = "--tick",
      paramLabel = "TIME",
      description = "The gateway's limits.tick, such as 5ms (default: its own).")
  private @Nullable String tick;

  @Option(names = "--log", paramLabel = "FILE", description = "Where the gateway's log goes.")
  private @Nullable Path log;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    try (var interruption = Interruption.ofThisThread()) {
      if (parent.isEndingWithParent()) {
        interruption.watchParent();
      }
      measure();
      return 0;
    } catch (RunFailed | PtyException e) {
      spec.commandLine().getErr().println("ferrule sim bench: " + e.getMessage());
    } catch (IOException e) {
      spec.commandLine().getErr().println("ferrule sim bench: " + e);
    } catch (InterruptedException e) {
      spec.commandLine().getErr().println("ferrule sim bench: stopped");
    }
    return FAILED;
  }

  private void measure() throws IOException, InterruptedException {
    var setup =
        new Setup(
            launcher(),
            Optional.ofNullable(processors),
            Optional.ofNullable(tick),
            Optional.ofNullable(log));
    var run = new LoadRun(new SimulatedBoards(), setup);
    var bench = new Bench(run, spec.commandLine().getOut(), json);
    List<Workload> own = scenarios.isEmpty() ? List.of(workload()) : List.of();
    bench.prepare(setup);
    for (Workload workload : own) {
      bench.run(workload);
    }
    for (Scenario scenario : scenarios) {
      bench.run(
          scenario,
          scenario.workloads(form()).stream().map(w -> w.with(time(w.timing()))).toList());
    }
  }

  private Workload workload() {
    if (load == null) {
      throw new ParameterException(spec.commandLine(), "Say --scenario or --load");
    }
    try {
      var standard =
          new Workload.Timing(Duration.ofSeconds(6), Duration.ofSeconds(8), Duration.ofSeconds(3));
      return new Workload(
          "load",
          new Workload.Load(load.boards(), load.channels(), load.rate(), form(), load.noise()),
          new Workload.Crowd(clients, slow, commands),
          time(standard));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Workload.Timing time(Workload.Timing standard) {
    return new Workload.Timing(
        warmup == null ? standard.warmup() : warmup,
        window == null ? standard.window() : window,
        drain == null ? standard.drain() : drain);
  }

  private Workload.Form form() {
    return load != null && load.driver() == BoardPlan.Driver.TEXT
        ? Workload.Form.TEXT
        : Workload.Form.FIRMWARE;
  }

  /** The program that was named, or the one that this class was installed with. */
  private Path launcher() {
    if (gateway != null) {
      return gateway.toAbsolutePath();
    }
    try {
      Path jar =
          Path.of(BenchCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path launcher = jar.resolveSibling("../bin/ferrule").normalize();
      if (Files.isExecutable(launcher)) {
        return launcher;
      }
    } catch (URISyntaxException e) {
      // Not a file: then it was not installed.
    }
    throw new ParameterException(spec.commandLine(), "Say which program with --gateway");
  }

  static final class ProcessorsConverter implements ITypeConverter<Setup.Processors> {
    @Override
    public Setup.Processors convert(String text) {
      String[] sides = text.split(",", -1);
      try {
        if (sides.length == 2) {
          return new Setup.Processors(
              Integer.parseUnsignedInt(sides[0].strip()),
              Integer.parseUnsignedInt(sides[1].strip()));
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
      throw new TypeConversionException("\"" + text + "\" must be two numbers, such as 0,1");
    }
  }
}
