package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The crossing from any loop to the desk's and back. As many messages as commands are under way,
 * which the desk bounds.
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
}
