package dev.ferrule.gateway.command;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.CommandSink;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.registry.RegistryListener;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Admits commands, hands them to drivers, and follows each to exactly one final state.
 *
 * <p>Owner: the core loop. Other loops ask through a {@link CommandPort}.
 */
public final class CommandDesk implements CommandSink, RegistryListener {

  /** Commands that may be under way for one device; more are refused as busy. */
  public static final int MAX_UNDER_WAY = 16;

  /**
   * How long a value may take to come back after the device said that it acted, beyond the
   * channel's period.
   */
  private static final Duration CONFIRM_GRACE = Duration.ofSeconds(2);

  /**
   * A driver speaks its last word within time to live and 5 s (PROTOCOL.md B5); after this it is
   * taken to be broken.
   */
  private static final Duration DRIVER_GRACE = Duration.ofSeconds(15);

  /** Time to live of the gateway's own commands. */
  private static final Duration DRIVE_TTL = Command.DEFAULT_TTL;

  private final Loop loop;
  private final Registry registry;
  private final Rules rules;
  private final Outputs outputs;
  private final Interlocks interlocks;
  private final Leases leases;
  private final SafeValues safeValues;
  private final RuleWatch watch;
  private final Ledger ledger;
  private final Map<String, Consumer<DeviceCommand>> drivers = new HashMap<>();
  private final Map<String, UnderWay> underWay = new HashMap<>();
  private final List<Consumer<CommandRecord>> listeners = new ArrayList<>();

  /** A command that has no final state yet. */
  private static final class UnderWay {
    final Channel channel;
    int number;
    boolean seen;
    Loop.Timer timer;

    UnderWay(Channel channel, int number, Loop.Timer timer) {
      this.channel = channel;
      this.number = number;
      this.timer = timer;
    }
  }

