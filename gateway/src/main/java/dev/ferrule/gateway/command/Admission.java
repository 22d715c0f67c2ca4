package dev.ferrule.gateway.command;

import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.TokenBuckets;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides which commands may act.
 *
 * <p>A command is judged when it comes in, and what it needs is reserved in the same turn: its
 * value is one that the output may have, its rate and least times are used up, its lease runs. Thus
 * of two commands that exclude each other the second is refused, even while both wait for the
 * ledger; a decision that was put off until the ledger answers would have to be recorded before it
 * is made. The reservation is of no help against what the world does while the ledger writes: when
 * it has the record, the device, the channel and the interlocks are judged once more, so that a
 * slow disk does not start a pump on the level of some seconds ago.
 *
 * <p>Owner: the core loop.
 */
final class Admission {

  /** Commands that may be under way for one device; more are refused as busy. */
  static final int MAX_UNDER_WAY = 16;

  /** Safe values that may be under way for one output, whatever else is for its device. */
  static final int MAX_SAFE_UNDER_WAY = 2;

  /**
   * How long the ledger may take with a command before it is refused, and no longer than three
   * quarters of its time to live.
   */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long it may take with a safe value before that acts all the same. */
  static final Duration SAFE_PATIENCE = Duration.ofMillis(100);

  /** Commands that one address may have at once. */
  static final int SHARE = 1_000;

  /** And in the long run: with the others, some half of what the ledger keeps. */
  private static final int SHARE_PER_SECOND = 8;

  private final Loop loop;

  private final Registry registry;
  private final Outputs outputs;
  private final TimeLimits times;
  private final Interlocks interlocks;
  private final UnderWay underWay;
  private final Supplier<Ledger.Room> room;

  /** What each address may take of the ledger's room. */
  private final TokenBuckets shares = new TokenBuckets(SHARE_PER_SECOND, SHARE);

  /** How many commands are under way. */
  interface UnderWay {

    /** For a device. */
    long of(String device);

    /** For the output of a command, with the same value. */
    long like(Command command);
  }

  /**
   * Who decides.
   *
   * @param underWay how many commands are under way
   * @param room whether the ledger takes one more now
   */
  Admission(
      Loop loop,
      Registry registry,
      Outputs outputs,
      TimeLimits times,
      Interlocks interlocks,
      UnderWay underWay,
      Supplier<Ledger.Room> room) {
    this.loop = loop;
    this.registry = registry;
    this.outputs = outputs;
    this.times = times;
    this.interlocks = interlocks;
    this.underWay = underWay;
    this.room = room;
  }

  /** What a caller asks: every rule holds, and its time to live begins at once. */
  Course.Terms asked(Caller by) {
    return new Course.Terms() {
      @Override
      public Optional<Refusal> judge(Command command) {
        return checkGrant(command, by)
            .or(() -> CommandCheck.check(command, registry.directory()))
            .or(() -> checkBusy(command))
            .or(() -> checkRoom(command))
            .or(() -> checkRules(command, channel(command)))
            .or(() -> checkShare(command, by.address()));
      }

      @Override
      public Optional<Refusal> judgeAgain(Command command) {
        return CommandCheck.check(command, registry.directory())
            .or(() -> outputs.without(command, () -> interlocks.check(command, channel(command))));
      }

      @Override
      public boolean agesInTheLedger() {
        return true;
      }

      @Override
      public boolean actsUnrecorded(Command command) {
        return isSafe(command);
      }

      @Override
      public Duration patience(Command command) {
        return isSafe(command) ? safePatience(command) : least(command.ttl(), 3, 4, PATIENCE);
      }
    };
  }

  /**
   * What the gateway does by itself: it goes to safe values only, which no rule holds up and for
   * which it is never too late.
   */
  Course.Terms own() {
    return new Course.Terms() {
      @Override
      public Optional<Refusal> judge(Command command) {
        return CommandCheck.checkReach(command, registry.directory());
      }

      @Override
      public Optional<Refusal> judgeAgain(Command command) {
        return judge(command);
      }

      @Override
      public boolean agesInTheLedger() {
        return false;
      }

      @Override
      public boolean actsUnrecorded(Command command) {
        return true;
      }

      @Override
      public Duration patience(Command command) {
        return safePatience(command);
      }
    };
  }

  /** A ledger that is known to be shut is not waited for. */
  private Duration safePatience(Command command) {
    return room.get() instanceof Ledger.Room.Shut
        ? Duration.ZERO
        : least(command.ttl(), 1, 2, SAFE_PATIENCE);
  }

  private static Duration least(Duration ttl, int times, int of, Duration most) {
    Duration part = ttl.multipliedBy(times).dividedBy(of);
    return part.compareTo(most) < 0 ? part : most;
  }

  private static Optional<Refusal> checkGrant(Command command, Caller by) {
    return by.grant()
        .refusalToCommand(command.channel().device())
        .flatMap(why -> Refusal.of(Reason.NOT_PERMITTED, why));
  }

  private Channel channel(Command command) {
    return outputs.channel(command.channel()).orElseThrow();
  }

  /** A safe value never waits for what it is to end. */
  private Optional<Refusal> checkBusy(Command command) {
    String device = command.channel().device();
    long busy = underWay.of(device);
    boolean free =
        isSafe(command) ? underWay.like(command) < MAX_SAFE_UNDER_WAY : busy < MAX_UNDER_WAY;
    return free
        ? Optional.empty()
        : Refusal.of(Reason.BUSY, busy + " commands are under way for " + device + ".");
  }

  private boolean isSafe(Command command) {
    return registry.directory().isSafe(command);
  }

  /** An id that may have acted must be known when it comes again; a safe value finds its room. */
  private Optional<Refusal> checkRoom(Command command) {
    if (isSafe(command)) {
      return Optional.empty();
    }
    return switch (room.get()) {
      case Ledger.Room.Free _ -> Optional.empty();
      case Ledger.Room.Full(Duration pause) ->
          Refusal.of(Reason.RATE, "The gateway cannot remember more commands now.", pause);
      case Ledger.Room.Shut(String why) -> Refusal.of(Reason.NOT_RECORDED, why);
    };
  }

  /** Or one address could keep all others from their outputs for as long as ids are kept. */
  private Optional<Refusal> checkShare(Command command, String from) {
    return isSafe(command) || shares.take(from, loop.nanoTime())
        ? Optional.empty()
        : Refusal.of(
            Reason.RATE, "Too many commands came from one address.", Duration.ofSeconds(1));
  }

  private Optional<Refusal> checkRules(Command command, Channel channel) {
    boolean away = Outputs.isAway(command.value(), channel);
    return times
        .checkLeastTime(command)
        .or(() -> interlocks.check(command, channel))
        .or(() -> away ? times.checkRate(command.channel()) : Optional.empty());
  }
}
