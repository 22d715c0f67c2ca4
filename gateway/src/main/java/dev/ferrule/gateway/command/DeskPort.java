package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The crossing from any loop to the desk's and back. As many messages as commands are under way,
 * which {@link Queued} bounds for clients.
 */
public final class DeskPort implements CommandPort {

  private final Loop core;
  private final CommandDesk desk;

  /** A port to {@code desk}, which lives on {@code core}. */
  public DeskPort(Loop core, CommandDesk desk) {
    this.core = core;
    this.desk = desk;
  }

  @Override
  public void submit(Command command, Loop replyOn, Consumer<CommandRecord> reply) {
    core.run(
        () -> {
          CommandRecord record = desk.submit(command);
          replyOn.run(() -> reply.accept(record));
        });
  }

  @Override
  public void find(String id, Loop replyOn, Consumer<Optional<CommandRecord>> reply) {
    core.run(
        () -> {
          Optional<CommandRecord> record = desk.find(id);
          replyOn.run(() -> reply.accept(record));
        });
  }

  @Override
  public void listen(Loop on, Consumer<CommandRecord> listener) {
    core.run(() -> desk.listen(record -> on.run(() -> listener.accept(record))));
  }

  /**
   * The door to the desk for the clients of one loop: {@link #UNDER_WAY} commands are on their way
   * to it at a time, {@link #WAITING} wait their turn, and what comes on top is refused as busy; so
   * no number of clients keeps the desk's loop from its devices.
   *
   * <p>Owner: the clients' loop.
   */
  public static final class Queued implements CommandPort {

    static final int UNDER_WAY = 16;
    static final int WAITING = 1024;

    private final CommandPort desk;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    /** A door to {@code desk} that nobody stands at. */
    public Queued(CommandPort desk) {
      this.desk = desk;
    }

    @Override
    public void submit(Command command, Loop replyOn, Consumer<CommandRecord> reply) {
      if (underWay < UNDER_WAY) {
        send(command, replyOn, reply);
      } else if (waiting.size() < WAITING) {
        waiting.add(() -> send(command, replyOn, reply));
      } else {
        String why = "Too many commands wait already.";
        CommandState busy =
            new CommandState.Requested()
                .rejected(CommandState.Reason.BUSY, why, Duration.ofSeconds(1));
        reply.accept(new CommandRecord(command, busy, replyOn.currentTimeMillis()));
      }
    }

    private void send(Command command, Loop replyOn, Consumer<CommandRecord> reply) {
      underWay++;
      desk.submit(
          command,
          replyOn,
          record -> {
            underWay--;
            Optional.ofNullable(waiting.poll()).ifPresent(Runnable::run);
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
