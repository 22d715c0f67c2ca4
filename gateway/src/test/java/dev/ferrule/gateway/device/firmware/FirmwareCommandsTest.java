package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.CommandProgress.Done;
import dev.ferrule.gateway.device.CommandProgress.Expired;
import dev.ferrule.gateway.device.CommandProgress.Failed;
import dev.ferrule.gateway.device.CommandProgress.Lost;
import dev.ferrule.gateway.device.CommandProgress.Refused;
import dev.ferrule.gateway.device.CommandProgress.Written;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.CommandStatus;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.Ack;
import dev.ferrule.protocol.link.LinkMessage.CommandQuery;
import dev.ferrule.protocol.link.LinkMessage.CommandResult;
import dev.ferrule.protocol.link.LinkMessage.Confirm;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwareCommandsTest extends BoardRig {

  @BeforeEach
  void comeUp() {
    plugIn();
    run(1_000);
  }

  @Test
  void isWrittenAtOnceAndDoneWhenTheBoardSaysSo() {
    command("a", Boards.PUMP_INDEX, 1, 1_000);
    assertEquals(List.of(new Written()), events.progress("a"));
    run(10);
    assertEquals(List.of(new Written(), new Done(1)), events.progress("a"));
    assertEquals(1, board.effects.size());
  }

  @ParameterizedTest
  @CsvSource({
    "RANGE, DEVICE_RANGE",
    "NO_CHANNEL, DEVICE_NO_CHANNEL",
    "READ_ONLY, DEVICE_READ_ONLY",
    "NOT_ARMED, DEVICE_NOT_ARMED",
    "BUSY, DEVICE_BUSY",
    "FAIL_SAFE, DEVICE_FAIL_SAFE",
    "INTERLOCK, DEVICE_INTERLOCK"
  })
  void isRefusedWithTheReasonOfTheBoard(CommandStatus status, Reason reason) {
    board.fate = status;
    command("a", Boards.PUMP_INDEX, 1, 1_000);
    run(10);
    assertEquals(reason, refused("a").reason());
  }

  @Test
  void failsWhenTheHardwareDoesNotFollow() {
    board.fate = CommandStatus.FAILED;
    command("a", Boards.PUMP_INDEX, 1, 1_000);
    run(10);
    assertEquals(
        Reason.DEVICE_FAILED,
        assertInstanceOf(Failed.class, events.progress("a").getLast()).reason());
  }

  @Test
  void hasOneEffectThoughEachFrameGetsLostOnce() {
    board.loseFromHost = once(m -> m instanceof LinkMessage.Command);
    board.loseToHost = once(m -> m instanceof Ack).or(once(m -> m instanceof CommandResult));
    command("a", Boards.PUMP_INDEX, 1, 5_000);
    run(1_000);
    assertEquals(List.of(new Written(), new Done(1)), events.progress("a"));
    assertEquals(1, board.effects.size());
  }

  @Test
  void armsAndConfirmsWhatIsDangerous() {
    command("a", Boards.HEATER_INDEX, 2, 1_000);
    assertEquals(List.of(), events.progress("a"), "announcing is not acting");
    run(10);
    assertEquals(List.of(new Written(), new Done(2)), events.progress("a"));
    assertEquals(1, count(Confirm.class));
  }

  @Test
  void doesNotConfirmWhatTheBoardRestatesWrongly() {
    board.lyingAboutArm = true;
    command("a", Boards.HEATER_INDEX, 1, 1_000);
    run(10_000);
    assertEquals(Reason.DEVICE_NOT_ARMED, refused("a").reason());
    assertEquals(0, count(Confirm.class));
    assertEquals(List.of(), board.effects);
  }

  @Test
  void armsOneDangerousCommandAfterTheOther() {
    command("a", Boards.HEATER_INDEX, 1, 1_000);
    command("b", Boards.HEATER_INDEX, 2, 1_000);
    run(50);
    assertEquals(new Done(1), events.progress("a").getLast());
    assertEquals(new Done(2), events.progress("b").getLast());
  }

  @Test
  void isRefusedWhenTheLinkBreaksBeforeItsConfirmation() {
    board.loseToHost = m -> m instanceof LinkMessage.ArmOk;
    command("a", Boards.HEATER_INDEX, 1, 3_000);
    run(20);
    unplug();
    assertEquals(Reason.DEVICE_NOT_ARMED, refused("a").reason());
    assertEquals(List.of(), board.effects);
  }

  @Test
  void waitsForTheSessionAndExpiresWhenItDoesNotCome() {
    unplug();
    command("a", Boards.PUMP_INDEX, 1, 500);
    run(499);
    assertEquals(List.of(), events.progress("a"));
    run(2);
    assertEquals(List.of(new Expired()), events.progress("a"));
    plugIn();
    run(1_000);
    assertEquals(List.of(), board.effects);
  }

  @Test
  void isSentWhenTheSessionComesBackInTime() {
    unplug();
    command("a", Boards.PUMP_INDEX, 1, 3_000);
    run(500);
    plugIn();
    run(1_000);
    assertEquals(List.of(new Written(), new Done(1)), events.progress("a"));
  }

  @Test
  void isSentInTheNextSessionWhenTheLineHadNoRoomForIt() {
    board.full = true;
    command("a", Boards.PUMP_INDEX, 1, 3_000);
    run(10);
    assertEquals(List.of(), events.progress("a"));
    unplug();
    board.full = false;
    plugIn();
    run(1_000);
    assertEquals(List.of(new Written(), new Done(1)), events.progress("a"));
  }

  @Test
  void isLostWhenTheBoardRestartsWithTheAnswer() {
    board.loseToHost = m -> m instanceof CommandResult;
    command("a", Boards.PUMP_INDEX, 1, 3_000);
    run(10);
    board.reset();
    run(1_000);
    assertEquals(Reason.DEVICE_RESTARTED, lost("a").reason());
    run(60_000);
    assertEquals(2, events.progress("a").size());
    assertEquals(1, count(LinkMessage.Command.class), "sent again");
  }

  @ParameterizedTest
  @CsvSource({"01, 02, 1000", "'', '', 1000", "01, 01, 250", "'', '', 4000"})
  void isLostWhenAnotherBoardThatBootedAsOftenComesInItsPlace(String uid, String other, int hz) {
    board.uid = Bytes.fromHex(uid);
    replug();
    run(1_000);
    board.loseToHost = m -> m instanceof CommandResult;
    command("a", Boards.PUMP_INDEX, 1, 1_000);
    run(10);
    assertEquals(1, board.effects.size());
    unplug();
    board.loseToHost = _ -> false;
    board.clockHz = hz;
    board.exchange(Bytes.fromHex(other));
    run(500);
    plugIn();
    run(20_000);
    assertEquals(Reason.DEVICE_RESTARTED, lost("a").reason());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isLostWhenTheBoardIsExchangedUnseenWhileItsAnswerIsOpen(boolean named) {
    board.mute = true;
    command("a", Boards.PUMP_INDEX, 1, 1_000);
    run(10);
    assertEquals(1, board.effects.size());
    board.exchange(named ? Bytes.fromHex("02") : Bytes.EMPTY);
    run(20_000);
    assertEquals(Reason.DEVICE_RESTARTED, lost("a").reason());
  }

  @Test
  void isLostWhenTheBoardRestartsUnderTheSameBootNumber() {
    board.loseToHost = m -> m instanceof CommandResult;
    command("a", Boards.PUMP_INDEX, 1, 1_000);
    run(10);
    unplug();
    board.loseToHost = _ -> false;
    board.boot--;
    board.startTick -= 9_000;
    board.reset();
    plugIn();
    run(20_000);
    assertEquals(Reason.DEVICE_RESTARTED, lost("a").reason());
  }

  @Test
  void isSettledByAQueryWhenTheSameBootComesBack() {
    board.loseToHost = m -> m instanceof CommandResult;
    command("a", Boards.PUMP_INDEX, 1, 3_000);
    run(10);
    unplug();
    board.loseToHost = _ -> false;
    run(6_000);
    assertEquals(List.of(new Written()), events.progress("a"));
    plugIn();
    run(1_000);
    assertEquals(new Done(1), events.progress("a").getLast());
    assertEquals(1, count(LinkMessage.Command.class));
    assertEquals(1, board.effects.size());
  }

  @Test
  void isExpiredWhenTheBoardNeverGotItAndTheDeadlineIsOver() {
    board.loseFromHost = m -> m instanceof LinkMessage.Command;
    command("a", Boards.PUMP_INDEX, 1, 3_000);
    run(10);
    unplug();
    plugIn();
    run(1_000);
    assertTrue(count(CommandQuery.class) >= 1);
    assertEquals(List.of(new Written()), events.progress("a"), "not found, but it is too early");
    run(3_000);
    assertEquals(List.of(new Written(), new Expired()), events.progress("a"));
    assertEquals(List.of(), board.effects);
  }

  @Test
  void isLostWhenTheLinkStaysAwayUntilFiveSecondsAfterTheDeadline() {
    board.loseToHost = m -> m instanceof CommandResult;
    command("a", Boards.PUMP_INDEX, 1, 3_000);
    run(10);
    unplug();
    run(7_980);
    assertEquals(1, events.progress("a").size());
    run(20);
    assertEquals(Reason.LINK_LOST, lost("a").reason());
  }

  @Test
  void isAskedForWhenTheBoardForgetsToAnswer() {
    board.loseToHost = m -> m instanceof CommandResult && count(CommandQuery.class) == 0;
    command("a", Boards.PUMP_INDEX, 1, 500);
    run(3_500);
    assertEquals(new Done(1), events.progress("a").getLast());
  }

  @Test
  void letsNoMoreCommandsOutThanTheBoardRemembers() {
    board.loseToHost = m -> m instanceof CommandResult;
    for (int i = 0; i < 10; i++) {
      command("c" + i, Boards.PUMP_INDEX, i % 2, 2_000);
    }
    run(300);
    assertEquals(BoardCommands.BOARD_REMEMBERS, board.effects.size());
    run(20_000);
    events.commands.values().forEach(FirmwareCommandsTest::assertOneLastWord);
    assertEquals(10, events.commands.size());
  }

  @Test
  void letsSafeValuesOutBeforeAllElseInTheirOrder() {
    int fan = 10;
    int valve = 11;
    board.flash(
        Boards.greenhouse()
            .channel(ChannelSpec.of(fan, "fan").readable(false).writable(0))
            .channel(ChannelSpec.of(valve, "valve").readable(false).writable(0))
            .build()
            .orThrow());
    replug();
    run(1_000);
    unplug();
    int fanIndex = Boards.HEATER_INDEX + 1;
    command("waits", fanIndex, 1, 3_000);
    long deadline = loop.nanoTime() + 3_000_000_000L;
    driver.sendCommand(new DeviceCommand("first", fanIndex + 1, 0, deadline, true));
    driver.sendCommand(new DeviceCommand("second", Boards.PUMP_INDEX, 0, deadline, true));
    plugIn();
    run(1_000);
    assertEquals(
        List.of(valve, Boards.PUMP, fan),
        board.effects.stream().map(TestBoard.Effect::channel).toList());
  }

  @Test
  void refusesWhatIsMeantForAnotherFirmware() {
    unplug();
    command("a", Boards.PUMP_INDEX, 1, 10_000);
    board.flash(
        Dictionary.builder()
            .channel(ChannelSpec.of(Boards.PUMP, "bell").writable(0))
            .template(1, Boards.PUMP)
            .build()
            .orThrow());
    plugIn();
    run(1_000);
    assertEquals(Reason.STALE, refused("a").reason());
    assertEquals(List.of(), board.effects);
  }

  @Test
  void refusesAtOnceWhatCannotBe() {
    command("read-only", 0, 1, 1_000);
    command("no-channel", 99, 1, 1_000);
    command("too-large", Boards.PUMP_INDEX, 1e12, 1_000);
    assertEquals(Reason.READ_ONLY, refused("read-only").reason());
    assertEquals(Reason.STALE, refused("no-channel").reason());
    assertEquals(Reason.RANGE, refused("too-large").reason());
  }

  @Test
  void tellsTheFateOfEverythingWhenTheGatewayStops() {
    board.loseToHost = m -> m instanceof CommandResult;
    command("written", Boards.PUMP_INDEX, 1, 3_000);
    command("armed", Boards.HEATER_INDEX, 1, 3_000);
    driver.close();
    assertEquals(Reason.GATEWAY_RESTART, lost("written").reason());
    assertEquals(Reason.DEVICE_NOT_ARMED, refused("armed").reason());
    run(20_000);
    assertEquals(2, events.progress("written").size());
  }

  private static void assertOneLastWord(List<CommandProgress> told) {
    long last = told.stream().filter(p -> !(p instanceof Written)).count();
    assertEquals(1, last, told.toString());
    assertTrue(!(told.getLast() instanceof Written), told.toString());
    assertTrue(told.size() <= 2, told.toString());
  }

  private Refused refused(String id) {
    return assertInstanceOf(Refused.class, events.progress(id).getLast());
  }

  private Lost lost(String id) {
    return assertInstanceOf(Lost.class, events.progress(id).getLast());
  }

  private static Predicate<LinkMessage> once(Predicate<LinkMessage> which) {
    int[] left = {1};
    return m -> which.test(m) && left[0]-- > 0;
  }
}
