package dev.ferrule.sim.board;

import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.sim.line.LineFaults;
import dev.ferrule.sim.line.SerialLine;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelGroup;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.scenario.EventPlan.ResetCause;
import dev.ferrule.sim.world.World;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A board with its line: what all boards have in common. Owner of all that it holds: the loop's
 * thread, and every method is called there.
 */
public abstract class Board implements SerialLine.Device {

  /** Bytes that a board may have waiting to be sent. */
  private static final int SEND_BUFFER = 2048;

  /** How often a channel that reports only changes is looked at. */
  private static final long CHANGE_POLL_NANOS = 100_000_000;

  protected final EventLoop loop;
  protected final BoardPlan plan;
  protected final SerialLine line;
  protected final BoardClock clock;
  protected final Outputs outputs;
  protected final SplittableRandom random;
  private final World world;
  private final Sampler sampler;
  private final List<ChannelGroup> groups;
  private final Map<String, Integer> sensorFaults = new HashMap<>();
  private final Map<String, Double> reported = new HashMap<>();
  private final Map<String, CommandStatus> refusals = new HashMap<>();
  private ResetCause resetCause = ResetCause.POWER_ON;
  private boolean ignoresHeartbeats;
  private boolean withholdsAcks;
  private long rowsSent;

  /** Since boot. */
  private long dropped;

  /**
   * A board without power, its line not plugged in.
   *
   * @param directory where its link will be
   * @param delimiter last byte of each of its frames
   */
  @SuppressWarnings("this-escape") // Sampler and line keep it; neither calls it before start.
  protected Board(
      EventLoop loop,
      World world,
      BoardPlan plan,
      Path directory,
      SplittableRandom random,
      byte delimiter) {
    this.loop = loop;
    this.world = world;
    this.plan = plan;
    this.random = random;
    this.clock = new BoardClock(loop, plan.clock());
    this.outputs = new Outputs(loop, world, plan, clock);
    this.groups = ChannelGroup.of(plan);
    this.sampler = new Sampler(loop, groups, this::row);
    this.line =
        new SerialLine(
            loop,
            directory.resolve(plan.line().link()),
            plan.line().baud(),
            SEND_BUFFER,
            delimiter,
            random.split(),
            this);
    line.faults(plan.line().toDevice(), plan.line().toHost());
  }

  /** Plugs the line in and switches the power on. */
  public final void start() {
    line.plug();
    loop.attach(line);
    reset(ResetCause.POWER_ON);
    loop.at(loop.now() + CHANGE_POLL_NANOS, this::lookForChanges);
  }

  /** Boots. */
  public final void reset(ResetCause cause) {
    resetCause = cause;
    clock.reset();
    outputs.makeSafe(Effect.Cause.BOOT);
    reported.clear();
    sampler.start();
    dropped = 0;
    boot();
  }

  /** Puts the cable in; a board that is powered through it boots. */
  public final void plug() {
    if (!line.isPlugged()) {
      line.plug();
      if (plan.line().busPowered()) {
        reset(ResetCause.POWER_ON);
      }
    }
  }

  /** Pulls the cable; a board that is powered through it is dead until it is plugged in. */
  public final void unplug() {
    line.unplug();
    if (plan.line().busPowered()) {
      sampler.stop();
      outputs.makeSafe(Effect.Cause.BOOT);
    }
  }

  public final void ignoreHeartbeats(boolean ignore) {
    ignoresHeartbeats = ignore;
  }

  public final void withholdAcks(boolean withhold) {
    withholdsAcks = withhold;
  }

  /** Gives the readings of a channel a quality; {@link Quality#GOOD} mends its sensor. */
  public final void sensorFault(String key, int quality) {
    if (quality == Quality.GOOD) {
      sensorFaults.remove(key);
    } else {
      sensorFaults.put(key, quality);
    }
  }

  /**
   * Lets commands to a channel fail with a status; {@link CommandStatus#DONE} ends that. Nothing to
   * a text board.
   */
  public final void refuseCommands(String key, CommandStatus status) {
    if (status == CommandStatus.DONE) {
      refusals.remove(key);
    } else {
      refusals.put(key, status);
    }
  }

