package dev.ferrule.sim.bench;

import dev.ferrule.sim.bench.client.ClientLoop;
import dev.ferrule.sim.bench.client.Window;
import dev.ferrule.sim.bench.gateway.GatewayProcess;
import dev.ferrule.sim.bench.gateway.Setup;
import dev.ferrule.sim.bench.gateway.Usage;
import dev.ferrule.sim.bench.model.Outcome;
import dev.ferrule.sim.bench.model.RunFailed;
import dev.ferrule.sim.bench.model.Workload;
import dev.ferrule.sim.scenario.LoadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One run: plugs boards in, starts a gateway, connects clients, waits until all is warm, measures a
 * window, waits for what is on its way, and ends everything that it started, whatever happens.
 *
 * <p>On the caller's thread, which may be interrupted.
 */
public final class LoadRun {

  private static final Duration BOARDS_LIMIT = Duration.ofSeconds(30);
  private static final Duration CLIENTS_LIMIT = Duration.ofSeconds(60);

  /** How much later than it should the window may end: boards that are late make up for it. */
  private static final Duration LATE_LIMIT = Duration.ofSeconds(10);

  /** From the moment at which a window is decided on to its first row. */
  private static final Duration LEAD = Duration.ofMillis(250);

  /** How long slow clients read in the end. */
  private static final Duration CATCH_UP = Duration.ofSeconds(2);

  /** How long the last rows and commands may take to arrive. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  /** Above this, in percent of one processor, boards and clients are taken for the limit. */
  private static final double BENCH_LIMIT = 85;

  private static final long POLL_MILLIS = 10;

  private final BoardSource source;
  private final Setup setup;

  /**
   * Runs of one kind of board against one program.
   *
   * @param source of the boards
   * @param setup of the gateway
   */
  public LoadRun(BoardSource source, Setup setup) {
    this.source = source;
    this.setup = setup;
  }

