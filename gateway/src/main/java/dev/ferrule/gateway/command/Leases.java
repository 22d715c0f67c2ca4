package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Dead-man's handles: an output holds only as long as the command that set it is sent again, with
 * the same id, before its lease is over. A newer command to the same output takes the lease over.
 *
 * <p>Owner: the core loop. At most one lease per output.
 */
final class Leases {

  /** Holder of an output that is away from its safe value without a command. */
  private static final String NOBODY = "";

  private final Loop loop;
  private final Function<ChannelId, Optional<Channel>> channels;
  private final Consumer<ChannelId> over;
  private final Map<ChannelId, Lease> held = new HashMap<>();

  private static final class Lease {
    final String holder;
    final Duration length;
    long end;
    Loop.Timer timer = () -> {};

    /** The lease that it took over. */
    Optional<Lease> before = Optional.empty();

    Lease(String holder, Duration length) {
      this.holder = holder;
      this.length = length;
    }
  }

  /**
   * No leases.
   *
   * @param channels what is known of a channel
   * @param over told when the lease of an output is over
   */
  Leases(Loop loop, Function<ChannelId, Optional<Channel>> channels, Consumer<ChannelId> over) {
    this.loop = loop;
    this.channels = channels;
    this.over = over;
  }

  /**
   * A command is allowed: it has the output from now on, or has put an end to any lease.
   *
   * @return gives the lease back to whoever had it, for a command that its driver never got
   */
  Runnable take(Command command) {
    ChannelId output = command.channel();
    Optional<Lease> before = Optional.ofNullable(held.get(output));
    end(output);
    Optional<Lease> taken = length(command).map(length -> grant(output, command.id(), length));
    taken.ifPresent(lease -> lease.before = before);
    return () -> giveBack(output, taken, before);
  }

  /** Only if nobody has taken it over since: whoever has is not to lose it. */
  private void giveBack(ChannelId output, Optional<Lease> taken, Optional<Lease> before) {
    Optional<Lease> present = Optional.ofNullable(held.get(output));
    if (!present.equals(taken)) {
      present.filter(lease -> lease.before.equals(taken)).ifPresent(lease -> lease.before = before);
      return;
    }
    end(output);
    before.ifPresent(
        lease -> {
          held.put(output, lease);
          runOut(output, lease, Math.max(0, lease.end - loop.nanoTime()));
        });
  }

  /** An output was found away from its safe value: it gets one lease, which nobody can renew. */
  void find(Channel output) {
    Duration length = output.control().map(Channel.Control::lease).orElse(Duration.ZERO);
    if (!length.isZero() && !held.containsKey(output.id())) {
      grant(output.id(), NOBODY, length);
    }
  }

  /** The holder says that it is still there; without effect when it holds nothing. */
  void renew(Command command) {
    Lease lease = held.get(command.channel());
    if (lease != null && lease.holder.equals(command.id())) {
      renew(command.channel(), lease);
    }
  }

  /** A command with how long its output still holds, where outputs do not hold for ever. */
  CommandRecord show(CommandRecord record) {
    return length(record.command()).isEmpty() || !mayHold(record.state())
        ? record
        : record.with(Optional.of(left(record.command())));
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

  /** How long a command's output holds: not for ever if it has a lease and goes to be away. */
  private Optional<Duration> length(Command command) {
    return channels
        .apply(command.channel())
        .filter(Channel::writable)
        .filter(channel -> Outputs.isAway(command.value(), channel))
        .flatMap(Channel::control)
        .map(Channel.Control::lease)
        .filter(lease -> !lease.isZero());
  }

  private Lease grant(ChannelId output, String holder, Duration length) {
    Lease lease = new Lease(holder, length);
    held.put(output, lease);
    renew(output, lease);
    return lease;
  }

  private void end(ChannelId output) {
    Lease lease = held.remove(output);
    if (lease != null) {
      lease.timer.cancel();
    }
  }

  private void renew(ChannelId output, Lease lease) {
    lease.end = loop.nanoTime() + lease.length.toNanos();
    runOut(output, lease, lease.length.toNanos());
  }

  private void runOut(ChannelId output, Lease lease, long nanos) {
    lease.timer.cancel();
    lease.timer =
        loop.after(
            Duration.ofNanos(nanos),
            () -> {
              held.remove(output, lease);
              over.accept(output);
            });
  }

  /** How long a command still holds its output; zero when it does not. */
  private Duration left(Command command) {
    return Optional.ofNullable(held.get(command.channel()))
        .filter(lease -> lease.holder.equals(command.id()))
        .map(lease -> Duration.ofNanos(Math.max(0, lease.end - loop.nanoTime())))
        .orElse(Duration.ZERO);
  }
}
