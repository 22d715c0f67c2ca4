package dev.ferrule.sim;

import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.FileTrouble;
import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.bench.Bench;
import dev.ferrule.sim.bench.LoadRun;
import dev.ferrule.sim.bench.Report;
import dev.ferrule.sim.bench.StandardLoad;
import dev.ferrule.sim.bench.gateway.Setup;
import dev.ferrule.sim.bench.model.RunFailed;
import dev.ferrule.sim.bench.model.Workload;
import dev.ferrule.sim.pty.PtyException;
import dev.ferrule.sim.scenario.LoadPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code ferrule sim bench}: measures a gateway between boards and clients. */
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
    exitCodeList = {
      "0:measured",
      "1:a run could not be made",
      "2:wrong command line",
      "3:the gateway's program or a directory cannot be used",
      "130:Ctrl-C",
      "143:SIGTERM"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule sim bench --scenario S1,S2 --pin 0,1",
      "  ferrule sim bench --load boards=8,channels=4,rate=1000 --clients 10 --json",
      "  ferrule sim bench --load boards=1,rate=100 --commands 20 --window 30s"
    })
final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private SimMain parent;

  @Option(
      names = "--scenario",
      paramLabel = "NAMES",
      split = ",",
      hideParamSyntax = true,
      description = "Loads with targets: ${COMPLETION-CANDIDATES}.")
  private List<StandardLoad> standardLoads = new ArrayList<>();

  @Option(
      names = "--load",
      paramLabel = "LOAD",
      converter = SimMain.LoadConverter.class,
      description = "A load of your own, such as boards=8,rate=1000; noise, too.")
  private @Nullable LoadPlan load;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Clients that read everything (default: 10).")
  private int clients = 10;

  @Option(
      names = "--slow",
      paramLabel = "N",
      description = "Further clients that stop reading (default: 0).")
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
      description = "What counts (default: that of the scenario, or 8s).")
  private @Nullable Duration window;

  @Option(
      names = "--gateway",
      paramLabel = "PROGRAM",
      description = "The gateway's launcher (default: bin/ferrule of this installation).")
  private @Nullable Path gateway;

  @Option(
      names = "--pin",
      paramLabel = "CPUS",
      split = ",",
      hideParamSyntax = true,
      description = "Processors of the gateway, and of boards and clients, such as 0,1.")
  private List<Integer> processors = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (var interruption = Interruption.ofThisThread()) {
      if (parent.isEndingWithParent()) {
        interruption.watchParent();
      }
      measure(workloads());
      return ExitCode.DONE.code();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (RunFailed | PtyException e) {
      err.println("ferrule sim bench: " + e.getMessage());
    } catch (UnusableFile e) {
      err.println(e.getMessage());
      return ExitCode.FILE.code();
    } catch (IOException e) {
      err.println("ferrule sim bench: " + FileTrouble.making(e));
    } catch (InterruptedException e) {
      err.println("ferrule sim bench: stopped");
    }
    return ExitCode.FAILED.code();
  }

  /** For each scenario its runs, or the one run of the user's own load. */
  private List<List<Workload>> workloads() {
    if (standardLoads.isEmpty() == (load == null)) {
      throw new IllegalArgumentException("Say either --scenario or --load");
    }
    if (load != null) {
      var crowd = new Workload.Crowd(clients, slow, commands);
      return List.of(
          List.of(
              timed(new Workload("load", load, crowd, StandardLoad.WARMUP, StandardLoad.WINDOW))));
    }
    return standardLoads.stream()
        .map(standard -> standard.workloads().stream().map(this::timed).toList())
        .toList();
  }

  private Workload timed(Workload workload) {
    return new Workload(
        workload.name(),
        workload.load(),
        workload.crowd(),
        warmup == null ? workload.warmup() : warmup,
        window == null ? workload.window() : window);
  }

  private void measure(List<List<Workload>> workloads) throws IOException, InterruptedException {
    Path launcher = launcher();
    var setup = new Setup(launcher, processors);
    requireProgram(launcher);
    var out = spec.commandLine().getOut();
    var report = new Report(out, spec.commandLine().getErr(), json);
    var bench = new Bench(new LoadRun(new SimulatedBoards(), setup), report);
    setup.pinSelf();
    report.machine();
    for (int i = 0; i < workloads.size(); i++) {
      if (standardLoads.isEmpty()) {
        bench.run(workloads.get(i).getFirst());
      } else {
        bench.run(standardLoads.get(i), workloads.get(i));
      }
    }
  }

  private static void requireProgram(Path file) {
    if (!Files.exists(file)) {
      throw UnusableFile.reading(file, new NoSuchFileException(file.toString()));
    }
    if (Files.isDirectory(file) || !Files.isExecutable(file)) {
      throw new UnusableFile(file, "it is no program that this user may start");
    }
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
    throw new IllegalArgumentException("Say which program with --gateway");
  }
}
