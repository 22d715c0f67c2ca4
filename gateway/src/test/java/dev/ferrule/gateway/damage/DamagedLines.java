package dev.ferrule.gateway.damage;

import dev.ferrule.gateway.app.DeviceFactory;
import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.command.CommandDesk;
import dev.ferrule.gateway.command.Rules;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.config.device.DeviceConfiguration;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.RunningDevice;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.sim.SimBoard;
import dev.ferrule.sim.Simulation;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.SimClock;
import dev.ferrule.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * All drivers of one gateway, each on cables of every damage: readings and commands for a while,
 * and then what came of them. The boards are simulated, terminals, lines, drivers, registry and
 * desk are the product's.
 */
final class DamagedLines implements AutoCloseable {

  /** Shares of the bytes that have an accident. */
  private static final List<Double> SHARES = List.of(0.0001, 0.001, 0.01);

  /** Boards tell their counts every 5 s. */
  private static final Duration AFTERMATH = Duration.ofSeconds(9);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Frames with an accident of their own, for each byte with one. */
  private static final double FRAMES = 5;

  private static final Duration MOST_PAUSE = Duration.ofSeconds(6);

  private final long seed;
  private final Path directory;
  private final ThreadLoop loop = new ThreadLoop();
  private final EventLoop cables = new EventLoop("cables", SimClock.system());
  private final Registry registry = new Registry(loop);
  private final CommandDesk desk;
  private final Simulation simulation;
  private final List<Line> lines = new ArrayList<>();
  private boolean commanding;

  /** One board, its cable and its device. */
  private final class Line implements DeviceEvents {
    final Subject subject;
    final double share;
    final Truth truth;
    final Orders orders;
    final Readings readings;
    final SplittableRandom random;
    final DamagingCable cable;
    final SimBoard board;
    final RunningDevice device;
    final DeviceEvents feed;
    LinkCounts counts = LinkCounts.NONE;

    Line(String name, Subject subject, double share, long seed) throws Exception {
      this.subject = subject;
      this.share = share;
      this.random = new SplittableRandom(seed);
      this.truth = new Truth(subject);
      this.orders = new Orders(name, subject, random.split());
      this.readings = new Readings(subject, truth, orders.values());
      this.board = simulation.board(name);
      Path port = directory.resolve(name + "-port");
      SplittableRandom chance = random.split();
      this.cable = cables.call(() -> new DamagingCable(cables, board.link(), port, chance, truth));
      DeviceConfiguration configuration = configured(subject.configuration(name, port));
      this.feed = loop.call(() -> registry.feed(name, name, subject.word(), port.toString(), desk));
      var factory =
          new DeviceFactory(
              loop,
              WallClock.ofThisMachine(),
              (serial, device) -> new SerialLine(serial, device, loop));
      this.device = factory.make(configuration, this);
      loop.call(
          () -> {
            desk.attach(name, configuration.driver().keepsSafe(), device::sendCommand);
            return true;
          });
    }

    @Override
    public void state(DeviceState state) {
      feed.state(state);
    }

    @Override
    public void channels(List<Channel> channels) {
      readings.channels(channels);
      feed.channels(channels);
    }

    @Override
    public void readings(ReadingBatch batch) {
      readings.look(batch);
      feed.readings(batch);
    }

    @Override
    public void counts(LinkCounts now) {
      counts = now;
      feed.counts(now);
    }

    @Override
    public void command(String id, CommandProgress progress) {
      feed.command(id, progress);
    }

    @Override
    public void note(System.Logger.Level level, String text) {}

    /**
     * What happens to whole frames besides. Only where they are numbered may one be lost; a command
     * that comes twice may act twice where it has no id.
     */
    LineFaults faults(boolean toDevice) {
      double frames = Math.min(FRAMES * share, 0.05);
      boolean isNumbered = subject == Subject.FIRMWARE;
      if (subject == Subject.MODBUS || (toDevice && !isNumbered)) {
        return LineFaults.NONE;
      }
      return LineFaults.NONE
          .droppingFrames(isNumbered ? frames : 0)
          .repeatingFrames(frames)
          .delayingFrames(frames, Duration.ofMillis(100));
    }

    /** Commands it, again and again. */
    void command() {
      if (commanding) {
        Command command = orders.next();
        desk.submit(command, Caller.local("test"));
        orders.submitted(command);
        loop.after(Duration.ofMillis(random.nextLong(100, MOST_PAUSE.toMillis())), this::command);
      }
    }
  }