  /** How bad the line is when nothing makes it worse. */
  public final void mendLine() {
    line.faults(plan.line().toDevice(), plan.line().toHost());
  }

  /** Makes the line as bad as this. */
  public final void damageLine(LineFaults toDevice, LineFaults toHost) {
    line.faults(toDevice, toHost);
  }

  public final BoardPlan plan() {
    return plan;
  }

  public final SerialLine line() {
    return line;
  }

  public final List<Effect> effects() {
    return outputs.effects();
  }

  /** The true value of a channel now. */
  public final double value(String key) {
    return world.value(world.source(plan.name(), key));
  }

  /** The tick counter now, 0 to 2^32 - 1. */
  public final long tick() {
    return clock.tick();
  }

  /** What it counts. */
  public final BoardCounts counts() {
    return new BoardCounts(clock.boot(), rowsSent, sampler.missed(), state(), protocol());
  }

  @Override
  public final void opened() {
    if (plan.line().resetOnOpen()) {
      reset(ResetCause.EXTERNAL);
    }
  }

  /** Starts to live again, with no memory of before. */
  protected abstract void boot();

  /** Sends one row of a group, and says so with {@link #sent}. */
  protected abstract void row(ChannelGroup group);

  /** Whether the first value of a channel without a period counts as a change. */
  protected abstract boolean saysFirstValues();

  /** Sends the changed value of a channel that has no period. */
  protected abstract void changed(ChannelPlan channel);

  /** Where it stands; a board that knows no heartbeat is always armed. */
  protected BoardState state() {
    return BoardState.ARMED;
  }

  /** What its end of the link counts since boot. */
  protected abstract ProtocolCounts protocol();

  /** Sends bytes of which only all are worth anything; without room for all they are dropped. */
  protected final void send(byte[] bytes) {
    if (line.room() < bytes.length) {
      dropped++;
    } else {
      line.send(bytes, 0, bytes.length);
    }
  }

  /** How often {@link #send} found no room since boot. */
  protected final long dropped() {
    return dropped;
  }

  /** Counts a row that was sent. */
  protected final void sent() {
    rowsSent++;
  }

  protected final List<ChannelGroup> groups() {
    return groups;
  }

  protected final ResetCause resetCause() {
    return resetCause;
  }

  protected final boolean ignoresHeartbeats() {
    return ignoresHeartbeats;
  }

  public final boolean withholdsAcks() {
    return withholdsAcks;
  }

  /** What commands to a channel end with instead of an effect; nothing when they are obeyed. */
  public final Optional<CommandStatus> refusal(ChannelPlan channel) {
    return Optional.ofNullable(refusals.get(channel.key()));
  }

  /** What the sensor of a channel reads now. */
  protected final double sample(ChannelPlan channel) {
    return world.sample(world.source(plan.name(), channel.key()));
  }

  public final int quality(ChannelPlan channel) {
    return sensorFaults.getOrDefault(channel.key(), Quality.GOOD);
  }

  /** Whether any sensor of a group is broken. */
  protected final boolean isFaulty(ChannelGroup group) {
    return !sensorFaults.isEmpty()
        && group.channels().stream().anyMatch(channel -> sensorFaults.containsKey(channel.key()));
  }

  /** Reports an output at once, in the form that its channel has. */
  protected final void report(Set<ChannelPlan> moved) {
    Set<ChannelGroup> rows = new HashSet<>();
    for (ChannelPlan channel : moved) {
      for (ChannelGroup group : groups) {
        if (group.channels().contains(channel) && rows.add(group)) {
          row(group);
        }
      }
    }
  }

  private void lookForChanges() {
    for (ChannelGroup group : groups) {
      if (group.period().isZero()) {
        for (ChannelPlan channel : group.channels()) {
          double value = rounded(channel, value(channel.key()));
          Double before = reported.put(channel.key(), value);
          if (before == null ? saysFirstValues() : before != value) {
            changed(channel);
          }
        }
      }
    }
    loop.at(loop.now() + CHANGE_POLL_NANOS, this::lookForChanges);
  }

  private static double rounded(ChannelPlan channel, double value) {
    double factor = Math.pow(10, channel.decimals());
    return Math.round(value * factor) / factor;
  }
}