  /**
   * Makes one run.
   *
   * @throws RunFailed when it cannot be made
   * @throws IOException when no file or socket can be had
   */
  Outcome run(Workload workload) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("ferrule-bench-");
    try (var boards = source.start(workload.load(), directory.resolve("lines"))) {
      int crowd = workload.crowd().all();
      try (var gateway = GatewayProcess.start(setup, crowd, boards.links(), directory);
          var clients = new ClientLoop(gateway.port(), workload)) {
        return new Stage(workload, boards, gateway, clients).play();
      }
    } finally {
      remove(directory);
    }
  }

  private static void remove(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }

  /** A run with all its parts started. */
  private record Stage(
      Workload workload, BoardSource.Boards boards, GatewayProcess gateway, ClientLoop clients) {

    /** A moment of all that uses the machine. */
    private record Moment(Usage gateway, Usage self, long busyNanos) {}

    Outcome play() throws InterruptedException {
      connect();
      clients.startCommands();
      sleep(workload.warmup());
      // The first look loads classes, which takes time that would be missing in the window.
      Moment unused = moment();
      clients.pauseSlow(true);
      Window window = window();
      clients.begin(window);
      long missed = boards.missedRows();
      long overrun = boards.overrunBytes();
      Duration length = workload.window();
      await("the window to begin", LEAD.plus(LATE_LIMIT), () -> window.hasBegun(boards.rows()));
      Moment before = moment();
      sleep(length.minus(LEAD));
      await("the boards", LEAD.plus(length).plus(LATE_LIMIT), () -> window.isOver(boards.rows()));
      Moment after = moment();
      clients.stopCommands();
      drain();
      clients.pauseSlow(false);
      if (workload.crowd().slow() > 0) {
        sleep(CATCH_UP);
      }
      return outcome(before, after, boards.missedRows() - missed, boards.overrunBytes() - overrun);
    }

    private void connect() throws InterruptedException {
      int all = workload.load().boards();
      clients.open(1, 0);
      await(all + " boards to be heard", BOARDS_LIMIT, () -> clients.boardsHeard() == all);
      Workload.Crowd crowd = workload.crowd();
      clients.open(crowd.clients() - 1, crowd.slow());
      await(
          crowd.all() + " clients to be served",
          CLIENTS_LIMIT,
          () -> clients.subscribed() == crowd.all());
    }

    private Window window() {
      long[] from = boards.rows();
      for (int board = 0; board < from.length; board++) {
        from[board] += 1 + workload.rowsIn(LEAD);
      }
      return new Window(from, Math.toIntExact(workload.rowsIn(workload.window())));
    }

    private Moment moment() {
      return new Moment(
          Usage.of(gateway.pid()), Usage.of(ProcessHandle.current().pid()), Usage.machineNanos());
    }

    private void drain() throws InterruptedException {
      long end = System.nanoTime() + DRAIN.toNanos();
      while (clients.missing() > 0 && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }

    private Outcome outcome(Moment before, Moment after, long missed, long overrun) {
      List<String> failures = clients.failures();
      if (!failures.isEmpty()) {
        throw new RunFailed("clients were lost: " + failures + gateway.tail());
      }
      clients.close();
      double seconds = (after.gateway.nanos() - before.gateway.nanos()) / 1e9;
      LoadPlan load = workload.load();
      double rows = workload.rowsIn(workload.window()) * load.boards() / seconds;
      var sent =
          new Outcome.Sent(
              load.boards(),
              load.channels(),
              load.rate(),
              rows,
              rows * load.channels(),
              missed,
              overrun);
      Outcome.Received received = clients.received(seconds);
      return new Outcome(
          workload.name(),
          workload.crowd().clients(),
          workload.crowd().slow(),
          seconds,
          sent,
          received,
          clients.commands(),
          clients.stopped(),
          gatewayUse(before.gateway, after.gateway, sent, received),
          benchUse(before, after, missed),
          clients.complaints());
    }

    private Outcome.Gateway gatewayUse(
        Usage before, Usage after, Outcome.Sent sent, Outcome.Received received) {
      double share =
          (double) (after.cpuNanos() - before.cpuNanos()) / (after.nanos() - before.nanos());
      double microsPerSecond = 1e6 * share;
      return new Outcome.Gateway(
          100 * share,
          microsPerSecond / sent.readingsPerSecond(),
          microsPerSecond / Math.max(1, received.readingsPerSecond()),
          microsPerSecond / Math.max(1, received.rowsPerSecond()),
          after.residentBytes(),
          before.residentBytes(),
          Usage.of(gateway.pid()).peakBytes());
    }

    private static Outcome.Bench benchUse(Moment before, Moment after, long missed) {
      double nanos = after.self.nanos() - before.self.nanos();
      long gateway = after.gateway.cpuNanos() - before.gateway.cpuNanos();
      long own = after.self.cpuNanos() - before.self.cpuNanos();
      long others = Math.max(0, after.busyNanos - before.busyNanos - gateway - own);
      double percent = 100 * own / nanos;
      return new Outcome.Bench(percent, 100 * others / nanos, percent > BENCH_LIMIT || missed > 0);
    }

    /** Waits for something that the gateway or the boards have to do. */
    private void await(String what, Duration limit, BooleanSupplier condition)
        throws InterruptedException {
      long end = System.nanoTime() + limit.toNanos();
      while (!condition.getAsBoolean()) {
        if (!gateway.isAlive()) {
          throw new RunFailed("the gateway has ended" + gateway.tail());
        }
        if (System.nanoTime() - end >= 0) {
          throw new RunFailed(
              "waited in vain for "
                  + what
                  + "; rows sent "
                  + Arrays.toString(boards.rows())
                  + ", boards heard "
                  + clients.boardsHeard()
                  + ", clients served "
                  + clients.subscribed()
                  + ", failed "
                  + clients.failures()
                  + gateway.tail());
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }

    private static void sleep(Duration time) throws InterruptedException {
      if (!time.isNegative()) {
        Thread.sleep(time);
      }
    }
  }
}
