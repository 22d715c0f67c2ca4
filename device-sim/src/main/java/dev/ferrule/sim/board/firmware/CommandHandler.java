package dev.ferrule.sim.board.firmware;

import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.Arm;
import dev.ferrule.protocol.link.LinkMessage.ArmOk;
import dev.ferrule.protocol.link.LinkMessage.Command;
import dev.ferrule.protocol.link.LinkMessage.CommandResult;
import dev.ferrule.protocol.link.Value;
import dev.ferrule.sim.board.BoardClock;
import dev.ferrule.sim.board.BoardState;
import dev.ferrule.sim.board.Outputs;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelPlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Judges commands, carries them out once, and remembers what became of them. PROTOCOL.md, section
 * A6. Owner: the loop's thread.
 */
final class CommandHandler {

  /** Results that are stored; the protocol asks for at least 4. */
  private static final int STORED = 8;

  private static final long TOKEN_LIFE_NANOS = 5_000_000_000L;

  private final EventLoop loop;
  private final BoardPlan plan;
  private final Dictionary dictionary;
  private final Outputs outputs;
  private final BoardClock clock;
  private final Supplier<BoardState> state;
  private final Function<ChannelPlan, Optional<CommandStatus>> refusal;
  private final SplittableRandom random;

  /** Newest last. */
  private final Deque<CommandResult> results = new ArrayDeque<>();

  private Optional<PendingArm> pending = Optional.empty();

  /** An ARM that was answered and awaits its CONFIRM. */
  private record PendingArm(Arm arm, int token, long nanos) {}

  /** What a command did: its answer, and the channel that it moved. */
  record Done(LinkMessage answer, Optional<ChannelPlan> moved) {}

  CommandHandler(
      EventLoop loop,
      BoardPlan plan,
      Dictionary dictionary,
      Outputs outputs,
      BoardClock clock,
      Supplier<BoardState> state,
      Function<ChannelPlan, Optional<CommandStatus>> refusal,
      SplittableRandom random) {
    this.loop = loop;
    this.plan = plan;
    this.dictionary = dictionary;
    this.outputs = outputs;
    this.clock = clock;
    this.state = state;
    this.refusal = refusal;
    this.random = random;
  }

  /** Forgets everything. */
  void boot() {
    results.clear();
    pending = Optional.empty();
  }

  /** Forgets a pending ARM; results outlive sessions. */
  void newSession() {
    pending = Optional.empty();
  }

  Done command(Command command) {
    return stored(command.id())
        .orElseGet(
            () -> {
              CommandStatus status = check(command.channel(), command.deadline(), command.value());
              boolean dangerous =
                  dictionary.channel(command.channel()).map(ChannelSpec::dangerous).orElse(false);
              return status == CommandStatus.DONE && dangerous
                  ? result(command.id(), CommandStatus.NOT_ARMED, command.channel())
                  : act(command, status);
            });
  }

  Done arm(Arm arm) {
    return stored(arm.id())
        .orElseGet(
            () -> {
              CommandStatus status = check(arm.channel(), arm.deadline(), arm.value());
              if (status != CommandStatus.DONE) {
                return result(arm.id(), status, arm.channel());
              }
              int token = random.nextInt(0x10000);
              pending = Optional.of(new PendingArm(arm, token, loop.now()));
              var answer = new ArmOk(arm.id(), token, arm.channel(), arm.value());
              return new Done(answer, Optional.empty());
            });
  }

  Done confirm(int id, int token) {
    return stored(id)
        .orElseGet(
            () -> {
              Optional<PendingArm> known = pending.filter(a -> a.arm.id() == id);
              int channel = known.map(a -> a.arm.channel()).orElse(0);
              if (known.isPresent()) {
                pending = Optional.empty();
              }
              if (known.filter(a -> isFresh(a, token)).isEmpty()) {
                boolean armed = state.get() == BoardState.ARMED;
                return result(
                    id, armed ? CommandStatus.NOT_ARMED : CommandStatus.FAIL_SAFE, channel);
              }
              Arm arm = known.get().arm;
              var command = new Command(id, arm.channel(), arm.deadline(), arm.value());
              return act(command, check(arm.channel(), arm.deadline(), arm.value()));
            });
  }

  LinkMessage query(int id) {
    return stored(id)
        .map(Done::answer)
        .orElseGet(() -> new CommandResult(id, CommandStatus.NOT_FOUND, 0, Value.NONE));
  }

  private boolean isFresh(PendingArm known, int token) {
    return known.token == token && loop.now() - known.nanos <= TOKEN_LIFE_NANOS;
  }

  /** The checks in the order of A6, without the last. */
  private CommandStatus check(int id, int deadline, Value value) {
    if (state.get() != BoardState.ARMED) {
      return CommandStatus.FAIL_SAFE;
    }
    Optional<ChannelSpec> channel = dictionary.channel(id);
    if (channel.isEmpty()) {
      return CommandStatus.NO_CHANNEL;
    }
    if (!channel.get().writable()) {
      return CommandStatus.READ_ONLY;
    }
    if (!dictionary.allows(channel.get(), value.raw())) {
      return CommandStatus.RANGE;
    }
    return deadline - (int) clock.tick() >= 0 ? CommandStatus.DONE : CommandStatus.EXPIRED;
  }

  private Done act(Command command, CommandStatus status) {
    if (status != CommandStatus.DONE) {
      return result(command.id(), status, command.channel());
    }
    ChannelPlan channel = channelPlan(command.channel()).orElseThrow();
    Optional<CommandStatus> refused = refusal.apply(channel);
    if (refused.isPresent()) {
      return result(command.id(), refused.get(), command.channel());
    }
    double value =
        dictionary.channel(command.channel()).orElseThrow().toValue(command.value().raw());
    outputs.obey(
        channel,
        value,
        OptionalLong.of(Integer.toUnsignedLong(command.id())),
        OptionalLong.of(Integer.toUnsignedLong(command.deadline())));
    Done done = result(command.id(), CommandStatus.DONE, command.channel());
    return new Done(done.answer(), Optional.of(channel));
  }

  private Done result(int id, CommandStatus status, int channel) {
    Value value =
        channelPlan(channel)
            .flatMap(known -> dictionary.channel(channel).map(spec -> present(known, spec)))
            .orElse(Value.NONE);
    var result = new CommandResult(id, status, channel, value);
    results.addLast(result);
    if (results.size() > STORED) {
      results.removeFirst();
    }
    return new Done(result, Optional.empty());
  }

  private Value present(ChannelPlan channel, ChannelSpec spec) {
    return new Value(spec.kind(), spec.toRaw(outputs.value(channel)).orElse(0));
  }

  private Optional<ChannelPlan> channelPlan(int id) {
    return plan.channels().stream().filter(channel -> channel.id() == id).findFirst();
  }

  private Optional<Done> stored(int id) {
    return results.stream()
        .filter(result -> result.id() == id)
        .findFirst()
        .map(result -> new Done(result, Optional.empty()));
  }
}