  /**
   * Boards, cables and a gateway, running.
   *
   * @param directory for the links of terminals
   * @param seed of all chance
   * @param lines of each driver and damage, at least 1
   */
  DamagedLines(Path directory, long seed, int lines) throws Exception {
    this.seed = seed;
    this.directory = directory;
    this.desk = loop.call(() -> new CommandDesk(loop, registry, Rules.NONE, new MemoryLedger()));
    var scenario = new StringBuilder("seed: " + seed + "\nboards:\n");
    each(lines, (name, subject, _) -> scenario.append(subject.scenario(name)));
    this.simulation =
        Simulation.start(
            Scenario.parse(scenario.toString()), directory.resolve("boards"), SimClock.system());
    loop.call(
        () -> {
          desk.listen(record -> this.lines.forEach(line -> line.orders.told(record)));
          registry.start();
          return true;
        });
    each(lines, (name, subject, share) -> this.lines.add(line(name, subject, share)));
    this.lines.forEach(line -> line.device.start());
  }

  private interface Each {
    void take(String name, Subject subject, double share);
  }

  private static void each(int lines, Each each) {
    for (Subject subject : Subject.values()) {
      for (int share = 0; share < SHARES.size(); share++) {
        for (int i = 0; i < lines; i++) {
          each.take(subject.word() + "-" + share + "-" + i, subject, SHARES.get(share));
        }
      }
    }
  }

  private Line line(String name, Subject subject, double share) {
    try {
      return new Line(name, subject, share, seed * 31 + name.hashCode());
    } catch (Exception e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static DeviceConfiguration configured(String device) {
    return switch (ConfigurationFile.parse("devices:\n" + device)) {
      case Loaded.Valid(var configuration) -> configuration.devices().getFirst();
      case Loaded.Invalid invalid -> throw new IllegalStateException(invalid.problems() + device);
      case Loaded.Unreadable unreadable -> throw new IllegalStateException(unreadable.reason());
    };
  }

  /** Damages all lines for a while, and then waits for what comes of that. */
  List<Account> run(Duration time) throws Exception {
    lines.forEach(line -> line.board.faults(line.faults(true), line.faults(false)));
    cables.run(() -> lines.forEach(line -> line.cable.share(line.share)));
    loop.call(
        () -> {
          commanding = true;
          lines.stream().filter(line -> line.subject.isCommanded()).forEach(Line::command);
          return true;
        });
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    loop.call(() -> commanding = false);
    cables.run(() -> lines.forEach(line -> line.cable.share(0)));
    lines.forEach(line -> line.board.faults(LineFaults.NONE, LineFaults.NONE));
    return settled();
  }

  /** What came of it, once boards have told their counts and the last commands have ended. */
  private List<Account> settled() throws Exception {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    TimeUnit.MILLISECONDS.sleep(AFTERMATH.toMillis());
    List<Account> accounts = loop.call(this::accounts);
    while (accounts.stream().anyMatch(account -> !account.faults().isEmpty())
        && System.nanoTime() < patience) {
      TimeUnit.SECONDS.sleep(1);
      accounts = loop.call(this::accounts);
    }
    return accounts;
  }

  private List<Account> accounts() {
    Map<String, Account> accounts = new LinkedHashMap<>();
    for (Line line : lines) {
      accounts.merge(line.subject + " " + line.share, account(line), Account::plus);
    }
    return List.copyOf(accounts.values());
  }

  private Account account(Line line) {
    return new Account(
        line.subject,
        line.share,
        1,
        cables.call(line.cable::accidents),
        line.readings.tally(),
        counted(line.counts),
        line.orders.judge(line.board.effects(), line.truth));
  }

  private static SortedMap<String, Long> counted(LinkCounts counts) {
    SortedMap<String, Long> all = new TreeMap<>(counts.details());
    all.put("damaged", counts.damaged());
    all.put("ignored", counts.ignored());
    all.put("lost", counts.lost());
    all.put("bad values", counts.badValues());
    return all;
  }

  @Override
  public void close() {
    lines.forEach(line -> line.device.stop(Duration.ofSeconds(2)));
    loop.close();
    simulation.close(); // the cables' ends at the boards close with it
    cables.close();
  }
}
