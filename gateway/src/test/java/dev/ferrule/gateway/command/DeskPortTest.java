package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What crosses from the desk to others, and when. */
class DeskPortTest {

  private static final Command COMMAND =
      new Command(
          "command-1",
          Channels.relay("farm", "pump").id(),
          1,
          Command.DEFAULT_TTL,
          Command.YES,
          "test");

  private final ManualLoop loop = new ManualLoop();
  private final Registry registry = new Registry(loop);
  private final List<String> recorded = new ArrayList<>();
  private final CommandDesk desk =
      new CommandDesk(loop, registry, Rules.NONE, new Recording(new MemoryLedger()));
  private final DeviceFeed feed = registry.feed("farm", "Farm", "firmware", "/dev/x", desk);
  private final DeskPort port = new DeskPort(loop, desk);

  /** What happened outside of the desk, in order. */
  private final List<String> happened = new ArrayList<>();

  private final class Recording implements Ledger {
    private final Ledger safe;

    Recording(Ledger safe) {
      this.safe = safe;
    }

    @Override
    public void append(CommandRecord record, Runnable then) {
      recorded.add(record.state().word());
      safe.append(record, then);
    }

    @Override
    public Optional<CommandRecord> find(String id) {
      return safe.find(id);
    }
  }

  @BeforeEach
  void bringUp() {
    desk.attach("farm", true, _ -> happened.add("driver"));
    port.listen(loop, record -> happened.add("told " + record.state().word()));
    feed.channels(List.of(Channels.relay("farm", "pump")));
    feed.state(new DeviceState.Up());
    loop.runReady();
  }

  private void submit() {
    port.submit(
        COMMAND,
        Caller.local("127.0.0.1"),
        loop,
        record -> happened.add("answer " + record.state().word()));
    loop.runReady();
  }

  @Test
  void givesACommandToItsDeviceBeforeAnybodyIsTold() {
    submit();
    assertEquals(List.of("driver", "told admitted", "answer admitted"), happened);
  }

  @Test
  void tellsWhatHappensInOneTurnAsOneStep() {
    submit();
    happened.clear();
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    feed.readings(ReadingBatch.single(0, loop.currentTimeMillis(), 1, Quality.GOOD));
    loop.runReady();
    assertEquals(List.of("told confirmed"), happened);
    assertEquals(
        List.of("requested", "admitted", "written", "acknowledged", "confirmed"), recorded);
  }

  @Test
  void tellsWhatHappensInSeveralTurnsStepByStep() {
    submit();
    happened.clear();
    feed.command("command-1", new CommandProgress.Written());
    loop.runReady();
    feed.command("command-1", new CommandProgress.Expired());
    loop.runReady();
    assertEquals(List.of("told written", "told expired"), happened);
  }
}
