package dev.ferrule.sim;

import dev.ferrule.protocol.capture.CaptureFault;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.protocol.program.UsageMistake;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.pty.PtyException;
import dev.ferrule.sim.replay.Replay;
import dev.ferrule.sim.replay.ReplayPlan;
import dev.ferrule.sim.scenario.LoadPlan;
import dev.ferrule.sim.scenario.Scenario;
import dev.ferrule.sim.scenario.ScenarioException;
import dev.ferrule.sim.scenario.yaml.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code ferrule sim}: simulates boards until Ctrl-C. */
@Command(
    name = "ferrule sim",
    mixinStandardHelpOptions = true,
    versionProvider = SimMain.Version.class,
    subcommands = BenchCommand.class,
    sortOptions = false,
    description = {
      "Simulates boards on pseudo-terminals until Ctrl-C.",
      "Each board is a link in the directory; a gateway opens it like a serial port."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the machine refused, such as no pseudo-terminal left",
      "2:wrong command line",
      "3:the scenario or the capture is wrong, or a file cannot be read or written",
      "130:Ctrl-C",
      "143:SIGTERM"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule sim --greenhouse",
      "  ferrule sim boards.yaml --dir /run/boards",
      "  ferrule sim --load boards=8,channels=4,rate=1000,duration=30s",
      "  ferrule sim --replay weather.capture --loop"
    })
