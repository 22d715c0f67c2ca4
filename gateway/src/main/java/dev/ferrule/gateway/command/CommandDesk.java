package dev.ferrule.gateway.command;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.ledger.Journal;
import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.CommandSink;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.registry.RegistryListener;
import dev.ferrule.gateway.security.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where commands come in, drivers and readings are heard, and everybody is told: holds the courses
 * of the commands that have not come to an end, or whose end the ledger does not have yet.
 *
 * <p>Owner: the core loop. Other loops ask through a {@link CommandPort}.
 */
public final class CommandDesk implements CommandSink, RegistryListener {

  private final Loop loop;
  private final Registry registry;
  private final Ledger ledger;
  private final Outputs outputs;
  private final TimeLimits times;
  private final Leases leases;
  private final SafeValues safeValues;
  private final RuleWatch watch;
  private final Confirmation.SentValues sent;
  private final Admission admission;
  private final Course.Terms own;
  private final Course.Surroundings surroundings = new Around();
  private final Map<String, Consumer<DeviceCommand>> drivers = new HashMap<>();
  private final Map<String, Course> courses = new LinkedHashMap<>();
  private final List<Consumer<CommandRecord>> listeners = new ArrayList<>();

  /** A desk on the registry's loop; hangs itself on the registry. */
  public CommandDesk(Loop loop, Registry registry, Rules rules, Ledger ledger) {
    this(loop, registry, rules, ledger, Journal.NONE);
  }

  /** The same, which tells what became of rules, too. */
  public CommandDesk(Loop loop, Registry registry, Rules rules, Ledger ledger, Journal journal) {
    this.loop = loop;
    this.registry = registry;
    this.ledger = ledger;
    this.outputs = new Outputs(registry, rules);
    this.times = new TimeLimits(loop, rules);
    this.sent = new Confirmation.SentValues(loop);
    this.safeValues = new SafeValues(loop, registry::directory, outputs::isSafe, this::drive);
    this.leases = new Leases(loop, outputs::channel, this::leaseOver);
    var interlocks = new Interlocks(rules, outputs);
    this.admission =
        new Admission(
            loop, registry, outputs, times, interlocks, new CoursesUnderWay(), ledger::room);
    this.own = admission.own();
    this.watch =
        new RuleWatch(loop, rules, outputs, times, interlocks, leases, safeValues, journal);
    registry.listen(this);
  }

  /**
   * Names the way to a device's driver; {@code driver} crosses to the driver's loop by itself.
   *
   * @param keepsSafe whether the device puts its outputs to their safe values by itself when it
   *     starts and when the link is lost; else the desk does it when the device comes up
   */
  public void attach(String device, boolean keepsSafe, Consumer<DeviceCommand> driver) {
    drivers.put(device, driver);
    if (!keepsSafe) {
      safeValues.guard(device);
    }
  }

  /** Hears of each step of each command from now on, when the ledger has it. */
  public void listen(Consumer<CommandRecord> listener) {
    listeners.add(listener);
  }

  /** Runs {@code then} as soon as commands of earlier runs are known, or nobody can tell them. */
  void whenOpen(Runnable then) {
    ledger.whenOpen(then);
  }

  /** What is known of a command: what the ledger has, or that it was requested. */
  Optional<CommandRecord> find(String id) {
    Course course = courses.get(id);
    Optional<CommandRecord> known = course == null ? ledger.find(id) : Optional.of(course.known());
    return known.map(leases::show);
  }

  /**
   * Takes a command in and tells where it is now: requested, until the ledger has more. An id that
   * is known already has no effect but to renew the lease of the output, when it is the same
   * command that holds it.
   *
   * @param by who asks
   */
  public CommandRecord submit(Command command, Caller by) {
    Optional<CommandRecord> known = find(command.id());
    if (known.isEmpty()) {
      return begin(command, admission.asked(by));
    }
    if (known.get().command().isSameAs(command)) {
      leases.renew(command);
    }
    return leases.show(known.get());
  }

