package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.device.firmware.PendingCommand.Stage;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.link.BootId;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.ArmOk;
import dev.ferrule.protocol.link.LinkMessage.CommandQuery;
import dev.ferrule.protocol.link.LinkMessage.CommandResult;
import dev.ferrule.protocol.link.LinkMessage.Confirm;
import dev.ferrule.protocol.link.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Commands to a board, each followed to its one last word (PROTOCOL.md A6, B5).
 *
 * <pre>
 *   WAITING ──▶ OFFERED ──────────────▶ WRITTEN ──▶ Done, Refused, Failed, Expired
 *      │           │                       │
 *      │           └▶ ARMING ─▶ CONFIRMING ┘├▶ query after a new session or a long silence
 *      ▼                 ▼                  └▶ Lost, when nobody can say any more
 *   Expired           Refused, Expired: nothing was done
 * </pre>
 *
 * <p>What takes effect (CMD, CONFIRM) is handed to the line at most once per command, not counting
 * the repeats of the reliable layer, which the board tells apart. Owner: the driver.
 */
final class BoardCommands {

  /** What commands ask of the rest of the driver. */
  interface Outcome {
    /** The board tells what became of a command to a channel. */
    void answered(int channel);

    /** The board's outputs are at their safe values. */
    void failSafe();

    /** It must be sure that the board is still the one that was greeted: {@link #sameBoard}. */
    void identityNeeded();
  }

  /**
   * A board remembers the results of its last four commands. Only so many are let out beyond the
   * oldest whose result is open: then "not found" means that the command never arrived.
   */
  static final int BOARD_REMEMBERS = 4;

  /** How long after its time to live a command may still be settled (PROTOCOL.md B5). */
  static final Duration SETTLE = Duration.ofSeconds(5);

  /** An answer that is so late will not come unasked. */
  private static final Duration ASK_AFTER = Duration.ofMillis(200);

  private final Loop loop;
  private final HostLink link;
  private final DeviceTime time;
  private final DeviceEvents events;
  private final Outcome outcome;

  /** By the id on the link, oldest first. */
  private final Map<Integer, PendingCommand> pending = new LinkedHashMap<>();

  private int nextId;
  private long nextOrder;
  private @Nullable ChannelPlan plan;

  // per session
  private boolean up;
  private @Nullable BootId board;

  BoardCommands(
      Loop loop,
      HostLink link,
      DeviceTime time,
      DeviceEvents events,
      RandomGenerator random,
      Outcome outcome) {
    this.loop = loop;
    this.link = link;
    this.time = time;
    this.events = events;
    this.outcome = outcome;
    this.nextId =
        random.nextInt(); // never the ids of the process before, for a board that stayed up
  }

  /** Other channels than before: what waits was meant for the old ones. */
  void use(ChannelPlan next) {
    ChannelPlan before = plan;
    plan = next;
    if (before != null && !before.dictionary().equals(next.dictionary())) {
      for (PendingCommand command : all()) {
        if (command.stage == Stage.WAITING || command.stage == Stage.OFFERED) {
          end(
              command,
              new CommandProgress.Refused(Reason.STALE, "the board has other channels now"));
        }
      }
    }
  }

  /** A board answered in a new session; what another boot knew is gone. */
  void greeted(BootId answering) {
    if (!answering.equals(board)) {
      forgotten();
    }
    board = answering;
  }

  /** The board that has the commands is gone, or has forgotten them. */
  void forgotten() {
    for (PendingCommand command : all()) {
      if (command.stage == Stage.WRITTEN) {
        end(
            command,
            new CommandProgress.Lost(
                Reason.DEVICE_RESTARTED,
                "the board restarted, or was exchanged, before it told the result"));
      }
    }
  }

  /** It is still the board that was greeted: what it said counts. */
  void sameBoard() {
    for (PendingCommand command : all()) {
      command.verdict.ifPresent(verdict -> end(command, verdict));
    }
  }

  /** The session is up: asks for the results that are open, then lets commands out. */
  void sessionUp() {
    up = true;
    for (PendingCommand command : all()) {
      if (command.stage == Stage.WRITTEN) {
        query(command);
      }
    }
    letOut();
  }

  /** The session ended: what was not handed to the line never left. */
  void sessionDown() {
    up = false;
    for (PendingCommand command : all()) {
      command.verdict = Optional.empty();
      switch (command.stage) {
        case OFFERED -> command.stage = Stage.WAITING;
        case ARMING, CONFIRMING ->
            end(
                command,
                new CommandProgress.Refused(
                    Reason.DEVICE_NOT_ARMED,
                    "the link broke before the command was confirmed; nothing was done"));
        case WAITING, WRITTEN -> {}
      }
    }
  }

  /** The gateway stops. */
  void close() {
    up = false;
    for (PendingCommand command : all()) {
      end(
          command,
          command.stage == Stage.WRITTEN
              ? new CommandProgress.Lost(
                  Reason.GATEWAY_RESTART, "the gateway stopped before the board told the result")
              : new CommandProgress.Refused(Reason.STALE, "the gateway stopped; nothing was done"));
    }
  }

  void send(DeviceCommand command) {
    ChannelPlan present = plan;
    Optional<ChannelSpec> spec =
        present == null ? Optional.empty() : present.spec(command.channel());
    if (spec.isEmpty()) {
      refuse(command, Reason.STALE, "the board has not said what channels it has");
      return;
    }
    if (!spec.get().writable()) {
      refuse(command, Reason.READ_ONLY, spec.get().key() + " cannot be set");
      return;
    }
    OptionalInt raw = spec.get().toRaw(command.value());
    if (raw.isEmpty()) {
      refuse(command, Reason.RANGE, command.value() + " does not fit the channel");
      return;
    }
    Value value = new Value(spec.get().kind(), raw.getAsInt());
    if (command.first()) {
      overtake(command);
    }
    int id = nextId++;
    var entry =
        new PendingCommand(
            command, id, spec.get(), value, new RestartableTimer(loop, () -> due(id)));
    pending.put(id, entry);
    entry.timer.at(command.deadline());
    letOut();
  }