public final class SimMain implements Callable<Integer> {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "0..1")
  private What what = new What();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the links are made (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of(System.getProperty("java.io.tmpdir"), "ferrule-sim");

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Stop after this time, such as 30s or 10min.")
  private @Nullable Duration duration;

  @Mixin private ReplayOptions replaying;

  @Option(names = "--json", description = "Print one JSON object per line; the first says ready.")
  private boolean json;

  @Option(
      names = "--exit-with-parent",
      description = "Stop when standard input ends, so that no simulator outlives who started it.")
  private boolean exitWithParent;

  private final CountDownLatch end = new CountDownLatch(1);

  /** One of four. */
  private static final class What {
    @Parameters(
        index = "0",
        paramLabel = "SCENARIO.yaml",
        description = "File that says which boards there are and what happens to them.")
    private @Nullable Path scenario;

    @Option(
        names = "--greenhouse",
        description = "A greenhouse of three boards and 22 channels, to look at.")
    private boolean greenhouse;

    @Option(
        names = "--load",
        paramLabel = "LOAD",
        converter = LoadConverter.class,
        description =
            "Boards that only send, such as boards=8,rate=1000. Keys: " + LoadPlan.FORM + ".")
    private @Nullable LoadPlan load;

    @Option(
        names = "--replay",
        paramLabel = "FILE",
        description = "What a device said, at its pace: a file of ferrule capture.")
    private @Nullable Path replay;
  }

  /** Something that is simulated: opens it, announces it, waits for its end, closes it. */
  private interface Course {
    void run(ConsoleOutput console);
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** What runs one command and gives its exit code. */
  static CommandLine commandLine() {
    return new CommandLine(new SimMain()).setParameterExceptionHandler(SimMain::misused);
  }

  /** What is wrong, how it is used, and where more is said; not the whole help around it. */
  private static int misused(ParameterException mistake, String... args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + UsageMistake.words(String.valueOf(mistake.getMessage())));
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.print(command.getHelp().fullSynopsis());
    err.println("Try " + name + " --help.");
    err.flush();
    return ExitCode.USAGE.code();
  }

  boolean isEndingWithParent() {
    return exitWithParent;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      simulate(course());
      return ExitCode.DONE.code();
    } catch (ScenarioException | UnusableFile e) {
      err.println(e.getMessage());
      return ExitCode.FILE.code();
    } catch (PtyException e) {
      err.println("ferrule sim: " + e.getMessage());
      return ExitCode.FAILED.code();
    }
  }

  private Course course() {
    Path capture = what.replay;
    if (capture != null) {
      ReplayPlan plan = replaying.plan(spec.commandLine(), capture, directory);
      return console -> replay(plan, console);
    }
    replaying.refuseWithoutReplay(spec.commandLine());
    Scenario scenario = scenario();
    return console -> {
      try (var simulation = Simulation.start(scenario, directory, SimClock.system())) {
        console.ready(simulation);
        watchParent();
        awaitEnd(simulation, console);
      }
    };
  }

  private void replay(ReplayPlan plan, ConsoleOutput console) {
    makeDirectory();
    try (var replay = start(plan)) {
      console.ready(replay);
      watchParent();
      Duration limit = Optional.ofNullable(duration).orElse(FOR_EVER);
      await(limit, POLL_INTERVAL, replay::hasEnded);
      console.played(replay);
    }
  }

  private static Replay start(ReplayPlan plan) {
    try {
      return Replay.start(plan, SimClock.system());
    } catch (IOException e) {
      throw unread(plan.file(), e);
    }
  }

  private void makeDirectory() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw UnusableFile.making(directory, e);
    }
  }

  /** A fault of a capture names file and line itself. */
  private static RuntimeException unread(Path file, IOException trouble) {
    return trouble instanceof CaptureFault fault
        ? new UnusableFile(fault)
        : UnusableFile.reading(file, trouble);
  }

  private Scenario scenario() {
    if (what.load != null) {
      return what.load.scenario();
    }
    if (what.scenario != null) {
      return load(what.scenario);
    }
    if (!what.greenhouse) {
      throw new ParameterException(spec.commandLine(), "Say what to simulate");
    }
    return Greenhouse.scenario();
  }

  private static Scenario load(Path file) {
    try {
      return Scenario.load(file);
    } catch (IOException e) {
      throw UnusableFile.reading(file, e);
    }
  }

  private void simulate(Course course) {
    var done = new CountDownLatch(1);
    var onSignal = new Thread(() -> stop(done), "ferrule-sim-stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    boolean isNew = !Files.exists(directory);
    var console = new ConsoleOutput(spec.commandLine().getOut(), json);
    try {
      course.run(console);
      if (isNew) {
        removeIfEmpty(directory);
      }
      console.stopped();
    } finally {
      done.countDown();
      forget(onSignal);
    }
  }

  private static void forget(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      // A signal is why the simulation ended.
    }
  }

  /** Waits for the end; prints what a load comes to. */
  private void awaitEnd(Simulation simulation, ConsoleOutput console) {
    Optional<ThroughputMeter> meter =
        Optional.ofNullable(what.load).map(load -> new ThroughputMeter(simulation, load));
    Duration limit =
        Optional.ofNullable(duration)
            .or(() -> Optional.ofNullable(what.load).flatMap(LoadPlan::duration))
            .orElse(FOR_EVER);
    await(
        limit,
        TICK,
        () -> {
          // Throws when the simulation ended by a fault of its own.
          simulation.boards().getFirst().state();
          meter.ifPresent(reads -> console.load(reads.read()));
          return false;
        });
  }

  /**
   * Waits for a signal, the parent's end, the end of the time, or that something is so.
   *
   * @param tick how often that is looked at
   */
  private void await(Duration limit, Duration tick, BooleanSupplier isDone) {
    long start = System.nanoTime();
    try {
      while (true) {
        long left = limit.toNanos() - (System.nanoTime() - start);
        if (left <= 0 || end.await(Math.min(left, tick.toNanos()), TimeUnit.NANOSECONDS)) {
          return;
        }
        if (isDone.getAsBoolean()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watchParent() {
    if (exitWithParent) {
      ParentProcess.watch(end::countDown);
    }
  }

  /** On a signal: lets the main thread clean up, and keeps the process until it has. */
  private void stop(CountDownLatch done) {
    end.countDown();
    try {
      boolean clean = done.await(STOP_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      if (!clean) {
        System.err.println(
            "ferrule sim: did not stop cleanly within " + STOP_LIMIT.toMillis() + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeIfEmpty(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // Somebody else put something there: it stays.
    } catch (IOException e) {
      throw UnusableFile.making(directory, e);
    }
  }

  /** Reads the version that the build wrote into {@code version.properties}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      var build = new Properties();
      try (InputStream in = SimMain.class.getResourceAsStream("version.properties")) {
        if (in == null) {
          throw new IllegalStateException("version.properties is not in the jar");
        }
        build.load(in);
      }
      return new String[] {"ferrule sim " + build.getProperty("version")};
    }
  }

  /** Turns what {@link Durations} and {@link LoadPlan} refuse into a usage error. */
  private static <T> T converted(Function<String, T> parser, String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("\"" + text + "\": " + e.getMessage());
    }
  }

  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return converted(Durations::parse, text);
    }
  }

  static final class LoadConverter implements ITypeConverter<LoadPlan> {
    @Override
    public LoadPlan convert(String text) {
      return converted(LoadPlan::parse, text);
    }
  }
}