  /** Sends an output to its safe value. */
  private void drive(String id, ChannelId output, String why) {
    double safe =
        outputs.channel(output).flatMap(Channel::control).orElseThrow().safe().orElseThrow();
    String actor = "gateway (" + why + ")";
    begin(new Command(id, output, safe, Command.DEFAULT_TTL, true, actor), own);
  }

  private CommandRecord begin(Command command, Course.Terms terms) {
    var confirmation = new Confirmation(command, registry.directory());
    var course = new Course(command, terms, confirmation, loop, ledger, surroundings);
    courses.put(command.id(), course);
    course.begin();
    return leases.show(course.known());
  }

  private void leaseOver(ChannelId output) {
    if (!outputs.isSafe(output)) {
      safeValues.owe(output, "lease over");
    }
  }

  @Override
  public void command(String id, CommandProgress progress) {
    Course course = courses.get(id);
    if (course != null) {
      course.hear(progress);
    }
  }

  @Override
  public void readings(ReadingBatch batch) {
    if (!courses.isEmpty()) {
      List.copyOf(courses.values()).forEach(course -> course.read(batch));
    }
    watch.read(batch);
  }

  @Override
  public void directory(Directory directory) {
    courses.values().forEach(course -> course.renumber(directory));
    watch.renumber(directory);
  }

  @Override
  public void device(DeviceInfo device) {
    safeValues.heed(device);
  }

  @Override
  public void merged(int count) {}

  private final class CoursesUnderWay implements Admission.UnderWay {

    @Override
    public long of(String device) {
      return count(command -> command.channel().device().equals(device));
    }

    @Override
    public long like(Command wanted) {
      return count(
          command ->
              command.channel().equals(wanted.channel()) && command.value() == wanted.value());
    }

    private long count(Predicate<Command> which) {
      return courses.values().stream()
          .filter(course -> course.isUnderWay() && which.test(course.command()))
          .count();
    }
  }

  /** What a course does to everything else. */
  private final class Around implements Course.Surroundings {

    @Override
    public Runnable reserve(Command command) {
      safeValues.concede(command);
      Runnable lease = leases.take(command);
      outputs.reserve(command);
      Runnable count = times.count(command);
      return () -> {
        lease.run();
        count.run();
      };
    }

    @Override
    public Optional<Double> shown(Command command) {
      return outputs.present(command.channel());
    }

    @Override
    public boolean isForemost(Course course) {
      return of(course.command().channel())
          .takeWhile(other -> other != course)
          .noneMatch(Course::isAllowed);
    }

    @Override
    public boolean isDoubtful(Command command) {
      return sent.note(command);
    }

    @Override
    public void supersede(Course course) {
      of(course.command().channel())
          .takeWhile(other -> other != course)
          .toList()
          .forEach(Course::supersede);
    }

    private Stream<Course> of(ChannelId channel) {
      return courses.values().stream().filter(c -> c.command().channel().equals(channel));
    }

    @Override
    public void handOver(Command command, long deadline) {
      ChannelId channel = command.channel();
      Consumer<DeviceCommand> driver = drivers.get(channel.device());
      if (driver == null) {
        throw new IllegalStateException("no driver attached for " + channel.device());
      }
      int index = registry.indexInDevice(channel);
      boolean first = registry.directory().isSafe(command);
      driver.accept(new DeviceCommand(command.id(), index, command.value(), deadline, first));
    }

    @Override
    public void release(Command command, Ended end) {
      outputs.release(command, end);
      sent.release(command, end);
    }

    @Override
    public void settle(Command command, Ended end) {
      safeValues.settle(command, end);
    }

    @Override
    public CommandRecord record(Command command, CommandState state) {
      return leases.show(new CommandRecord(command, state, loop.currentTimeMillis()));
    }

    @Override
    public void tell(CommandRecord record) {
      listeners.forEach(listener -> listener.accept(record));
    }

    @Override
    public void forget(Course course) {
      courses.remove(course.command().id());
    }
  }
}