  private void refuse(DeviceCommand command, Reason reason, String text) {
    events.command(command.id(), new CommandProgress.Refused(reason, text));
  }

  /**
   * Lets commands out in their order, safe values before the rest; as many as the board remembers,
   * one dangerous one at a time.
   */
  private void letOut() {
    if (!up) {
      return;
    }
    long oldest = Long.MAX_VALUE;
    boolean arming = false;
    List<PendingCommand> waiting = new ArrayList<>();
    int first = 0;
    for (PendingCommand command : all()) {
      if (command.stage != Stage.WAITING) {
        oldest = Math.min(oldest, command.order);
        arming |= command.isArming();
      } else if (command.asked.first()) {
        waiting.add(first++, command);
      } else {
        waiting.addLast(command);
      }
    }
    for (PendingCommand command : waiting) {
      boolean remembered = oldest == Long.MAX_VALUE || nextOrder - oldest < BOARD_REMEMBERS;
      if (!remembered || (arming && command.spec.dangerous()) || !offer(command)) {
        return;
      }
      oldest = Math.min(oldest, command.order);
      arming |= command.isArming();
    }
  }

  /** What waits for the same output would undo a safe value that goes before it. */
  private void overtake(DeviceCommand first) {
    for (PendingCommand command : all()) {
      if (command.stage == Stage.WAITING && command.asked.channel() == first.channel()) {
        end(
            command,
            new CommandProgress.Refused(Reason.BUSY, "the output's safe value goes before it"));
      }
    }
  }

  private boolean offer(PendingCommand command) {
    int tick = time.deadlineTick(command.asked.deadline());
    Stage before = command.stage;
    command.order = nextOrder++;
    command.stage = command.spec.dangerous() ? Stage.ARMING : Stage.OFFERED;
    boolean taken = link.sendReliably(command.request(tick));
    if (!taken) {
      command.stage = before;
    }
    return taken;
  }

  /** A message was handed to the line. */
  void sent(LinkMessage.AboutCommands message) {
    switch (message) {
      case LinkMessage.Command command -> written(command.id(), Stage.OFFERED);
      case Confirm confirm -> written(confirm.id(), Stage.CONFIRMING);
      case LinkMessage.Arm _, CommandQuery _, LinkMessage.Rearm _ -> {} // they move no output
      case CommandResult _, ArmOk _ -> {} // a board's words
    }
  }

  private void written(int id, Stage from) {
    PendingCommand command = pending.get(id);
    if (command != null && command.stage == from) {
      command.stage = Stage.WRITTEN;
      command.timer.at(command.asked.deadline() + ASK_AFTER.toNanos());
      events.command(command.asked.id(), new CommandProgress.Written());
    }
  }

  /** The board restates a dangerous command. */
  void armOk(ArmOk armed) {
    PendingCommand command = pending.get(armed.id());
    if (command == null || command.stage != Stage.ARMING) {
      return;
    }
    if (armed.channel() != command.spec.id() || !armed.value().equals(command.value)) {
      end(
          command,
          new CommandProgress.Refused(
              Reason.DEVICE_NOT_ARMED, "the board restated another command; nothing was done"));
      return;
    }
    command.stage = Stage.CONFIRMING;
    link.sendReliably(new Confirm(command.id, armed.token()));
  }

  /**
   * The board tells a result, by itself or because it was asked. That nothing was done counts only
   * when it is sure who says so: another board may have acted, and been exchanged for this one.
   */
  void result(CommandResult result) {
    PendingCommand command = pending.get(result.id());
    if (command == null || command.stage == Stage.WAITING || command.stage == Stage.OFFERED) {
      return; // settled already, or never sent
    }
    outcome.answered(command.asked.channel());
    boolean over = loop.nanoTime() - command.asked.deadline() >= 0;
    if (result.status() == CommandStatus.DONE) {
      end(command, command.progress(result));
    } else if (result.status() == CommandStatus.NOT_FOUND && !over) {
      command.timer.at(command.asked.deadline()); // too early to tell: ask again then
    } else {
      command.verdict = Optional.of(command.progress(result));
      outcome.identityNeeded();
      if (result.status() == CommandStatus.FAIL_SAFE) {
        outcome.failSafe();
      }
    }
  }

  /** The timer of a command ran out. */
  private void due(int id) {
    PendingCommand command = pending.get(id);
    if (command == null) {
      return;
    }
    if (command.stage != Stage.WRITTEN) {
      end(command, new CommandProgress.Expired()); // what takes effect never left
    } else if (loop.nanoTime() - command.asked.deadline() - SETTLE.toNanos() < 0) {
      command.timer.at(command.asked.deadline() + SETTLE.toNanos());
      query(command);
    } else {
      end(
          command,
          up
              ? new CommandProgress.Lost(Reason.NO_ANSWER, "the board did not tell the result")
              : new CommandProgress.Lost(
                  Reason.LINK_LOST, "the link broke before the board told the result"));
    }
  }

  private void query(PendingCommand command) {
    if (up) {
      link.sendReliably(new CommandQuery(command.id));
    }
  }

  private void end(PendingCommand command, CommandProgress progress) {
    command.timer.cancel();
    pending.remove(command.id);
    events.command(command.asked.id(), progress);
    letOut();
  }

  private List<PendingCommand> all() {
    return List.copyOf(pending.values());
  }
}
