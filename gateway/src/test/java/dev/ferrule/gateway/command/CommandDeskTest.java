package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Rejected;
import dev.ferrule.gateway.model.CommandState.Unknown;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandDeskTest {

  private static final int PUMP = 0;
  private static final int FAN = 1;

  private static final Channel DIMMER =
      new Channel(
          new ChannelId("farm", "dimmer"),
          "Dimmer",
          "%",
          Kind.NUMBER,
          Scale.WHOLE,
          new ValueRange(0, 100),
          Duration.ofSeconds(1),
          true,
          Optional.of(new Channel.Control(OptionalDouble.empty(), 0, false)),
          Map.of());

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
            Channels.sensor("farm", "air"),
            DIMMER));
    feed.state(new DeviceState.Up());
  }

  @Test
  void followsACommandToItsConfirmation() {
    desk.submit(command("pump", 1), Caller.local("test"));
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    reading(PUMP, 0);
    reading(PUMP, 1);
    assertEquals(List.of("requested", "admitted", "written", "acknowledged", "confirmed"), steps);
  }

  @Test
  void confirmsWhenTheReadingOvertakesTheAcknowledgment() {
    desk.submit(command("pump", 1), Caller.local("test"));
    feed.command("command-1", new CommandProgress.Written());
    reading(PUMP, 1);
    feed.command("command-1", new CommandProgress.Done(1));
    assertEquals("confirmed", steps.getLast());
  }

  @Test
  void doesNotTakeAReadingFromBeforeTheWritingForAConfirmation() {
    desk.submit(command("pump", 1), Caller.local("test"));
    reading(PUMP, 1);
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    assertEquals("acknowledged", steps.getLast());
  }

  @Test
  void doesNotKnowWhatBecameOfACommandWhoseValueDoesNotComeBack() {
    desk.submit(command("pump", 1), Caller.local("test"));
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    reading(PUMP, 0);
    loop.advance(Duration.ofSeconds(4));
    Unknown end = assertInstanceOf(Unknown.class, desk.find("command-1").orElseThrow().state());
    assertEquals(Reason.NOT_SEEN, end.reason());
    assertTrue(end.text().startsWith("The device says that it acted, but "), end.text());
    assertTrue(end.text().endsWith(" shows off."), end.text());
  }

  /** It most likely did what it said. */
  @Test
  void doesNotKnowWhenTheValueComesBackInDoubt() {
    desk.submit(command("pump", 1), Caller.local("test"));
    feed.command("command-1", new CommandProgress.Written());
    feed.command("command-1", new CommandProgress.Done(1));
    int doubtful = Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED);
    feed.readings(ReadingBatch.single(PUMP, loop.currentTimeMillis(), 1, doubtful));
    loop.runReady();
    assertEquals("acknowledged", steps.getLast());
    loop.advance(Duration.ofSeconds(4));
    assertEquals("unknown", steps.getLast());
  }

  @Test
  void actsOnceForOneIdHoweverOftenItComes() {
    desk.submit(command("pump", 1), Caller.local("test"));
    desk.submit(command("pump", 0), Caller.local("test"));
    assertEquals(1, driver.size());
    assertEquals(1, driver.getFirst().value());
  }

  @Test
  void actsOnceForOneIdHoweverManyRefusalsAreBetween() {
    desk.submit(command("pump", 1), Caller.local("test"));
    feed.command("command-1", new CommandProgress.Refused(Reason.DEVICE_BUSY, "busy"));
    for (int i = 0; i < 10_050; i++) {
      refusal(command("fan", 105));
    }
    desk.submit(command("pump", 1), Caller.local("test"));
    assertEquals(1, driver.size());
  }

  @Test
  void doesNotTakeTheReadBackOfOneCommandForThatOfAnother() {
    reading(PUMP, 1);
    send("off-00000", 0);
    send("on-000000", 1);
    reading(PUMP, 1); // from before the first
    assertEquals("unknown", state("off-00000"));
    assertEquals("acknowledged", state("on-000000"));
    loop.advance(Duration.ofMillis(500));
    reading(PUMP, 0); // the first; the second was lost
    loop.advance(Duration.ofSeconds(5));
    assertEquals("unknown", state("on-000000"));
  }

  @Test
  void confirmsTheLastOfManyWhenTheDeviceHasHadItsTime() {
    send("off-00000", 0);
    send("on-000000", 1);
    reading(PUMP, 0);
    reading(PUMP, 1);
    assertEquals("acknowledged", state("on-000000"));
    loop.advance(Confirmation.SETTLING);
    assertEquals("confirmed", state("on-000000"));
  }

  @Test
  void confirmsByAReadingWhenNothingElseWasSent() {
    reading(PUMP, 0);
    send("on-000000", 1);
    reading(PUMP, 1);
    assertEquals("confirmed", state("on-000000"));
  }

  /** A board may answer before all that it was sent is known to be with it. */
  @Test
  void confirmsByAChangeThatComesAtOnce() {
    reading(PUMP, 0);
    write("on-000000", 1);
    reading(PUMP, 1);
    feed.command("on-000000", new CommandProgress.Sent());
    assertEquals("confirmed", state("on-000000"));
  }

  @Test
  void doesNotTakeTheSameValueThatComesAtOnceForAnEffect() {
    reading(PUMP, 1);
    write("on-000000", 1);
    reading(PUMP, 1);
    feed.command("on-000000", new CommandProgress.Sent());
    assertEquals("acknowledged", state("on-000000"));
  }

  @Test
  void doesNotCountReadingsUntilEarlierCommandsHaveActed() {
    reading(PUMP, 1);
    write("off-00000", 0);
    write("on-000000", 1);
    reading(PUMP, 1);
    feed.command("off-00000", new CommandProgress.Done(0));
    feed.command("on-000000", new CommandProgress.Done(1));
    assertEquals("acknowledged", state("on-000000"));
    reading(PUMP, 1);
    assertEquals("confirmed", state("on-000000"));
  }

  @Test
  void doesNotKnowWhatBecameOfACommandThatNobodyShows() {
    send("on-000000", 1);
    reading(PUMP, 0);
    loop.advance(Duration.ofSeconds(4));
    Unknown end = assertInstanceOf(Unknown.class, desk.find("on-000000").orElseThrow().state());
    assertEquals(Reason.NOT_SEEN, end.reason());
  }

  @Test
  void refusesWhatTheChannelCannotHold() {
    assertEquals(Reason.STEP, refusal(command("dimmer", 1.5)));
    assertEquals(
        "admitted", desk.submit(command("dimmer", 2), Caller.local("test")).state().word());
  }

  @Test
  void takesASafeValueHoweverManyCommandsAreUnderWay() {
    for (int i = 1; i <= Admission.MAX_UNDER_WAY; i++) {
      desk.submit(command("fan", 5 * i), Caller.local("test"));
    }
    assertEquals(Reason.BUSY, refusal(command("fan", 5)));
    desk.submit(command("fan", 0), Caller.local("test"));
    assertEquals(Admission.MAX_UNDER_WAY + 1, driver.size());
    assertTrue(driver.getLast().first());
    assertFalse(driver.getFirst().first());
    desk.submit(command("fan", 0), Caller.local("test"));
    assertEquals(Reason.BUSY, refusal(command("fan", 0)));
  }

  private void write(String id, double value) {
    var pump = new ChannelId("farm", "pump");
    desk.submit(
        new Command(id, pump, value, Command.DEFAULT_TTL, false, "test"), Caller.local("test"));
    feed.command(id, new CommandProgress.Written());
  }

  /** To a device that never says whether it acted. */
  private void send(String id, double value) {
    write(id, value);
    feed.command(id, new CommandProgress.Sent());
  }

  private String state(String id) {
    return desk.find(id).orElseThrow().state().word();
  }

  @Test
  void takesOnlyTheFirstLastWordOfADriver() {
    desk.submit(command("pump", 1), Caller.local("test"));
    feed.command("command-1", new CommandProgress.Expired());
    feed.command("command-1", new CommandProgress.Done(1));
    assertEquals(List.of("requested", "admitted", "expired"), steps);
  }

  @Test
  void endsACommandWhoseDriverNeverSpeaks() {
    desk.submit(command("pump", 1), Caller.local("test"));
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
      desk.submit(command("fan", 5 * i), Caller.local("test"));
    }
    assertEquals(Reason.BUSY, refusal(command("fan", 5)));
    assertEquals(Admission.MAX_UNDER_WAY, driver.size());
    assertEquals(FAN, driver.getLast().channel());
  }

  private void takeTheShareOf(String address) {
    for (int i = 0; i < Admission.SHARE; i++) {
      Command one = command("fan", 50);
      assertEquals("admitted", desk.submit(one, Caller.local(address)).state().word());
      feed.command(one.id(), new CommandProgress.Refused(Reason.DEVICE_BUSY, "busy"));
    }
  }

  /** Or one client would keep all others from their outputs for ten minutes. */
  @Test
  void leavesRoomInTheLedgerForOtherAddresses() {
    takeTheShareOf("10.0.0.1");
    var refused = (Rejected) desk.submit(command("fan", 50), Caller.local("10.0.0.1")).state();
    assertEquals(Reason.RATE, refused.reason());
    assertEquals(
        "admitted", desk.submit(command("fan", 50), Caller.local("10.0.0.2")).state().word());
  }

  @Test
  void takesASafeValueOfAnAddressWithoutAShareLeft() {
    takeTheShareOf("10.0.0.1");
    assertEquals(
        "admitted", desk.submit(command("fan", 0), Caller.local("10.0.0.1")).state().word());
  }

  /** A command that is known already is answered, and its lease goes on. */
  @Test
  void answersForKnownIdsWithoutAShareLeft() {
    Command known = command("fan", 50);
    desk.submit(known, Caller.local("10.0.0.2"));
    takeTheShareOf("10.0.0.1");
    assertEquals("admitted", desk.submit(known, Caller.local("10.0.0.1")).state().word());
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
    return ((Rejected) desk.submit(fresh, Caller.local("test")).state()).reason();
  }

  private void reading(int channel, double value) {
    feed.readings(ReadingBatch.single(channel, loop.currentTimeMillis(), value, Quality.GOOD));
  }
}