  /** A desk on the registry's loop; hangs itself on the registry. */
  public CommandDesk(Loop loop, Registry registry, Rules rules, Ledger ledger) {
    this.loop = loop;
    this.registry = registry;
    this.rules = rules;
    this.ledger = ledger;
    this.outputs = new Outputs(loop, registry, rules);
    this.interlocks = new Interlocks(rules, outputs);
    this.safeValues =
        new SafeValues(loop, registry::directory, interlocks::isSafe, this::driveToSafe);
    this.leases = new Leases(loop, this::leaseOver);
    this.watch = new RuleWatch(loop, rules, outputs, interlocks, leases, safeValues);
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
      safeValues.helpless(device);
    }
  }

  /** Hears of each step of each command from now on. */
  public void listen(Consumer<CommandRecord> listener) {
    listeners.add(listener);
  }

  /** What is known of a command. */
  public Optional<CommandRecord> find(String id) {
    return ledger.find(id).map(this::withLease);
  }

  /**
   * Takes a command in and tells where it is now. An id that is known already has no effect but to
   * renew the lease of the output, when it is the same command that holds it.
   */
  public CommandRecord submit(Command command) {
    Optional<CommandRecord> known = ledger.find(command.id());
    if (known.isPresent()) {
      if (known.get().command().isSameAs(command)) {
        leases.renew(command.channel(), command.id());
      }
      return withLease(known.get());
    }
    step(command, new CommandState.Requested());
    Optional<CommandState.Rejected> refusal = admit(command);
    return refusal.isPresent() ? step(command, refusal.get()) : send(command);
  }

  private Optional<CommandState.Rejected> admit(Command command) {
    Optional<CommandState.Rejected> refusal = Admission.check(command, registry.directory());
    if (refusal.isPresent()) {
      return refusal;
    }
    String device = command.channel().device();
    long busy =
        underWay.values().stream().filter(u -> u.channel.id().device().equals(device)).count();
    return busy < MAX_UNDER_WAY
        ? interlocks.check(command, outputs.channel(command.channel()).orElseThrow())
        : Optional.of(
            new CommandState.Rejected(
                Reason.BUSY, busy + " commands are under way for " + device + "."));
  }

  private void leaseOver(ChannelId channel) {
    if (!interlocks.isSafe(channel)) {
      safeValues.owe(channel, "lease over");
    }
  }

  /** A command of the gateway's own, which no rule holds up; its id. */
  private String driveToSafe(ChannelId channel, String why) {
    double safe = outputs.channel(channel).flatMap(Channel::control).orElseThrow().safe();
    String id = "safe-" + UUID.randomUUID();
    Command command = new Command(id, channel, safe, DRIVE_TTL, true, "gateway (" + why + ")");
    step(command, new CommandState.Requested());
    leases.end(channel);
    hand(command);
    return id;
  }

  /** How long the command's output still holds, where outputs do not hold for ever. */
  private CommandRecord withLease(CommandRecord record) {
    Command command = record.command();
    Optional<Channel> channel =
        outputs.channel(command.channel()).filter(c -> takesLease(c, command.value()));
    return channel.isEmpty() || !mayHold(record.state())
        ? record
        : record.with(Optional.of(leases.left(command.channel(), command.id())));
  }

  private static boolean mayHold(CommandState state) {
    return switch (state) {
      case CommandState.Requested _, CommandState.Rejected _, CommandState.Expired _ -> false;
      case CommandState.Admitted _,
          CommandState.Written _,
          CommandState.Acknowledged _,
          CommandState.Confirmed _,
          CommandState.Failed _,
          CommandState.Unknown _ ->
          true;
    };
  }

  private static boolean takesLease(Channel channel, double value) {
    Optional<Channel.Control> control = channel.control();
    return control.isPresent()
        && !control.get().lease().isZero()
        && Interlocks.isAway(value, channel);
  }

  private CommandRecord send(Command command) {
    Channel channel = outputs.channel(command.channel()).orElseThrow();
    safeValues.superseded(channel.id());
    if (takesLease(channel, command.value())) {
      leases.grant(channel.id(), command.id(), channel.control().orElseThrow().lease());
    } else {
      leases.end(channel.id());
    }
    return hand(command);
  }

  /** Gives a command that may act to its driver. */
  private CommandRecord hand(Command command) {
    Directory directory = registry.directory();
    int number = directory.number(command.channel()).orElseThrow();
    Channel channel = directory.channel(number).orElseThrow();
    int remembered =
        rules.of(channel.id()).flatMap(ChannelRule::rate).map(ChannelRule.Rate::commands).orElse(0);
    outputs.admitted(channel.id(), command.value(), remembered);
    CommandRecord admitted = step(command, new CommandState.Admitted());
    Loop.Timer patience = loop.after(command.ttl().plus(DRIVER_GRACE), () -> giveUp(command.id()));
    underWay.put(command.id(), new UnderWay(channel, number, patience));
    long deadline = loop.nanoTime() + command.ttl().toNanos();
    int index = registry.indexInDevice(command.channel());
    Consumer<DeviceCommand> driver = drivers.get(command.channel().device());
    if (driver == null) {
      throw new IllegalStateException("no driver attached for " + command.channel().device());
    }
    driver.accept(new DeviceCommand(command.id(), index, command.value(), deadline));
    return ledger.find(command.id()).map(this::withLease).orElse(admitted);
  }

  @Override
  public void command(String id, CommandProgress progress) {
    UnderWay entry = underWay.get(id);
    if (entry == null) {
      return; // ended already: the desk gave up, or the driver spoke twice
    }
    Command command = ledger.find(id).orElseThrow().command();
    switch (progress) {
      case CommandProgress.Written _ -> {
        entry.seen = false;
        step(command, new CommandState.Written());
      }
      case CommandProgress.Done done -> acknowledged(command, entry, done.value());
      case CommandProgress.Refused(Reason reason, String text) ->
          end(command, new CommandState.Rejected(reason, text));
      case CommandProgress.Expired _ -> end(command, new CommandState.Expired());
      case CommandProgress.Failed(Reason reason, String text) ->
          end(command, new CommandState.Failed(reason, text));
      case CommandProgress.Lost(Reason reason, String text) ->
          end(command, new CommandState.Unknown(reason, text));
    }
  }

  private void acknowledged(Command command, UnderWay entry, double value) {
    step(command, new CommandState.Acknowledged());
    if (entry.seen
        || (!entry.channel.readable() && isValue(command.value(), value, entry.channel))) {
      end(command, new CommandState.Confirmed());
      return;
    }
    entry.timer.cancel();
    Duration patience = entry.channel.period().plus(CONFIRM_GRACE);
    entry.timer = loop.after(patience, () -> notConfirmed(command.id()));
  }

  private void notConfirmed(String id) {
    UnderWay entry = underWay.get(id);
    if (entry == null) {
      return;
    }
    Command command = ledger.find(id).orElseThrow().command();
    CommandState end =
        entry.channel.readable()
            ? new CommandState.Failed(
                Reason.NOT_CONFIRMED, "The device took it, but the value did not come back.")
            : new CommandState.Unknown(Reason.NO_ANSWER, "This channel does not report back.");
    end(command, end);
  }

  private void giveUp(String id) {
    ledger
        .find(id)
        .filter(record -> record.state() instanceof CommandState.Open)
        .ifPresent(
            record ->
                end(
                    record.command(),
                    new CommandState.Unknown(
                        Reason.NO_ANSWER, "The driver never said what became of it.")));
  }

  /**
   * A value counts from the moment the command was written: the reading may overtake the
   * acknowledgement.
   */
  @Override
  public void readings(ReadingBatch batch) {
    if (!underWay.isEmpty()) {
      confirm(batch);
    }
    watch.readings(batch);
  }

  private void confirm(ReadingBatch batch) {
    List<Command> confirmed = new ArrayList<>();
    underWay.forEach(
        (id, entry) -> {
          CommandRecord record = ledger.find(id).orElseThrow();
          if (shows(batch, entry, record.command().value())) {
            entry.seen = true;
            if (record.state() instanceof CommandState.Acknowledged) {
              confirmed.add(record.command());
            }
          }
        });
    confirmed.forEach(command -> end(command, new CommandState.Confirmed()));
  }

  private static boolean shows(ReadingBatch batch, UnderWay entry, double wanted) {
    int column = entry.number - batch.firstChannel();
    if (column < 0 || column >= batch.channels()) {
      return false;
    }
    for (int row = 0; row < batch.rows(); row++) {
      if (Quality.isGood(batch.qualityAt(column, row))
          && isValue(wanted, batch.valueAt(column, row), entry.channel)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isValue(double wanted, double value, Channel channel) {
    return Math.abs(wanted - value) <= channel.tolerance();
  }

  @Override
  public void directory(Directory directory) {
    underWay
        .values()
        .forEach(entry -> entry.number = directory.number(entry.channel.id()).orElse(-1));
    watch.directory(directory);
  }

  @Override
  public void device(DeviceInfo device) {
    safeValues.device(device);
  }

  @Override
  public void merged(int count) {}

  private void end(Command command, CommandState state) {
    UnderWay entry = underWay.remove(command.id());
    if (entry != null) {
      entry.timer.cancel();
      outputs.ended(command.channel(), command.value(), state);
      safeValues.ended(step(command, state));
    }
  }

  private CommandRecord step(Command command, CommandState state) {
    CommandRecord record = withLease(new CommandRecord(command, state, loop.currentTimeMillis()));
    ledger.append(record, () -> listeners.forEach(listener -> listener.accept(record)));
    return record;
  }
}
