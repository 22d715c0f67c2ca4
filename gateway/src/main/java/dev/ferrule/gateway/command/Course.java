package dev.ferrule.gateway.command;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Acknowledged;
import dev.ferrule.gateway.model.CommandState.Admitted;
import dev.ferrule.gateway.model.CommandState.Allowed;
import dev.ferrule.gateway.model.CommandState.Ended;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Requested;
import dev.ferrule.gateway.model.CommandState.Written;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.Directory;
import java.time.Duration;
import java.util.Optional;

/**
 * The course of one command from its coming in to its end.
 *
 * <p>What has happened and what is known are two things: a state is entered when it happens, and
 * everybody is told of it when the ledger has it. Until the ledger has anything, the command is
 * known as requested. The driver gets it when the ledger has it as admitted, and not before; when
 * that takes too long it is refused, but for a safe value, which no disk holds up.
 *
 * <p>Owner: the core loop.
 */
final class Course {

  /**
   * A driver speaks its last word within time to live and 5 s (PROTOCOL.md B5); after this it is
   * taken to be broken.
   */
  private static final Duration DRIVER_GRACE = Duration.ofSeconds(15);

  /** On what terms a command acts. */
  interface Terms {

    /** What stands against it as it comes in. */
    Optional<Refusal> judge(Command command);

    /** What stands against it when the ledger has it as admitted; its own reservation does not. */
    Optional<Refusal> judgeAgain(Command command);

    /** Whether its time to live begins when it comes in, or only when it is handed over. */
    boolean agesInTheLedger();

    /** Whether no disk holds it up; else it is refused when the ledger does not get to it. */
    boolean actsUnrecorded(Command command);

    /** How long the ledger may take with it; zero: it is not waited for. */
    Duration patience(Command command);
  }

  /** What follows from a command's course elsewhere. */
  interface Surroundings {

    /**
     * A command is allowed from now on: what it needs is reserved.
     *
     * @return gives back what was taken from others, for a command that ends before its driver has
     *     it
     */
    Runnable reserve(Command command);

    /** Gives a command to its driver. */
    void handOver(Command command, long deadline);

    /** What the output shows now, when somebody can say. */
    Optional<Double> shown(Command command);

    /** Whether no earlier command to the same output may still take effect. */
    boolean isForemost(Course course);

    /**
     * Its bytes are with a device that will not say more; whether another value was just before.
     */
    boolean isDoubtful(Command command);

    /** From now on readings are about this command, and no longer about earlier ones. */
    void supersede(Course course);

    /** A command ends that had its reservation: it is given up. */
    void release(Command command, Ended end);

    /** A command has ended. */
    void settle(Command command, Ended end);

    /** A command with the lease that it has now. */
    CommandRecord record(Command command, CommandState state);

    /** The ledger has it: everybody may know. */
    void tell(CommandRecord record);

    /** Everybody knows of the end. */
    void forget(Course course);
  }

  private final Command command;
  private final Terms terms;
  private final Loop loop;
  private final Ledger ledger;
  private final Surroundings surroundings;
  private final Confirmation confirmation;

  /** What has happened. */
  private CommandState state = new Requested();

  /** What the ledger has, and everybody may know. */
  private CommandRecord known;

  private boolean isHandedOver;

  /** How many states it had, and how many of them everybody may know. */
  private int steps;

  private int knownStep;

  /** Gives back what it took from others. */
  private Runnable giveBack = () -> {};

  /** Until then what readings show may be from before it. */
  private boolean doubtful;

  /** What ends the present state when nothing else does. */
  private Loop.Timer timer = () -> {};

  /** When it must have taken effect, nanoseconds on the loop's clock. */
  private long deadline;

  /** A command that has just come in. */
  Course(
      Command command,
      Terms terms,
      Confirmation confirmation,
      Loop loop,
      Ledger ledger,
      Surroundings surroundings) {
    this.command = command;
    this.terms = terms;
    this.confirmation = confirmation;
    this.loop = loop;
    this.ledger = ledger;
    this.surroundings = surroundings;
    this.known = new CommandRecord(command, state, loop.currentTimeMillis());
    this.deadline = loop.nanoTime() + command.ttl().toNanos();
  }

  /** Where it is, as far as the ledger has it. */
  CommandRecord known() {
    return known;
  }

  Command command() {
    return command;
  }

  /** Whether it may take effect, or has and nobody has seen it yet. */
  boolean isUnderWay() {
    return switch (state) {
      case Allowed _, Acknowledged _ -> true;
      case Requested _, Ended _ -> false;
    };
  }

  /** Judges it, and starts it if nothing stands against it. */
  void begin() {
    Requested requested = enter(new Requested(), () -> {});
    Optional<Refusal> refusal = terms.judge(command);
    if (refusal.isPresent()) {
      finish(
          requested.rejected(
              refusal.get().reason(), refusal.get().text(), refusal.get().retryAfter()));
    } else {
      giveBack = surroundings.reserve(command);
      Duration patience = terms.patience(command);
      timer = loop.after(patience, this::unrecorded);
      enter(requested.admitted(), this::act);
      if (patience.isZero()) {
        act();
      }
    }
  }

  /** The ledger did not have it in time. */
  private void unrecorded() {
    if (terms.actsUnrecorded(command)) {
      act();
    } else if (state instanceof Admitted admitted && !isHandedOver) {
      end(
          admitted.rejected(
              Reason.NOT_RECORDED, "The gateway could not record it in time; nothing was sent."));
    }
  }

