package dev.ferrule.gateway.ledger;

import dev.ferrule.gateway.loop.ThreadLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Acknowledged;
import dev.ferrule.gateway.model.CommandState.Admitted;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Requested;
import dev.ferrule.gateway.model.CommandState.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A ledger in a data directory, on a loop of its own, and the records of commands. */
final class LedgerFixture implements AutoCloseable {

  static final long ROOMY = 64 << 20;

  private final ThreadLoop loop = new ThreadLoop();
  final StoredLedger ledger;

  LedgerFixture(Path data) throws Exception {
    this(data, ROOMY, () -> {});
  }

  LedgerFixture(Path data, long mostBytes, Runnable beforeWriting) throws Exception {
    ledger = loop.call(() -> StoredLedger.open(loop, data, mostBytes, beforeWriting));
  }

  /** Waits until the past is known, or nobody can tell it. */
  LedgerFixture awaitOpen() throws Exception {
    loop.await(() -> !(ledger.room() instanceof Ledger.Room.Shut) || ledger.trouble().isPresent());
    return this;
  }

  Ledger.Room room() throws Exception {
    return loop.call(ledger::room);
  }

  void awaitRoom(Class<? extends Ledger.Room> kind) throws Exception {
    loop.await(() -> kind.isInstance(ledger.room()));
  }

  String found(String id) throws Exception {
    return loop.call(() -> ledger.find(id).map(LedgerFixture::text).orElse(""));
  }

  private static String text(CommandRecord record) {
    return switch (record.state()) {
      case CommandState.Unknown(Reason reason, String _) -> "unknown " + reason.word();
      case CommandState.Rejected(Reason reason, String _, Duration _) ->
          "rejected " + reason.word();
      default -> record.state().word();
    };
  }

  /** Hands over and waits until it is safe. */
  void append(String id, CommandState state) throws Exception {
    if (!append(id, state, Duration.ofSeconds(60))) {
      throw new AssertionError(state + " of " + id + " is not written");
    }
  }

  /** Whether it is safe within a time. */
  boolean append(String id, CommandState state, Duration patience) throws Exception {
    var safe = new CountDownLatch(1);
    loop.execute(() -> ledger.append(record(id, state), safe::countDown));
    return safe.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A whole life. */
  void act(String id) throws Exception {
    for (CommandState state : life()) {
      append(id, state);
    }
  }

  static List<CommandState> life() {
    Requested requested = new Requested();
    Admitted admitted = requested.admitted();
    Written written = admitted.written();
    Acknowledged acknowledged = written.acknowledged();
    return List.of(requested, admitted, written, acknowledged, acknowledged.confirmed());
  }

  void refuse(String id) throws Exception {
    loop.call(
        () -> {
          ledger.append(record(id, new Requested()), () -> {});
          ledger.append(
              record(id, new Requested().rejected(Reason.RANGE, "no", Duration.ZERO)), () -> {});
          return 0;
        });
  }

  static CommandRecord record(String id, CommandState state) {
    var channel = new ChannelId("farm", "pump");
    var command = new Command(id, channel, 1, Command.DEFAULT_TTL, false, "ann");
    return new CommandRecord(command, state, System.currentTimeMillis());
  }

  @Override
  public void close() {
    ledger.close();
    loop.close();
  }
}
