package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The configured rules about time: for how long an output stays on or off at least, and how often
 * it may be commanded. Remembers for each output since when it is on or off, and when it was
 * commanded.
 *
 * <p>Owner: the core loop. As many entries as outputs have rules.
 */
final class TimeLimits {

  private final Loop loop;
  private final Rules rules;
  private final Map<ChannelId, Past> pasts = new HashMap<>();

  /** What was with one output. */
  private static final class Past {
    /** When it was commanded, oldest first; as many as its rate allows. */
    final Deque<Long> commanded = new ArrayDeque<>();

    /** Whether it was on when last commanded or read, and since when. */
    Optional<Boolean> on = Optional.empty();

    long since;

    /** Counts what was entered here, so that only the latest of it can be taken back. */
    long entries;

    Past(long now) {
      since = now;
    }
  }

  /** Nothing is known of any output; what it is at first, it has been since now. */
  TimeLimits(Loop loop, Rules rules) {
    this.loop = loop;
    this.rules = rules;
    rules.channels().keySet().forEach(output -> pasts.put(output, new Past(loop.nanoTime())));
  }

  /** Whether an output has stayed on, or off, for its least time. */
  Optional<Refusal> checkLeastTime(Command command) {
    ChannelId id = command.channel();
    boolean on = command.value() != 0;
    Duration least =
        rules.of(id).map(rule -> on ? rule.minOff() : rule.minOn()).orElse(Duration.ZERO);
    Past past = pasts.get(id);
    if (past == null || past.on.equals(Optional.of(on))) {
      return Optional.empty();
    }
    Duration left = least.minusNanos(loop.nanoTime() - past.since);
    return left.isNegative() || left.isZero()
        ? Optional.empty()
        : Refusal.of(
            Reason.MIN_TIME,
            "%s must stay %s for at least %s.".formatted(id, on ? "off" : "on", seconds(least)),
            left);
  }

  /** Whether a channel may be commanded once more. */
  Optional<Refusal> checkRate(ChannelId id) {
    Optional<ChannelRule.Rate> rate = rules.of(id).flatMap(ChannelRule::rate);
    Past past = pasts.get(id);
    if (rate.isEmpty() || past == null || past.commanded.size() < rate.get().commands()) {
      return Optional.empty();
    }
    Duration per = rate.get().per();
    Duration left = per.minusNanos(loop.nanoTime() - past.commanded.getFirst());
    return left.isNegative() || left.isZero()
        ? Optional.empty()
        : Refusal.of(
            Reason.RATE,
            "%s takes at most %s in %s.".formatted(id, times(rate.get().commands()), seconds(per)),
            left);
  }

  private static String times(int commands) {
    return commands == 1 ? "1 command" : commands + " commands";
  }

  /** Whole seconds, never too few. */
  private static String seconds(Duration duration) {
    return duration.plusMillis(999).toSeconds() + " s";
  }

  /**
   * A command is allowed: it counts from now on.
   *
   * @return takes that back, for a command that its driver never got
   */
  Runnable count(Command command) {
    Past past = pasts.get(command.channel());
    if (past == null) {
      return () -> {};
    }
    int remembered =
        rules
            .of(command.channel())
            .flatMap(ChannelRule::rate)
            .map(ChannelRule.Rate::commands)
            .orElse(0);
    long now = loop.nanoTime();
    past.commanded.addLast(now);
    while (past.commanded.size() > remembered) {
      past.commanded.removeFirst();
    }
    Optional<Boolean> onBefore = past.on;
    long sinceBefore = past.since;
    turn(command.channel(), command.value());
    long entry = past.entries;
    return () -> {
      past.commanded.removeLastOccurrence(now);
      if (past.entries == entry) {
        past.on = onBefore;
        past.since = sinceBefore;
      }
    };
  }

  /**
   * An output is at a value, or on its way there. What was never known before is taken to be as it
   * is since the gateway knows of it.
   */
  void turn(ChannelId channel, double value) {
    Past past = pasts.get(channel);
    if (past == null) {
      return;
    }
    boolean on = value != 0;
    if (past.on.isPresent() && past.on.get() != on) {
      past.since = loop.nanoTime();
    }
    past.on = Optional.of(on);
    past.entries++;
  }
}