  /** The ledger has it as admitted, or need not. */
  private void act() {
    if (isHandedOver) {
      return;
    }
    switch (state) {
      case Admitted admitted ->
          terms
              .judgeAgain(command)
              .ifPresentOrElse(
                  refusal -> end(admitted.rejected(refusal.reason(), refusal.text())),
                  this::handOver);
      case Requested _, Written _, Acknowledged _, Ended _ -> {} // it was too late
    }
  }

  private void handOver() {
    long now = loop.nanoTime();
    if (!terms.agesInTheLedger()) {
      deadline = now + command.ttl().toNanos();
    }
    giveBack = () -> {};
    isHandedOver = true;
    setTimer(Duration.ofNanos(deadline - now).plus(DRIVER_GRACE), this::giveUp);
    surroundings.handOver(command, deadline);
  }

  /** The driver says how far it is. */
  void hear(CommandProgress progress) {
    switch (state) {
      case Allowed allowed -> hear(progress, allowed);
      case Requested _, Acknowledged _, Ended _ -> {} // it has said its last word
    }
  }

  private void hear(CommandProgress progress, Allowed present) {
    switch (progress) {
      case CommandProgress.Written _ -> written(present);
      case CommandProgress.Done(double value) -> done(written(present), value);
      case CommandProgress.Sent _ -> sent(written(present));
      case CommandProgress.Refused(Reason reason, String text) ->
          end(present.rejected(reason, text));
      case CommandProgress.Expired _ -> end(present.expired());
      case CommandProgress.Failed(Reason reason, String text) -> end(present.failed(reason, text));
      case CommandProgress.Lost(Reason reason, String text) -> end(present.unknown(reason, text));
    }
  }

  private Written written(Allowed present) {
    return switch (present) {
      case Admitted admitted -> {
        confirmation.begin(surroundings.shown(command));
        yield enter(admitted.written(), () -> {});
      }
      case Written written -> written;
    };
  }

  private void done(Written written, double value) {
    Acknowledged acknowledged = enter(written.acknowledged(), () -> {});
    surroundings.supersede(this);
    if (confirmation.isReached(value)) {
      end(acknowledged.confirmed());
    } else {
      waitFor(acknowledged, confirmation.patience());
    }
  }

  private void sent(Written written) {
    confirmation.beginWithoutWord();
    doubtful = surroundings.isDoubtful(command);
    Acknowledged acknowledged = enter(written.acknowledged(), () -> {});
    surroundings.supersede(this);
    if (!confirmation.isReadable()) {
      end(confirmation.missed(acknowledged));
    } else if (doubtful) {
      setTimer(Confirmation.SETTLING, () -> settled(acknowledged));
    } else {
      settled(acknowledged);
    }
  }

  private void settled(Acknowledged acknowledged) {
    doubtful = false;
    if (confirmation.isSeen()) {
      end(acknowledged.confirmed());
    } else {
      waitFor(acknowledged, confirmation.patience());
    }
  }

  private void waitFor(Acknowledged acknowledged, Duration patience) {
    setTimer(patience, () -> end(confirmation.missed(acknowledged)));
  }

  /** A later command to the same output has taken effect: nobody will see this one any more. */
  void supersede() {
    switch (state) {
      case Acknowledged acknowledged ->
          end(
              acknowledged.unknown(
                  Reason.SUPERSEDED, "A later command for the output came before it was seen."));
      case Requested _, Allowed _, Ended _ -> {}
    }
  }

  /** Whether it may take effect at any moment, or just has. */
  boolean isAllowed() {
    return state instanceof Allowed;
  }

  private void giveUp() {
    switch (state) {
      case Allowed present ->
          end(present.unknown(Reason.NO_ANSWER, "The driver never said what became of it."));
      case Requested _, Acknowledged _, Ended _ -> {}
    }
  }

  /** A reading may overtake the acknowledgment; it counts once the command was written. */
  void read(ReadingBatch batch) {
    switch (state) {
      case Acknowledged acknowledged -> {
        if (confirmation.look(batch) && confirmation.isSeen() && !doubtful) {
          end(acknowledged.confirmed());
        }
      }
      case Written _ -> {
        if (surroundings.isForemost(this)) {
          var _ = confirmation.look(batch);
        }
      }
      case Requested _, Admitted _, Ended _ -> {}
    }
  }

  /** Channels have other numbers now. */
  void renumber(Directory directory) {
    confirmation.renumber(directory);
  }

  private void end(Ended end) {
    timer.cancel();
    giveBack.run();
    surroundings.release(command, end);
    finish(end);
  }

  private void finish(Ended end) {
    enter(end, () -> surroundings.forget(this));
    surroundings.settle(command, end);
  }

  private void setTimer(Duration delay, Runnable task) {
    timer.cancel();
    timer = loop.after(delay, task);
  }

  /** Something has happened; {@code then} runs when the ledger has it and everybody was told. */
  private <S extends CommandState> S enter(S next, Runnable then) {
    state = next;
    CommandRecord record = surroundings.record(command, next);
    int step = ++steps;
    ledger.append(
        record,
        () -> {
          if (step > knownStep) { // a safe value goes on while the ledger is at its beginning
            knownStep = step;
            known = record;
            surroundings.tell(record);
          }
          then.run();
        });
    return next;
  }
}
