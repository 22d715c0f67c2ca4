package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class QueuedPortTest {

  private final ManualLoop loop = new ManualLoop();
  private final List<Runnable> atDesk = new ArrayList<>();
  private final List<CommandState> replies = new ArrayList<>();
  private final DeskPort.Queued door = new DeskPort.Queued(new SlowDesk());

  /** Answers when a test says so. */
  private final class SlowDesk implements CommandPort {
    @Override
    public void submit(Command command, Loop replyOn, Consumer<CommandRecord> reply) {
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
      var channel = ChannelId.parse("a.pump").orElseThrow();
      var command =
          new Command("command-" + i, channel, 1, Command.DEFAULT_TTL, Command.YES, "test");
      door.submit(command, loop, record -> replies.add(record.state()));
    }
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
}
