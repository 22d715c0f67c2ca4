package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.link.LinkMessage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may answer on the line of a device. */
class ExpectedBoardTest extends BoardRig {

  private static final Bytes ID = Bytes.fromHex("75735303");

  ExpectedBoardTest() {
    super(new ExpectedBoard(Optional.of(ID), Optional.of("test")));
  }

  @Test
  void takesTheBoardWhateverItsVersion() {
    board.uid = ID;
    plugIn();
    run(1_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  @Test
  void feedsAWrongBoardNothingAndBelievesItNothing() {
    board.uid = Bytes.fromHex("0102");
    plugIn();
    for (int i = 0; i < 100; i++) {
      board.readings(1, 2150, 400);
      run(100);
    }
    command("on", Boards.PUMP_INDEX, 1, 3_000);
    run(5_000);
    assertEquals(
        List.of(
            new DeviceState.Connecting(),
            new DeviceState.Refused(
                "wrong device: expected firmware test, id 75735303, but firmware test 1.0, id 0102"
                    + " answers; plug the right one in here, or change expect")),
        events.states);
    assertEquals(List.of(), events.notes, "the state says it");
    assertEquals(List.of(), events.batches);
    assertTrue(
        board.heard.stream()
            .allMatch(
                m -> m instanceof LinkMessage.HelloRequest || m instanceof LinkMessage.Refused));
    assertTrue(board.heard.size() >= 3, "it is looked at again every 5 s");
  }

  @Test
  void takesTheRightBoardWhenItIsBack() {
    board.uid = ID;
    board.firmware = "other 1.0";
    plugIn();
    run(1_000);
    assertInstanceOf(DeviceState.Refused.class, events.states.getLast());
    board.firmware = "test 1.1";
    board.reset(); // flashed while it was plugged in
    run(1_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
  }

  /** Behind a radio modem: the port stays open, nobody boots, both boards have a session. */
  @Test
  void noticesWithinHalfAMinuteThatAPoweredBoardWasExchanged() {
    board.uid = ID;
    plugIn();
    run(1_000);
    assertEquals(new DeviceState.Up(), events.states.getLast());
    int asked = count(LinkMessage.HelloRequest.class);
    run(31_000);
    assertEquals(asked + 1, count(LinkMessage.HelloRequest.class));
    assertEquals(new DeviceState.Up(), events.states.getLast(), "still the same board");

    board.exchange(Bytes.fromHex("0102"));
    for (int i = 0; i < 301; i++) {
      board.readings(1, 2150, 400);
      run(100);
    }
    assertInstanceOf(DeviceState.Refused.class, events.states.getLast());
  }

  @Test
  void believesNobodyWhoHasNotSaidHello() {
    board.uid = ID;
    plugIn();
    run(1_000);
    unplug();
    events.batches.clear();
    board.loseFromHost = _ -> true; // another board, still in a session of its own
    plugIn();
    board.readings(1, 9999, 999);
    run(100);
    assertEquals(List.of(), events.batches);
    board.loseFromHost = _ -> false;
    run(1_000);
    board.readings(1, 2150, 400);
    run(100);
    assertFalse(events.batches.isEmpty());
  }
}
