package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.security.Caller;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The crossing from any loop to the desk's and back. As many messages as commands are under way,
 * which {@link Queued} bounds for clients.
 *
 * <p>What happens to a command in one turn of the core crosses as one step, the latest, when the
 * turn has had its effects: first the device hears, then everybody else.
 *
 * <p>Owner of what is untold: the core loop.
 */
public final class DeskPort implements CommandPort {

  private final Loop core;
  private final CommandDesk desk;

  /** Who is told, each on a loop of its own. */
  private final List<Consumer<List<CommandRecord>>> listeners = new ArrayList<>();

  /** Where commands are that got further and nobody was told of, by their ids. */
  private final Map<String, CommandRecord> untold = new LinkedHashMap<>();

  /** A port to {@code desk}, which lives on {@code core}. */
  public DeskPort(Loop core, CommandDesk desk) {
    this.core = core;
    this.desk = desk;
    core.run(() -> desk.listen(this::step));
  }

  /** That a command was requested is the answer to whoever asked; it is no step. */
  private void step(CommandRecord record) {
    if (record.state() instanceof CommandState.Requested) {
      return;
    }
    if (untold.isEmpty()) {
      core.execute(this::tell);
    }
    untold.put(record.command().id(), record);
  }

  private void tell() {
    if (!untold.isEmpty()) {
      List<CommandRecord> steps = List.copyOf(untold.values());
      untold.clear();
      listeners.forEach(listener -> listener.accept(steps));
    }
  }

  @Override
  public void submit(Command command, Caller by, Loop replyOn, Consumer<CommandRecord> reply) {
    core.run(
        () -> {
          long came = core.nanoTime();
          desk.whenOpen(
              () -> {
                CommandRecord record =
                    core.nanoTime() - came < command.ttl().toNanos() / 2
                        ? desk.submit(command, by)
                        : busy(command, "The gateway has just started; ask again.", core);
                tell(); // what was before the answer
                replyOn.run(() -> reply.accept(record));
              });
        });
  }

  /** Refused before the desk saw it. */
  private static CommandRecord busy(Command command, String why, Loop on) {
    CommandState busy =
        new CommandState.Requested().rejected(CommandState.Reason.BUSY, why, Duration.ofSeconds(1));
    return new CommandRecord(command, busy, on.currentTimeMillis());
  }

  @Override
  public void find(String id, Loop replyOn, Consumer<Optional<CommandRecord>> reply) {
    core.run(
        () ->
            desk.whenOpen(
                () -> {
                  Optional<CommandRecord> record = desk.find(id);
                  replyOn.run(() -> reply.accept(record));
                }));
  }

  @Override
  public void listen(Loop on, Consumer<CommandRecord> listener) {
    core.run(() -> listeners.add(steps -> on.run(() -> steps.forEach(listener))));
  }

  /**
   * The door to the desk for the clients of one loop: {@link #UNDER_WAY} commands are on their way
   * to it at a time, {@link #WAITING} wait their turn, and what comes on top is refused as busy; so
   * no number of clients keeps the desk's loop from its devices. Safe values go before what waits,
   * and as many find room as the desk takes for an output.
   *
   * <p>Owner: the clients' loop.
   */
  public static final class Queued implements CommandPort {

    static final int UNDER_WAY = 16;
    static final int WAITING = 1024;

    private final CommandPort desk;
    private final Predicate<Command> isSafe;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Queue<Runnable> first = new ArrayDeque<>();

    /** Safe values that wait, by their output. */
    private final Map<ChannelId, Integer> safe = new HashMap<>();

    private int underWay;

    /** A door to {@code desk} that nobody stands at; {@code isSafe} knows safe values. */
    public Queued(CommandPort desk, Predicate<Command> isSafe) {
      this.desk = desk;
      this.isSafe = isSafe;
    }

    @Override
    public void submit(Command command, Caller by, Loop replyOn, Consumer<CommandRecord> reply) {
      if (underWay < UNDER_WAY) {
        send(command, by, replyOn, reply);
      } else if (isSafe.test(command)) {
        submitSafe(command, by, replyOn, reply);
      } else if (waiting.size() < WAITING) {
        waiting.add(() -> send(command, by, replyOn, reply));
      } else {
        refuse(command, "Too many commands wait already.", replyOn, reply);
      }
    }

    private void submitSafe(
        Command command, Caller by, Loop replyOn, Consumer<CommandRecord> reply) {
      ChannelId output = command.channel();
      if (safe.getOrDefault(output, 0) == Admission.MAX_SAFE_UNDER_WAY) {
        refuse(command, "The safe value of " + output + " waits already.", replyOn, reply);
        return;
      }
      safe.merge(output, 1, Integer::sum);
      first.add(
          () -> {
            safe.computeIfPresent(output, (_, count) -> count == 1 ? null : count - 1);
            send(command, by, replyOn, reply);
          });
    }

    private static void refuse(
        Command command, String why, Loop replyOn, Consumer<CommandRecord> reply) {
      reply.accept(busy(command, why, replyOn));
    }

    private void send(Command command, Caller by, Loop replyOn, Consumer<CommandRecord> reply) {
      underWay++;
      desk.submit(
          command,
          by,
          replyOn,
          record -> {
            underWay--;
            Optional.ofNullable(first.isEmpty() ? waiting.poll() : first.poll())
                .ifPresent(Runnable::run);
            reply.accept(record);
          });
    }

    @Override
    public void find(String id, Loop replyOn, Consumer<Optional<CommandRecord>> reply) {
      desk.find(id, replyOn, reply);
    }

    @Override
    public void listen(Loop on, Consumer<CommandRecord> listener) {
      desk.listen(on, listener);
    }
  }
}
