package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class QueuedPortTest {

  private final ManualLoop loop = new ManualLoop();
  private final List<Runnable> atDesk = new ArrayList<>();
  private final List<CommandState> replies = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final DeskPort.Queued door =
      new DeskPort.Queued(new SlowDesk(), command -> command.value() == 0);

  /** Answers when a test says so. */
  private final class SlowDesk implements CommandPort {
    @Override
    public void submit(Command command, Caller by, Loop replyOn, Consumer<CommandRecord> reply) {
      values.add(command.value());
      var record = new CommandRecord(command, new CommandState.Admitted(), ManualLoop.START);
      atDesk.add(() -> reply.accept(record));
    }

    @Override
    public void find(String id, Loop replyOn, Consumer<Optional<CommandRecord>> reply) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void listen(Loop on, Consumer<CommandRecord> listener) {
      throw new UnsupportedOperationException();
    }
  }

  private void submit(int count) {
    for (int i = 0; i < count; i++) {
      submit("a.pump", 1);
    }
  }

  private void submit(String channel, double value) {
    var id = ChannelId.parse(channel).orElseThrow();
    var command = new Command("command-1", id, value, Command.DEFAULT_TTL, Command.YES, "test");
    door.submit(command, Caller.local("127.0.0.1"), loop, record -> replies.add(record.state()));
  }

  @Test
  void letsAFewCommandsToTheDeskAtATime() {
    submit(100);
    assertEquals(DeskPort.Queued.UNDER_WAY, atDesk.size());
    for (int i = 0; i < 100; i++) {
      atDesk.get(i).run();
    }
    assertEquals(100, replies.size());
  }

  @Test
  void refusesWhatWouldWaitForTooLong() {
    submit(DeskPort.Queued.UNDER_WAY + DeskPort.Queued.WAITING + 1);
    assertEquals(1, replies.size());
    assertEquals("rejected", replies.getFirst().word());
  }

  @Test
  void letsASafeValueGoFirstHoweverMuchWaits() {
    submit(DeskPort.Queued.UNDER_WAY + DeskPort.Queued.WAITING);
    submit("a.pump", 0);
    submit("a.fan", 0);
    assertEquals(List.of(), replies);
    atDesk.getFirst().run();
    atDesk.get(1).run();
    int last = values.size();
    assertEquals(List.of(0.0, 0.0), values.subList(last - 2, last));
  }

  /** As many as the desk takes for an output. */
  @Test
  void keepsTwoSafeValuesForEachOutput() {
    submit(DeskPort.Queued.UNDER_WAY);
    for (int i = 0; i < 3; i++) {
      submit("a.pump", 0);
    }
    assertEquals(List.of("rejected"), replies.stream().map(CommandState::word).toList());
    while (!atDesk.isEmpty()) {
      atDesk.removeFirst().run();
    }
    replies.clear();
    submit("a.pump", 0);
    atDesk.removeFirst().run();
    assertEquals(List.of("admitted"), replies.stream().map(CommandState::word).toList());
  }
}
