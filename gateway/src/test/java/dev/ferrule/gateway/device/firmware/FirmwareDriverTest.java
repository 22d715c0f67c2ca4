package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkFormat;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.DictionaryGet;
import dev.ferrule.protocol.link.LinkMessage.Heartbeat;
import dev.ferrule.protocol.link.LinkMessage.HelloRequest;
import dev.ferrule.protocol.link.LinkMessage.Rearm;
import dev.ferrule.protocol.link.LinkMessage.Refused;
import dev.ferrule.protocol.link.LinkMessage.TimeRequest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FirmwareDriverTest extends BoardRig {

  @Test
  void comesUpByHelloDictionaryTimesHeartbeatAndRearm() {
    plugIn();
    run(1_000);
    assertEquals(List.of(new DeviceState.Connecting(), new DeviceState.Up()), events.states);
    assertEquals(1, count(HelloRequest.class));
    assertTrue(count(TimeRequest.class) >= 4);
    assertTrue(count(DictionaryGet.class) > 1);
    assertInstanceOf(Heartbeat.class, firstOf(Heartbeat.class, Rearm.class));
    assertEquals(1, driver.statistics().sessions());
  }

  @Test
  void repeatsHelloWithOneNonceUntilSomebodyAnswers() {
    board.silent = true;
    plugIn();
    run(1_900);
    assertEquals(List.of(new DeviceState.Connecting()), events.states);
    run(200);
    assertEquals(new DeviceState.Silent("the board does not answer"), events.states.getLast());
    board.silent = false;
    run(600);
    assertEquals(new DeviceState.Up(), events.states.getLast());
    assertEquals(1, nonces());
  }

  @Test
  void suspectsTheBaudRateWhileBytesComeThatAreNoFrame() {
    board.silent = true;
    plugIn();
    // Too few to fill a frame, and no delimiter among them: nothing that a decoder could count.
    for (int i = 0; i < 4; i++) {
      run(900);
      driver.received(new byte[] {0x12, (byte) 0xFE}, 0, 2, loop.nanoTime());
    }
    assertEquals(
        new DeviceState.Silent("bytes come, but no valid frame: is the baud rate right?"),
        events.states.getLast());
    run(8_000);
    assertEquals(new DeviceState.Silent("the board does not answer"), events.states.getLast());
  }

  @Test
  void saysThatABoardDoesNotHearTheGateway() {
    board.loseFromHost = _ -> true;
    plugIn();
    for (int i = 0; i < 5; i++) {
      run(1_000);
      board.reset(); // says HELLO of its own accord, as it does every second
    }
    var deaf =
        new DeviceState.Silent("the board sends, but does not answer: does it hear the gateway?");
    assertEquals(List.of(new DeviceState.Connecting(), deaf), events.states);
    run(10_000);
    assertEquals(new DeviceState.Silent("no valid frame from the board"), events.states.getLast());
  }

  @Test
  void saysOfARefusedBoardThatItIsGone() {
    board.major = 2;
    plugIn();
    run(1_000);
    assertInstanceOf(DeviceState.Refused.class, events.states.getLast());
    board.silent = true;
    run(20_000);
    assertEquals(new DeviceState.Silent("no valid frame from the board"), events.states.getLast());
    board.silent = false;
    run(1_000);
    assertInstanceOf(DeviceState.Refused.class, events.states.getLast());
  }

  @Test
  void takesADuplicateHelloForTheAnswerThatItIs() {
    board.loseToHost = once(LinkMessage.Hello.class);
    plugIn();
    run(1_000);
    board.message(board.heard.getFirst()); // HELLO_REQ with the same nonce again
    run(1_000);
    assertEquals(List.of(new DeviceState.Connecting(), new DeviceState.Up()), events.states);
    assertEquals(1, driver.statistics().sessions());
  }

  @Test
  void fetchesADictionaryOnceAndKnowsItAfterwards() {
    plugIn();
    run(1_000);
    int fetched = count(DictionaryGet.class);
    replug();
    run(1_000);
    assertEquals(fetched, count(DictionaryGet.class));
    assertEquals(2, driver.statistics().sessions());
  }

  @Test
  void fetchesTheWholeDictionaryThoughPiecesGetLost() {
    var random = new SplittableRandom(4);
    board.loseToHost = m -> m instanceof LinkMessage.DictionaryData && random.nextInt(3) == 0;
    board.loseFromHost = m -> m instanceof DictionaryGet && random.nextInt(3) == 0;
    plugIn();
    run(10_000);
    assertEquals(List.of(new DeviceState.Connecting(), new DeviceState.Up()), events.states);
  }

  @Test
  void refusesAnotherMajorVersion() {
    board.major = 2;
    plugIn();
    run(1_000);
    assertEquals(
        List.of(
            new DeviceState.Connecting(),
            new DeviceState.Refused(
                "the board speaks version 2.0 of the protocol, this gateway 1.0")),
        events.states);
    run(20_000);
    assertEquals(2, events.states.size(), "said once");
    board.major = 1;
    run(6_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  @Test
  void refusesADictionaryAndNamesTheRule() {
    byte[] bytes = board.dictionary.bytes().toArray();
    int at = board.dictionary.bytes().toHex().indexOf("74656d70") / 2; // "temp"
    bytes[at] = 'T';
    board.sentDictionary = Bytes.copyOf(bytes);
    plugIn();
    run(1_000);
    String reason = assertInstanceOf(DeviceState.Refused.class, events.states.getLast()).reason();
    assertTrue(reason.contains("a key is not [a-z][a-z0-9_]*"), reason);
    assertEquals(List.of(), events.channels);
    int fetched = count(DictionaryGet.class);
    board.readings(1, 2150, 400);
    run(20_000);
    assertEquals(List.of(), events.batches);
    assertEquals(2, events.states.size());
    assertEquals(fetched, count(DictionaryGet.class), "fetched again");
    assertEquals(0, count(Heartbeat.class), "no heartbeat keeps the outputs of a refused board");
  }

  @Test
  void startsANewSessionWhenTheBoardRestarts() {
    plugIn();
    run(1_000);
    board.resetCause = 4;
    board.reset();
    run(1_000);
    assertEquals(
        List.of(
            new DeviceState.Connecting(),
            new DeviceState.Up(),
            new DeviceState.Connecting(),
            new DeviceState.Up()),
        events.states);
    assertEquals(2, nonces());
    assertEquals(1, driver.statistics().restarts());
    assertTrue(events.notes.contains("the board restarted (watchdog)"), events.notes.toString());
  }

  @Test
  void readsTheNewDictionaryOfABoardThatWasFlashed() {
    plugIn();
    run(1_000);
    board.flash(
        Dictionary.builder()
            .channel(ChannelSpec.of(1, "only").decimals(3))
            .template(1, 1)
            .build()
            .orThrow());
    run(1_000);
    board.readings(1, 1234);
    run(10);
    assertEquals(1, events.channels.size());
    assertEquals(1.234, events.batches.getLast().valueAt(0, 0));
  }

  @Test
  void leavesOutWhatABoardDoesNotSayOfItself() {
    plugIn();
    run(1_000);
    board.firmware = "bench 1.0";
    board.uid = Bytes.EMPTY;
    board.flash(
        Dictionary.builder().channel(ChannelSpec.of(1, "only")).template(1, 1).build().orThrow());
    run(1_000);
    assertEquals("firmware bench 1.0", events.notes.getLast());
  }

  @Test
  void isSilentAfterTWithoutAFrameAndComesBack() {
    plugIn();
    run(1_000);
    board.silent = true;
    run(1_300);
    assertEquals(2, events.states.size());
    run(750);
    assertEquals(new DeviceState.Silent("no valid frame from the board"), events.states.getLast());
    board.silent = false;
    run(1_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
    assertEquals(2, nonces());
  }

  @Test
  void startsANewSessionWhenNothingIsAcknowledged() {
    plugIn();
    run(1_000);
    board.loseFromHost = m -> m instanceof LinkMessage.Command;
    driver.sendCommand(
        new DeviceCommand("a", Boards.PUMP_INDEX, 1, loop.nanoTime() + 10_000_000_000L));
    run(2_500);
    assertTrue(
        events.states.contains(new DeviceState.Silent("the board does not acknowledge")),
        events.states.toString());
    assertEquals(new DeviceState.Up(), events.states.getLast());
    assertEquals(2, nonces());
  }

  @Test
  void beatsThreeTimesInT() {
    plugIn();
    run(1_000);
    board.heard.clear();
    run(20_000);
    assertEquals(30, count(Heartbeat.class), 1);
    assertEquals(12, count(TimeRequest.class), 1, "each second at first, then each five");
  }

  @Test
  void saysWhichRuleAHelloBreaksAndTellsTheBoard() {
    board.window = 0;
    plugIn();
    run(1_000);
    assertEquals(
        new DeviceState.Refused("the board's HELLO breaks a rule: window must be 1 to 7"),
        events.states.getLast());
    Refused told = (Refused) board.heard.getLast();
    assertEquals(Refused.Rule.WINDOW.code(), told.rule());
    assertEquals(1, count(Refused.class));
    board.window = 4;
    run(6_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  @Test
  void saysWhatTheBoardHasAgainstIt() {
    board.loseToHost = LinkMessage.Hello.class::isInstance;
    plugIn();
    run(100);
    board.send(new Refused(LinkFormat.HELLO_REQ, Refused.Rule.VERSION.code(), ""));
    run(100);
    assertEquals(
        new DeviceState.Refused("the board refuses this gateway: major version must be 1"),
        events.states.getLast());
  }

  @Test
  void comesUpWithABoardWithoutChannels() {
    board.flash(Dictionary.read(Bytes.EMPTY).orThrow());
    plugIn();
    run(1_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
    assertEquals(0, count(DictionaryGet.class));
    assertEquals(List.of(), events.channels);
  }

  @Test
  void comesUpBehindAnAdapterThatEchoesAndSaysSoOnce() {
    board.echoing = true;
    plugIn();
    run(20_000);
    assertEquals(List.of(new DeviceState.Connecting(), new DeviceState.Up()), events.states);
    assertEquals(1, driver.statistics().sessions());
    assertEquals(0, driver.counts().damaged());
    assertTrue(driver.statistics().received().echoes() > 40);
    long told = events.notes.stream().filter(n -> n.contains("the adapter echoes")).count();
    assertEquals(1, told, events.notes.toString());
  }

  @Test
  void rearmsABoardThatFellBackToItsSafeValues() {
    plugIn();
    run(1_000);
    board.heard.clear();
    board.send(new LinkMessage.Status(true, false, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    run(2_000);
    assertTrue(count(Rearm.class) >= 1);
    assertTrue(driver.statistics().board().isPresent());
  }

  @Test
  void passesOnWhatTheBoardLogs() {
    plugIn();
    run(1_000);
    board.send(new LinkMessage.Log(2, "sensor 3 is slow"));
    run(10);
    assertEquals("board: sensor 3 is slow", events.notes.getLast());
  }

  @Test
  void saysNothingMoreWhenTheLinkIsDown() {
    plugIn();
    run(1_000);
    board.plugged = false;
    driver.linkDown("unplugged");
    run(60_000);
    assertEquals(
        List.of(
            new DeviceState.Connecting(), new DeviceState.Up(), new DeviceState.Down("unplugged")),
        events.states);
  }

  @Test
  void survivesAThousandUnplugs() {
    var random = new SplittableRandom(8);
    plugIn();
    for (int cycle = 0; cycle < 1_000; cycle++) {
      run(random.nextInt(400));
      replug();
    }
    run(1_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  @Test
  void survivesAnyBytes() {
    plugIn();
    run(1_000);
    events.batches.clear();
    var random = new SplittableRandom(6);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(1, 60)];
      random.nextBytes(noise);
      noise[random.nextInt(noise.length)] = 0;
      driver.received(noise, 0, noise.length, loop.nanoTime());
    }
    assertNotEquals(0, driver.statistics().received().crcErrors());
    assertEquals(List.of(), events.batches);
    run(5_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  private LinkMessage firstOf(Class<?> one, Class<?> other) {
    return board.heard.stream()
        .filter(m -> one.isInstance(m) || other.isInstance(m))
        .findFirst()
        .orElseThrow();
  }

  private long nonces() {
    return board.heard.stream()
        .filter(HelloRequest.class::isInstance)
        .map(m -> ((HelloRequest) m).nonce())
        .distinct()
        .count();
  }

  private static Predicate<LinkMessage> once(Class<?> type) {
    int[] left = {1};
    return m -> type.isInstance(m) && left[0]-- > 0;
  }
}
