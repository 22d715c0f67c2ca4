package dev.ferrule.gateway.command;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.security.Caller;
import java.util.Optional;
import java.util.function.Consumer;

/** The desk as the ways in see it, from whatever loop they run on. */
public interface CommandPort {

  /**
   * Asks for a command; {@code reply} gets where it is right away, on {@code replyOn}. The same id
   * again has no effect but to renew a lease.
   *
   * @param by who asks
   */
  void submit(Command command, Caller by, Loop replyOn, Consumer<CommandRecord> reply);

  /** Looks a command up; {@code reply} is called on {@code replyOn}. */
  void find(String id, Loop replyOn, Consumer<Optional<CommandRecord>> reply);

  /**
   * Hears how far each command got from now on, on {@code on}, in order: of steps that follow each
   * other at once only the last, but always of the end.
   */
  void listen(Loop on, Consumer<CommandRecord> listener);
}
