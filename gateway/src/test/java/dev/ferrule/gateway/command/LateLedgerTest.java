package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Rejected;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.security.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits for a ledger that takes its time. */
class LateLedgerTest extends FarmFixture {

  private final LateLedger ledger = new LateLedger();

  @Override
  Ledger ledger() {
    return ledger;
  }

  @Test
  void handsNothingOverAndTellsNobodyBeforeTheLedgerHasIt() {
    farm(Rules.NONE, true);
    Command pump = command("pump", 1, "");
    assertEquals("requested", desk.submit(pump, Caller.local("test")).state().word());
    assertEquals("requested", known(pump));
    assertEquals(List.of(), states(pump));
    ledger.writeOne();
    assertEquals(List.of("requested"), states(pump));
    assertEquals(List.of(), written);
    ledger.writeOne();
    assertEquals(List.of("requested", "admitted"), states(pump));
    assertEquals("admitted", known(pump));
    assertEquals(1, written.size());
  }

  @Test
  void tellsARefusalWhenTheLedgerHasIt() {
    farm(Rules.NONE, true);
    Command level = command("level", 1, "");
    assertEquals("requested", desk.submit(level, Caller.local("test")).state().word());
    assertEquals("requested", known(level));
    ledger.writeAll();
    assertEquals(List.of("requested", "rejected"), states(level));
    assertEquals("rejected", known(level));
  }

  @Test
  void handsOverInTheOrderInWhichCommandsCame() {
    farm(Rules.NONE, true);
    desk.submit(command("fan", 50, ""), Caller.local("test"));
    desk.submit(command("pump", 1, ""), Caller.local("test"));
    desk.submit(command("fan", 0, ""), Caller.local("test"));
    ledger.writeAll();
    assertEquals(List.of(50.0, 1.0, 0.0), written.stream().map(DeviceCommand::value).toList());
  }

  @Test
  void tellsEachStepInOrderHoweverLateTheLedgerIs() {
    farm(Rules.NONE, true);
    Command pump = command("pump", 1, "");
    desk.submit(pump, Caller.local("test"));
    ledger.writeAll();
    feed.command(pump.id(), new CommandProgress.Written());
    feed.command(pump.id(), new CommandProgress.Done(1));
    reading("pump", 1);
    assertEquals("admitted", known(pump));
    ledger.writeAll();
    assertEquals(
        List.of("requested", "admitted", "written", "acknowledged", "confirmed"), states(pump));
    assertEquals("confirmed", known(pump));
  }

  @Test
  void actsOnceForAnIdThatComesAgainMeanwhile() {
    farm(Rules.NONE, true);
    Command pump = command("pump", 1, "");
    desk.submit(pump, Caller.local("test"));
    assertEquals("requested", desk.submit(pump, Caller.local("test")).state().word());
    Command other = new Command(pump.id(), id("fan"), 50, Command.DEFAULT_TTL, "", "somebody else");
    assertEquals(pump, desk.submit(other, Caller.local("test")).command());
    ledger.writeOne();
    desk.submit(pump, Caller.local("test"));
    ledger.writeAll();
    desk.submit(pump, Caller.local("test"));
    ledger.writeAll();
    assertEquals(List.of("requested", "admitted"), states(pump));
    assertEquals(1, written.size());
  }

  @Test
  void refusesTheSecondOfTwoThatExcludeEachOther() {
    farm(new Rules(Map.of(), Map.of("air", Set.of(id("heater"), id("cooler")))), true);
    Command heating = command("heater", 1, "");
    Command cooling = command("cooler", 1, "");
    desk.submit(heating, Caller.local("test"));
    desk.submit(cooling, Caller.local("test"));
    ledger.writeAll();
    assertEquals(List.of("requested", "admitted"), states(heating));
    assertEquals(Reason.EXCLUSIVE, refusal(cooling));
    assertEquals(List.of(heating.id()), written.stream().map(DeviceCommand::id).toList());
  }

  @Test
  void countsWhatWaitsAsUnderWay() {
    farm("fan", new RuleBuilder().rate(2, 10).rule());
    desk.submit(command("fan", 50, ""), Caller.local("test"));
    desk.submit(command("fan", 55, ""), Caller.local("test"));
    Command third = command("fan", 60, "");
    desk.submit(third, Caller.local("test"));
    for (int i = 2; i < Admission.MAX_UNDER_WAY; i++) {
      desk.submit(command("pump", 1, ""), Caller.local("test"));
    }
    Command last = command("pump", 1, "");
    desk.submit(last, Caller.local("test"));
    ledger.writeAll();
    assertEquals(Reason.RATE, refusal(third));
    assertEquals(Reason.BUSY, refusal(last));
    assertEquals(Admission.MAX_UNDER_WAY, written.size());
  }

