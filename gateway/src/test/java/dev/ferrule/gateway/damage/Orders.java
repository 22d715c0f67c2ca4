package dev.ferrule.gateway.damage;

import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.sim.board.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Commands to one device and what was told of them, beside what the board did. Owner: the gateway's
 * loop; {@link #values} any thread.
 */
final class Orders {

  /** What a board that keeps no deadlines may be late by: what the cable holds up. */
  private static final long HELD_UP_NANOS = 1_000_000_000L;

  private final String device;
  private final Subject subject;
  private final SplittableRandom random;
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Set<Double> values = ConcurrentHashMap.newKeySet();

  /** One command, and when what was told of it. */
  private static final class Order {
    final Command command;
    final long submitted;
    Optional<CommandState.Ended> end = Optional.empty();
    int ends;
    long endedAt;
    long deadline;

    Order(Command command, long submitted) {
      this.command = command;
      this.submitted = submitted;
    }
  }

  /**
   * What came of all.
   *
   * @param ends how many ended how
   * @param twice that took effect more than once, or were written more than once
   * @param late that took effect after their time to live
   * @param notDone confirmed without an effect
   * @param denied told as not done, with an effect
   * @param examples of the last four
   */
  record Verdict(
      Map<String, Integer> ends,
      int twice,
      int late,
      int notDone,
      int denied,
      List<String> examples) {

    Verdict plus(Verdict other) {
      Map<String, Integer> all = new TreeMap<>(ends);
      other.ends.forEach((word, count) -> all.merge(word, count, Integer::sum));
      List<String> both = new ArrayList<>(examples);
      both.addAll(other.examples);
      return new Verdict(
          all,
          twice + other.twice,
          late + other.late,
          notDone + other.notDone,
          denied + other.denied,
          both);
    }
  }

  Orders(String device, Subject subject, SplittableRandom random) {
    this.device = device;
    this.subject = subject;
    this.random = random;
  }

  /** The next command: to an output with values of its own three times out of four. */
  Command next() {
    int choice = random.nextInt(4);
    String key =
        choice == 0 ? "lamp" : choice == 1 && subject == Subject.FIRMWARE ? "danger" : "out";
    double value = choice == 0 ? random.nextInt(2) : unused();
    Duration ttl = Duration.ofMillis(random.nextLong(300, 3_000));
    String id = "%s-%06d".formatted(device, orders.size());
    var command = new Command(id, new ChannelId(device, key), value, ttl, true, "test");
    orders.put(id, new Order(command, System.nanoTime()));
    return command;
  }

  /** The desk has it. */
  void submitted(Command command) {
    Order order = Objects.requireNonNull(orders.get(command.id()));
    order.deadline = System.nanoTime() + command.ttl().toNanos();
  }

  /** One that no other has, nor one that differs from it in a single digit. */
  private double unused() {
    double value;
    do {
      value = random.nextInt(10_000, 65_536);
    } while (values.stream().anyMatch(known(value)) || !values.add(value));
    return value;
  }

  private static Predicate<Double> known(double value) {
    return other -> differing((int) value, other.intValue()) < 2;
  }

  private static int differing(int one, int other) {
    int count = 0;
    for (int a = one, b = other; a > 0; a /= 10, b /= 10) {
      count += a % 10 == b % 10 ? 0 : 1;
    }
    return count;
  }

  /** What outputs were told to hold. */
  Set<Double> values() {
    return values;
  }

  void told(CommandRecord record) {
    Order order = orders.get(record.command().id());
    if (order != null && record.state() instanceof CommandState.Ended end) {
      order.end = Optional.of(end);
      order.ends++;
      order.endedAt = System.nanoTime();
    }
  }

  /** Judges all of them by what the board did. */
  Verdict judge(List<Effect> effects, Truth truth) {
    Map<String, Integer> ends = new TreeMap<>();
    var judge = new Judge(effects, truth);
    for (Order order : orders.values()) {
      ends.merge(order.end.map(CommandState::word).orElse("open"), 1, Integer::sum);
      judge.look(order);
    }
    return new Verdict(ends, judge.twice, judge.late, judge.notDone, judge.denied, judge.examples);
  }

  /** Counts what must not be. */
  private final class Judge {
    private final List<Effect> effects;
    private final Truth truth;
    private final Set<String> counted = new HashSet<>();
    private final List<String> examples = new ArrayList<>();
    private int twice;
    private int late;
    private int notDone;
    private int denied;

    Judge(List<Effect> effects, Truth truth) {
      this.effects = effects;
      this.truth = truth;
    }

    void look(Order order) {
      boolean isAlone = !order.command.channel().key().equals("lamp");
      List<Effect> own = effects.stream().filter(effect -> isOf(effect, order)).toList();
      boolean confirmed = order.end.filter(e -> e instanceof CommandState.Confirmed).isPresent();
      if (confirmed && own.stream().noneMatch(e -> e.nanos() <= order.endedAt) && !stood(order)) {
        notDone++;
        example("confirmed and not done", order, own);
      }
      if (order.ends > 1 || (isAlone && (own.size() > 1 || written(order) > 1))) {
        twice++;
        example("twice", order, own);
      }
      if (isAlone && own.stream().anyMatch(effect -> isLate(effect, order))) {
        late++;
        example("late", order, own);
      }
      if (isAlone && !own.isEmpty() && order.end.filter(Orders::denies).isPresent()) {
        denied++;
        example("denied and done", order, own);
      }
    }

    private boolean isOf(Effect effect, Order order) {
      return effect.cause() == Effect.Cause.COMMAND
          && effect.channel().equals(order.command.channel().key())
          && effect.value() == order.command.value()
          && effect.nanos() >= order.submitted;
    }

    /** Whether the output had the value already as the command came in. */
    private boolean stood(Order order) {
      String key = order.command.channel().key();
      List<Effect> before =
          effects.stream()
              .filter(e -> e.channel().equals(key) && e.nanos() < order.submitted)
              .toList();
      return !before.isEmpty() && before.getLast().value() == order.command.value();
    }

    private boolean isLate(Effect effect, Order order) {
      return effect.isLate()
          || effect.nanos() > order.deadline + (subject.keepsDeadlines() ? 0 : HELD_UP_NANOS);
    }

    private int written(Order order) {
      String key = order.command.channel().key();
      return truth.written(key + "=" + (int) order.command.value());
    }

    private void example(String what, Order order, List<Effect> own) {
      if (counted.add(what)) {
        examples.add(what + ": " + order.command + " " + order.end + " " + own);
      }
    }
  }

  private static boolean denies(CommandState.Ended end) {
    return switch (end) {
      case CommandState.Rejected _, CommandState.Expired _, CommandState.Failed _ -> true;
      case CommandState.Confirmed _, CommandState.Unknown _ -> false;
    };
  }
}
