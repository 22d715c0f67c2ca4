package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Rejected;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandDeskTest {

  private static final int PUMP = 0;
  private static final int FAN = 1;

  private final ManualLoop loop = new ManualLoop();
  private final Registry registry = new Registry(loop);
  private final List<String> steps = new ArrayList<>();
  private final List<DeviceCommand> driver = new ArrayList<>();
  private CommandDesk desk = new CommandDesk(loop, registry, Rules.NONE, new MemoryLedger());
  private DeviceFeed feed = registry.feed("farm", "Farm", "firmware", "/dev/x", desk);

  @BeforeEach
  void bringUp() {
    desk.attach("farm", true, driver::add);
    desk.listen(record -> steps.add(record.state().word()));
    feed.channels(
        List.of(
            Channels.relay("farm", "pump"),
            Channels.setPoint("farm", "fan", false),
            Channels.setPoint("farm", "heater", true),
            Channels.sensor("farm", "air")));
    feed.state(new DeviceState.Up());
  }

  @Test
  void followsACommandToItsConfirmation() {
    desk.submit(command("pump", 1));
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    reading(PUMP, 0);
    reading(PUMP, 1);
    assertEquals(List.of("requested", "admitted", "written", "acknowledged", "confirmed"), steps);
  }

  @Test
  void confirmsWhenTheReadingOvertakesTheAcknowledgment() {
    desk.submit(command("pump", 1));
    feed.command("command-1", new CommandProgress.Written());
    reading(PUMP, 1);
    feed.command("command-1", new CommandProgress.Done(1));
    assertEquals("confirmed", steps.getLast());
  }

  @Test
  void doesNotTakeAReadingFromBeforeTheWritingForAConfirmation() {
    desk.submit(command("pump", 1));
    reading(PUMP, 1);
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    assertEquals("acknowledged", steps.getLast());
  }

  @Test
  void failsWhenTheValueDoesNotComeBack() {
    desk.submit(command("pump", 1));
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    reading(PUMP, 0);
    loop.advance(Duration.ofSeconds(4));
    assertEquals("failed", steps.getLast());
  }

  @Test
  void actsOnceForOneIdHoweverOftenItComes() {
    desk.submit(command("pump", 1));
    desk.submit(command("pump", 0));
    assertEquals(1, driver.size());
    assertEquals(1, driver.getFirst().value());
  }

  @Test
  void takesOnlyTheFirstLastWordOfADriver() {
    desk.submit(command("pump", 1));
    feed.command("command-1", new CommandProgress.Expired());
    feed.command("command-1", new CommandProgress.Done(1));
    assertEquals(List.of("requested", "admitted", "expired"), steps);
  }

  @Test
  void endsACommandWhoseDriverNeverSpeaks() {
    desk.submit(command("pump", 1));
    loop.advance(Duration.ofSeconds(30));
    assertEquals("unknown", steps.getLast());
  }

  @Test
  void refusesWhatIsNotAllowedBeforeAByteLeaves() {
    assertEquals(Reason.NO_CHANNEL, refusal(command("valve", 1)));
    assertEquals(Reason.READ_ONLY, refusal(command("air", 1)));
    assertEquals(Reason.RANGE, refusal(command("pump", 2)));
    assertEquals(Reason.RANGE, refusal(command("fan", 105)));
    assertEquals(Reason.STEP, refusal(command("fan", 7)));
    assertEquals(Reason.DANGER, refusal(command("heater", 50)));
    feed.state(new DeviceState.Down("unplugged"));
    assertEquals(Reason.STALE, refusal(command("pump", 1)));
    assertEquals(List.of(), driver);
  }

  @Test
  void refusesAsBusyBeyondTheCommandsUnderWay() {
    for (int i = 0; i < Admission.MAX_UNDER_WAY; i++) {
      desk.submit(command("fan", 5 * i));
    }
    assertEquals(Reason.BUSY, refusal(command("fan", 0)));
    assertEquals(Admission.MAX_UNDER_WAY, driver.size());
    assertEquals(FAN, driver.getLast().channel());
  }

  private int count;

  private Command command(String key, double value) {
    String id = count == 0 || !key.equals("pump") ? "command-" + ++count : "command-1";
    return new Command(id, new ChannelId("farm", key), value, Command.DEFAULT_TTL, false, "test");
  }

  private Reason refusal(Command command) {
    Command fresh =
        new Command(
            "refused-" + ++count, command.channel(), command.value(), command.ttl(), false, "test");
    return ((Rejected) desk.submit(fresh).state()).reason();
  }

  private void reading(int channel, double value) {
    feed.readings(ReadingBatch.single(channel, loop.currentTimeMillis(), value, Quality.GOOD));
  }
}