  @Test
  void rejectsWhatTheDeviceIsGoneFor() {
    farm(Rules.NONE, true);
    Command pump = command("pump", 1, "");
    desk.submit(pump, Caller.local("test"));
    feed.state(new DeviceState.Down("unplugged"));
    ledger.writeAll();
    assertEquals(List.of("requested", "admitted", "rejected"), states(pump));
    assertEquals(Reason.STALE, refusal(pump));
    assertEquals(List.of(), written);
  }

  @Test
  void rejectsWhatTheChannelIsGoneFor() {
    farm(Rules.NONE, true);
    Command pump = command("pump", 1, "");
    desk.submit(pump, Caller.local("test"));
    feed.channels(List.of());
    ledger.writeAll();
    assertEquals(Reason.NO_CHANNEL, refusal(pump));
    assertEquals(List.of(), written);
  }

  @Test
  void judgesInterlocksByTheReadingsThatCameMeanwhile() {
    farm("pump", new RuleBuilder().needs("level > 10", false).rule());
    reading("level", 20);
    Command pump = command("pump", 1, "");
    desk.submit(pump, Caller.local("test"));
    reading("level", 9);
    ledger.writeAll();
    assertEquals(Reason.INTERLOCK, refusal(pump));
    assertEquals(List.of(), written);
  }

  @Test
  void doesNotStandInItsOwnWay() {
    farm(
        "pump",
        new RuleBuilder().needs("pump = off or level > 10", false).minOn(30).rate(1, 60).rule());
    reading("level", 5);
    desk.submit(command("pump", 1, ""), Caller.local("test"));
    ledger.writeAll();
    assertEquals(1, written.size());
  }

  @Test
  void refusesWhatTheLedgerDoesNotGetToBeforeItsTimeToLiveEnds() {
    farm(new Rules(Map.of(), Map.of("air", Set.of(id("heater"), id("cooler")))), true);
    Command heating = command("heater", 1, "");
    desk.submit(heating, Caller.local("test"));
    loop.advance(heating.ttl().multipliedBy(3).dividedBy(4));
    assertEquals("requested", known(heating));
    Command cooling = command("cooler", 1, "");
    desk.submit(cooling, Caller.local("test"));
    ledger.writeAll();
    assertEquals(List.of("requested", "admitted", "rejected"), states(heating));
    assertEquals(Reason.NOT_RECORDED, refusal(heating));
    assertEquals(List.of("requested", "admitted"), states(cooling));
    assertEquals(List.of(cooling.id()), written.stream().map(DeviceCommand::id).toList());
  }

  @Test
  void doesNotWaitMoreThanSecondsForTheLedger() {
    farm(Rules.NONE, true);
    var patient = new Command("patient-1", id("pump"), 1, Command.MAX_TTL, Command.YES, "test");
    desk.submit(patient, Caller.local("test"));
    loop.advance(Admission.PATIENCE);
    ledger.writeAll();
    assertEquals(Reason.NOT_RECORDED, refusal(patient));
    assertEquals(List.of(), written);
  }

  @Test
  void doesNotLetALedgerHoldUpASafeValue() {
    farm(Rules.NONE, true);
    Command off = command("pump", 0, "");
    desk.submit(off, Caller.local("test"));
    assertEquals(List.of(), written);
    loop.advance(Admission.SAFE_PATIENCE);
    assertEquals(List.of(off.id()), written.stream().map(DeviceCommand::id).toList());
    ledger.writeAll();
    assertEquals(List.of("requested", "admitted"), states(off));
    assertEquals(1, written.size());
  }

  @Test
  void takesTheWaitOffTheTimeToLive() {
    farm(Rules.NONE, true);
    long deadline = loop.nanoTime() + Command.DEFAULT_TTL.toNanos();
    desk.submit(command("pump", 1, ""), Caller.local("test"));
    loop.advance(Duration.ofSeconds(2));
    ledger.writeAll();
    assertEquals(deadline, written.getFirst().deadline());
  }

  @Test
  void renewsALeaseMeanwhile() {
    farm("pump", new RuleBuilder().lease(1).rule());
    Command held = command("pump", 1, "");
    desk.submit(held, Caller.local("test"));
    loop.advance(Duration.ofMillis(900));
    desk.submit(held, Caller.local("test"));
    loop.advance(Duration.ofMillis(900));
    ledger.writeAll();
    assertEquals(Optional.of(Duration.ofMillis(100)), desk.find(held.id()).orElseThrow().lease());
    assertEquals(1, written.size());
  }

