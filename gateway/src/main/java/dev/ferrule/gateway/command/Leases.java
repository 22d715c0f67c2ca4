package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ChannelId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Dead-man's handles: an output holds only as long as the command that set it is sent again, with
 * the same id, before its lease is over. A newer command to the same output takes the lease over.
 *
 * <p>Owner: the core loop. At most one lease an output.
 */
final class Leases {

  /** Holder of an output that is away from its safe value without a command. */
  private static final String NOBODY = "";

  private final Loop loop;
  private final Consumer<ChannelId> over;
  private final Map<ChannelId, Lease> held = new HashMap<>();

  private static final class Lease {
    final String holder;
    final Duration length;
    long end;
    Loop.Timer timer = () -> {};

    Lease(String holder, Duration length) {
      this.holder = holder;
      this.length = length;
    }
  }

  /**
   * No leases.
   *
   * @param over told when the lease of an output is over
   */
  Leases(Loop loop, Consumer<ChannelId> over) {
    this.loop = loop;
    this.over = over;
  }

  /** A command takes the output. */
  void grant(ChannelId channel, String command, Duration length) {
    end(channel);
    Lease lease = new Lease(command, length);
    held.put(channel, lease);
    renew(channel, lease);
  }

  /** An output was found away from its safe value: it gets one lease, which nobody can renew. */
  void found(ChannelId channel, Duration length) {
    if (!held.containsKey(channel)) {
      grant(channel, NOBODY, length);
    }
  }

  /** The output is at its safe value, or on its way there. */
  void end(ChannelId channel) {
    Lease lease = held.remove(channel);
    if (lease != null) {
      lease.timer.cancel();
    }
  }

  /** The holder says that it is still there; without effect when it holds nothing. */
  void renew(ChannelId channel, String command) {
    Lease lease = held.get(channel);
    if (lease != null && lease.holder.equals(command)) {
      renew(channel, lease);
    }
  }

  private void renew(ChannelId channel, Lease lease) {
    lease.timer.cancel();
    lease.end = loop.nanoTime() + lease.length.toNanos();
    lease.timer =
        loop.after(
            lease.length,
            () -> {
              held.remove(channel, lease);
              over.accept(channel);
            });
  }

  /** How long a command still holds the output; zero when it does not. */
  Duration left(ChannelId channel, String command) {
    return Optional.ofNullable(held.get(channel))
        .filter(lease -> lease.holder.equals(command))
        .map(lease -> Duration.ofNanos(Math.max(0, lease.end - loop.nanoTime())))
        .orElse(Duration.ZERO);
  }
}
