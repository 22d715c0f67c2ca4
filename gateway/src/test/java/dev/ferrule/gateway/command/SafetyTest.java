package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** How outputs get to their safe values. */
class SafetyTest extends FarmFixture {

  @Test
  void drivesAnOutputToItsSafeValueWhenItsLeaseIsOver() {
    farm("pump", new RuleBuilder().lease(10).rule());
    Command held = finish(submit("pump", 1));
    loop.advance(Duration.ofSeconds(7));
    assertEquals(
        Optional.of(Duration.ofSeconds(10)), desk.submit(held, Caller.local("test")).lease());
    loop.advance(Duration.ofSeconds(9));
    assertEquals(1, written.size());
    assertEquals(Optional.of(Duration.ofSeconds(1)), desk.find(held.id()).orElseThrow().lease());
    loop.advance(Duration.ofSeconds(1));
    assertEquals(0, written.getLast().value());
    assertEquals("gateway (lease over)", told.getLast().command().actor());
    assertEquals(Optional.of(Duration.ZERO), desk.submit(held, Caller.local("test")).lease());
  }

  @Test
  void givesALeaseToTheCommandThatCameLast() {
    farm("pump", new RuleBuilder().lease(10).rule());
    Command first = finish(submit("pump", 1));
    loop.advance(Duration.ofSeconds(5));
    finish(submit("pump", 1));
    loop.advance(Duration.ofSeconds(6));
    assertEquals(Optional.of(Duration.ZERO), desk.submit(first, Caller.local("test")).lease());
    loop.advance(Duration.ofSeconds(4));
    assertEquals(3, written.size());
    assertEquals(0, written.getLast().value());
  }

  @Test
  void renewsALeaseOnlyForWhoHasIt() {
    farm("pump", new RuleBuilder().lease(10).rule());
    Command held = finish(submit("pump", 1));
    loop.advance(Duration.ofSeconds(9));
    desk.submit(
        new Command(held.id(), held.channel(), 1, held.ttl(), false, "somebody else"),
        Caller.local("test"));
    loop.advance(Duration.ofSeconds(1));
    assertEquals(0, written.getLast().value());
  }

  @Test
  void endsWhatNobodyHolds() {
    farm("pump", new RuleBuilder().lease(10).rule());
    reading("pump", 1);
    loop.advance(Duration.ofSeconds(9));
    assertEquals(List.of(), written);
    loop.advance(Duration.ofSeconds(1));
    assertEquals(0, written.getLast().value());
  }

  @Test
  void drivesAnOutputToItsSafeValueWhenItsInterlockBreaks() {
    farm("pump", new RuleBuilder().needs("level > 10", true).rule());
    reading("level", 20);
    act("pump", 1);
    reading("level", 9);
    assertEquals(0, written.getLast().value());
    assertEquals("gateway (interlock broken)", told.getLast().command().actor());
    reading("level", 8);
    assertEquals(2, written.size(), "one drive at a time");
  }

  @Test
  void waitsAMomentWhenReadingsDoNotTell() {
    farm("pump", new RuleBuilder().needs("level > 10", true).rule());
    reading("level", 20);
    act("pump", 1);
    int stale = Quality.of(Quality.STALE, Quality.NO_DATA);
    feed.readings(ReadingBatch.single(5, loop.currentTimeMillis(), 20, stale));
    loop.advance(RuleWatch.PATIENCE.minusMillis(1));
    reading("level", 20);
    feed.readings(ReadingBatch.single(5, loop.currentTimeMillis(), 20, stale));
    loop.advance(RuleWatch.PATIENCE.minusMillis(1));
    assertEquals(1, written.size());
    loop.advance(Duration.ofMillis(1));
    assertEquals(0, written.getLast().value());
  }

  @Test
  void leavesTheOutputWhenTheInterlockOnlyRefuses() {
    farm("pump", new RuleBuilder().needs("level > 10", false).rule());
    reading("level", 20);
    act("pump", 1);
    reading("level", 9);
    loop.advance(Duration.ofMinutes(1));
    assertEquals(1, written.size());
  }

  @Test
  void putsHelplessOutputsToTheirSafeValuesWhenTheDeviceComesUp() {
    farm(Rules.NONE, false);
    assertEquals(List.of(0, 1, 2, 3, 4), written.stream().map(DeviceCommand::channel).toList());
    assertTrue(written.stream().allMatch(command -> command.value() == 0));
    answerAll();
    feed.state(new DeviceState.Silent("nothing came"));
    feed.state(new DeviceState.Up());
    assertEquals(10, written.size());
    answerAll();
    feed.state(new DeviceState.Down("unplugged"));
    feed.state(new DeviceState.Connecting());
    feed.state(new DeviceState.Up());
    assertEquals(15, written.size());
  }

  @Test
  void neverDrivesAnOutputWithoutASafeValue() {
    farm(Rules.NONE, false);
    Channel fan = Channels.setPoint("farm", "fan", false);
    Channel free =
        new Channel(
            fan.id(),
            fan.label(),
            fan.unit(),
            fan.kind(),
            fan.scale(),
            fan.range(),
            fan.period(),
            true,
            Optional.of(new Channel.Control(OptionalDouble.empty(), 0, false)),
            fan.labels());
    feed.channels(List.of(free));
    written.clear();
    feed.state(new DeviceState.Silent("nothing came"));
    feed.state(new DeviceState.Up());
    loop.advance(Duration.ofMinutes(10));
    assertEquals(List.of(), written);
    assertEquals(
        "admitted", desk.submit(command("fan", 50, ""), Caller.local("test")).state().word());
  }

  @Test
  void writesOnceWhatDoesNotReadBack() {
    farm(Rules.NONE, false);
    answerAllBut(0, 1);
    finishUnseen(0, new CommandProgress.Done(0));
    finishUnseen(1, new CommandProgress.Sent());
    loop.advance(Duration.ofMinutes(10));
    assertEquals(5, written.size());
  }

  private void finishUnseen(int drive, CommandProgress end) {
    feed.command(written.get(drive).id(), new CommandProgress.Written());
    feed.command(written.get(drive).id(), end);
  }

  @Test
  void writesAgainWhatARuleWantsAndDoesNotReadBack() {
    farm("pump", new RuleBuilder().lease(10).rule());
    act("pump", 1);
    loop.advance(Duration.ofSeconds(10));
    finishUnseen(1, new CommandProgress.Done(0));
    loop.advance(Duration.ofSeconds(10));
    assertEquals(3, written.size());
  }

  @Test
  void goesOnWhenSomebodysCommandDidNotGetThereEither() {
    farm("pump", new RuleBuilder().needs("level > 10", true).rule());
    reading("level", 20);
    act("pump", 1);
    reading("level", 9);
    feed.command(written.getLast().id(), new CommandProgress.Expired());
    Command off = submit("pump", 0);
    feed.command(off.id(), new CommandProgress.Lost(Reason.NO_ANSWER, "nothing came"));
    assertEquals(4, written.size());
    assertEquals(0, written.getLast().value());
  }

  @Test
  void triesAgainUntilAnOutputIsSafeOrSomebodyCommandsIt() {
    farm(Rules.NONE, false);
    answerAllBut(0, 1);
    feed.command(written.get(0).id(), new CommandProgress.Expired());
    feed.command(written.get(1).id(), new CommandProgress.Expired());
    finish(submit("valve", 1));
    loop.advance(SafeValues.AGAIN);
    assertEquals(7, written.size(), "five drives, one command, one new try");
    assertEquals(0, written.getLast().channel());
  }
}