  @Test
  void givesTheLeaseBackThatACommandTookWhichNeverReachedItsDriver() {
    farm("fan", new RuleBuilder().lease(10).rule());
    Command held = command("fan", 50, "");
    desk.submit(held, Caller.local("test"));
    ledger.writeAll();
    finish();
    loop.advance(Duration.ofSeconds(4));
    Command late = command("fan", 60, "");
    desk.submit(late, Caller.local("test"));
    loop.advance(late.ttl());
    ledger.writeAll();
    assertEquals("rejected", known(late));
    assertEquals(Optional.of(Duration.ofSeconds(3)), desk.find(held.id()).orElseThrow().lease());
    loop.advance(Duration.ofSeconds(3));
    ledger.writeAll();
    assertEquals(List.of(50.0, 0.0), written.stream().map(DeviceCommand::value).toList());
    assertEquals("gateway (lease over)", told.getLast().command().actor());
  }

  @Test
  void givesTheRateBackThatACommandTookWhichNeverReachedItsDriver() {
    farm("fan", new RuleBuilder().rate(1, 60).minOff(60).rule());
    loop.advance(Duration.ofSeconds(60));
    Command late = command("fan", 50, "");
    desk.submit(late, Caller.local("test"));
    loop.advance(late.ttl());
    ledger.writeAll();
    assertEquals("rejected", known(late));
    Command next = command("fan", 50, "");
    desk.submit(next, Caller.local("test"));
    ledger.writeAll();
    assertEquals(List.of(next.id()), written.stream().map(DeviceCommand::id).toList());
  }

  @Test
  void drivesWhatACommandConcededThatNeverReachedItsDriver() {
    farm(Rules.NONE, false);
    ledger.writeAll();
    answerAllBut(0);
    ledger.writeAll();
    feed.command(written.getFirst().id(), new CommandProgress.Expired());
    ledger.writeAll();
    Command on = command("pump", 1, "");
    desk.submit(on, Caller.local("test"));
    loop.advance(on.ttl());
    ledger.writeAll();
    assertEquals("rejected", known(on));
    loop.advance(SafeValues.AGAIN);
    ledger.writeAll();
    assertEquals(0, written.getLast().channel());
    assertEquals(0, written.getLast().value());
    assertEquals(6, written.size());
  }

  @Test
  void drivesToSafeValuesHoweverLateTheLedgerIs() {
    farm(Rules.NONE, false);
    assertEquals(List.of(), written);
    loop.advance(Admission.SAFE_PATIENCE);
    assertEquals(List.of(0, 1, 2, 3, 4), written.stream().map(DeviceCommand::channel).toList());
    assertEquals(loop.nanoTime() + Command.DEFAULT_TTL.toNanos(), written.getFirst().deadline());
  }

  @Test
  void drivesAgainWhenTheDeviceIsBackThatWasGoneMeanwhile() {
    farm(Rules.NONE, false);
    feed.state(new DeviceState.Down("unplugged"));
    ledger.writeAll();
    assertEquals(List.of(), written);
    feed.state(new DeviceState.Up());
    ledger.writeAll();
    assertEquals(5, written.size());
  }

  @Test
  void doesNotStartWhatStandsOnAnOutputThatIsDrivenToItsSafeValue() {
    farm(
        new Rules(
            Map.of(
                id("pump"), new RuleBuilder().needs("valve = on", false).rule(),
                id("valve"), new RuleBuilder().lease(10).rule()),
            Map.of()),
        true);
    Command opening = command("valve", 1, "");
    desk.submit(opening, Caller.local("test"));
    ledger.writeAll();
    finish();
    loop.advance(Duration.ofSeconds(9));
    Command pump = command("pump", 1, "");
    desk.submit(pump, Caller.local("test"));
    loop.advance(Duration.ofSeconds(1));
    ledger.writeAll();
    assertEquals(Reason.INTERLOCK, refusal(pump));
    assertEquals(List.of(1.0, 0.0), written.stream().map(DeviceCommand::value).toList());
  }

  /** The device does what it was handed, and the ledger has it. */
  private void finish() {
    answerAll();
    ledger.writeAll();
  }

  private String known(Command command) {
    return desk.find(command.id()).orElseThrow().state().word();
  }

  private List<String> states(Command command) {
    return told.stream()
        .filter(record -> record.command().equals(command))
        .map(record -> record.state().word())
        .toList();
  }

  private Reason refusal(Command command) {
    CommandRecord record = desk.find(command.id()).orElseThrow();
    return ((Rejected) record.state()).reason();
  }
}
