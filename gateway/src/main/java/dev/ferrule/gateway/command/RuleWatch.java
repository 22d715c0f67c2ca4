package dev.ferrule.gateway.command;

import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.Journal;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the rules while outputs are away from their safe values, whoever put them there: tells
 * interlocks that break, and outputs that nobody holds.
 *
 * <p>Owner: the core loop.
 */
final class RuleWatch {

  /**
   * How long the readings of a condition may fail to tell before its interlock counts as broken.
   */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger("dev.ferrule.command");

  private final Loop loop;
  private final Rules rules;
  private final Outputs outputs;
  private final TimeLimits times;
  private final Interlocks interlocks;
  private final Leases leases;
  private final SafeValues safeValues;
  private final Journal journal;

  /** Outputs to look at when a channel has a new reading, by the channel's number. */
  private final Map<Integer, Set<ChannelId>> byNumber = new HashMap<>();

  /** Channel of each number above. */
  private final Map<Integer, ChannelId> watched = new HashMap<>();

  /** Outputs whose interlock cannot be judged now. */
  private final Map<ChannelId, Loop.Timer> doubted = new HashMap<>();

  private final Set<ChannelId> broken = new HashSet<>();

  /** Rules that name what a device does not have; each is told once. */
  private final Set<ChannelId> missing = new HashSet<>();

  RuleWatch(
      Loop loop,
      Rules rules,
      Outputs outputs,
      TimeLimits times,
      Interlocks interlocks,
      Leases leases,
      SafeValues safeValues,
      Journal journal) {
    this.loop = loop;
    this.rules = rules;
    this.outputs = outputs;
    this.times = times;
    this.interlocks = interlocks;
    this.leases = leases;
    this.safeValues = safeValues;
    this.journal = journal;
  }

  /** Channels have other numbers now. */
  void renumber(Directory directory) {
    byNumber.clear();
    watched.clear();
    for (ChannelId id : rules.named()) {
      directory.number(id).ifPresentOrElse(n -> watched.put(n, id), () -> miss(id, directory));
    }
    rules
        .channels()
        .forEach(
            (owner, rule) -> {
              Set<ChannelId> seen = new LinkedHashSet<>(Set.of(owner));
              rule.needs().ifPresent(needs -> seen.addAll(needs.condition().channels()));
              seen.forEach(
                  id ->
                      directory
                          .number(id)
                          .ifPresent(
                              n -> byNumber.computeIfAbsent(n, _ -> new HashSet<>()).add(owner)));
            });
  }

  /** A device that has channels, but not this one, will hardly get it. */
  private void miss(ChannelId id, Directory directory) {
    boolean introduced =
        directory.channels().values().stream()
            .anyMatch(channel -> channel.id().device().equals(id.device()));
    if (introduced && missing.add(id)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The rules name {0}, which the device {1} does not have",
          id,
          id.device());
    }
  }

  /** Readings came. */
  void read(ReadingBatch batch) {
    if (watched.isEmpty()) {
      return;
    }
    Set<ChannelId> affected = new LinkedHashSet<>();
    int row = batch.rows() - 1;
    for (int column = 0; column < batch.channels(); column++) {
      int number = batch.firstChannel() + column;
      ChannelId id = watched.get(number);
      if (id != null) {
        if (outputs.read(id, batch.qualityAt(column, row))) {
          times.turn(id, batch.valueAt(column, row));
        }
        affected.addAll(byNumber.getOrDefault(number, Set.of()));
      }
    }
    affected.forEach(this::look);
  }

  private void look(ChannelId id) {
    boolean away = outputs.isSeenAway(id);
    if (away) {
      leases.find(outputs.channel(id).orElseThrow());
    }
    rules
        .needs(id)
        .ifPresent(needs -> judge(id, needs, away ? needs.condition().check(outputs) : Truth.TRUE));
  }

  private void judge(ChannelId id, ChannelRule.Needs needs, Truth truth) {
    switch (truth) {
      case TRUE -> {
        settle(id);
        if (broken.remove(id)) {
          tell(id, "restored", "It holds again: " + needs.text() + ".");
        }
      }
      case UNKNOWN -> {
        if (!doubted.containsKey(id) && !broken.contains(id)) {
          doubted.put(id, loop.after(PATIENCE, () -> breaks(id, needs)));
        }
      }
      case FALSE -> breaks(id, needs);
    }
  }

  private void settle(ChannelId id) {
    Loop.Timer timer = doubted.remove(id);
    if (timer != null) {
      timer.cancel();
    }
  }

  private void tell(ChannelId id, String word, String text) {
    journal.record(new Event(Event.Kind.RULE, id.toString(), "", word, text));
  }

  private void breaks(ChannelId id, ChannelRule.Needs needs) {
    settle(id);
    if (!broken.add(id)) {
      return;
    }
    String now = interlocks.describe(needs.condition());
    LOG.log(
        System.Logger.Level.WARNING,
        "The interlock of {0} is broken: it needs {1}; now {2}",
        id,
        needs.text(),
        now);
    tell(id, "broken", "It needs " + needs.text() + "; now " + now + ".");
    if (needs.thenSafe()) {
      safeValues.owe(id, "interlock broken");
    }
  }
}
