package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.Value;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a board's values. */
class FirmwareReadingsTest extends BoardRig {

  @Test
  void announcesChannelsInTheOrderOfTemplates() {
    plugIn();
    run(1_000);
    assertEquals(
        List.of("bed.temp", "bed.hum", "bed.light", "bed.pump", "bed.heater"),
        events.channels.stream().map(c -> c.id().toString()).toList());
    Channel temp = events.channels.get(0);
    assertEquals("Temperature", temp.label());
    assertEquals("Cel", temp.unit());
    assertEquals(new Scale.Decimals(2), temp.scale());
    assertEquals(new ValueRange(-40, 85), temp.range());
    assertEquals(Duration.ofMillis(500), events.channels.get(1).period());
    assertEquals(new Scale.Floating(), events.channels.get(Boards.LIGHT_INDEX).scale());
    Channel heater = events.channels.get(Boards.HEATER_INDEX);
    assertTrue(heater.control().orElseThrow().dangerous());
    assertEquals("high", heater.labels().get(2));
  }

  @Test
  void gathersTheFramesOfAPieceIntoOneGrid() {
    plugIn();
    run(1_000);
    var piece = new ByteArrayOutputStream();
    var encoder = new LinkEncoder(LinkEnd.DEVICE);
    Kind[] kinds = {Kind.NUMBER, Kind.NUMBER};
    for (int row = 0; row < 3; row++) {
      int[] raw = {2000 + row, 400 - row};
      int length = encoder.readings(1, board.tick() - 20 + 10 * row, kinds, raw, -1);
      piece.write(encoder.array(), 0, length);
    }
    events.batches.clear();
    driver.received(piece.toByteArray(), 0, piece.size(), loop.nanoTime());
    assertEquals(1, events.batches.size());
    ReadingBatch grid = events.batches.getFirst();
    assertEquals(0, grid.firstChannel());
    assertEquals(2, grid.channels());
    assertArrayEquals(new double[] {20.00, 20.01, 20.02, 40.0, 39.9, 39.8}, grid.values(), 1e-9);
    assertEquals(10, grid.times()[1] - grid.times()[0]);
    assertEquals(10, grid.times()[2] - grid.times()[1]);
    assertNear(loop.currentTimeMillis(), grid.times()[2], 3);
    assertNull(grid.quality());
  }

  @Test
  void countsEveryFrameThatACutLostThoughASessionEndedMeanwhile() {
    plugIn();
    run(1_000);
    board.status();
    run(10);
    assertEquals(0, driver.statistics().received().lost());
    board.silent = true;
    int before = board.rowsSent;
    for (int row = 0; row < 1_028; row++) {
      board.readings(1, 2150, 400);
    }
    run(3_000); // longer than T: the board tells what its outputs fell back to
    int lost = board.rowsSent - before;
    board.silent = false;
    run(2_000);
    assertEquals(2, driver.statistics().sessions());
    board.status();
    run(10);
    assertEquals(1_030, lost);
    assertEquals(lost, driver.statistics().received().lost());
  }

  @Test
  void keepsQualityAndHidesBadValues() {
    plugIn();
    run(1_000);
    int fault = Quality.of(Quality.BAD, Quality.SENSOR_FAULT);
    board.send(
        new LinkMessage.Readings(
            2,
            board.tick() & 0xFFFF,
            List.of(
                new Value(Kind.FLOAT, Float.floatToRawIntBits(Float.NaN)),
                new Value(Kind.SWITCH, 1)),
            List.of(Quality.GOOD, fault)));
    run(10);
    ReadingBatch batch = events.batches.getLast();
    assertEquals(Quality.of(Quality.BAD, Quality.NOT_A_NUMBER), batch.qualityAt(0, 0));
    assertEquals(fault, batch.qualityAt(1, 0));
    assertEquals(Double.NaN, batch.valueAt(0, 0));
    assertEquals(Double.NaN, batch.valueAt(1, 0));
  }

  @Test
  void tellsAnEventAfterTheReadingsBeforeIt() {
    plugIn();
    run(1_000);
    events.batches.clear();
    board.readings(2, Float.floatToRawIntBits(0.5f), 0);
    board.sendReliably(
        new LinkMessage.Event(Boards.PUMP, board.tick(), Quality.GOOD, new Value(Kind.SWITCH, 1)));
    run(10);
    assertEquals(List.of(0.0, 1.0), events.values(Boards.PUMP_INDEX));
  }

  @Test
  void tellsAnEventOnceThoughItsAcknowledgementGetsLost() {
    plugIn();
    run(1_000);
    events.batches.clear();
    int[] left = {2};
    board.loseFromHost = m -> m instanceof LinkMessage.Ack && left[0]-- > 0;
    board.sendReliably(
        new LinkMessage.Event(Boards.PUMP, board.tick(), Quality.GOOD, new Value(Kind.SWITCH, 1)));
    run(1_000);
    assertTrue(left[0] < 0, "sent again");
    assertEquals(List.of(1.0), events.values(Boards.PUMP_INDEX));
  }

  @Test
  void followsAClockThatIsHalfAPercentFast() {
    board.drift = 1.005;
    plugIn();
    run(60_000);
    board.readings(1, 1, 2);
    run(10);
    long wanted = loop.currentTimeMillis() - 10;
    assertNear(wanted, events.batches.getLast().times()[0], 3);
  }

  @Test
  void stampsByTheNewClockOfABoardThatRestartedUnderTheSameBootNumber() {
    plugIn();
    run(10_000);
    unplug();
    run(500);
    board.boot--;
    board.startTick -= 9_000;
    board.reset();
    plugIn();
    run(1_000);
    board.readings(1, 1, 2);
    run(10);
    assertNear(loop.currentTimeMillis() - 10, events.batches.getLast().times()[0], 3);
  }

  private static void assertNear(long wanted, long is, long within) {
    assertTrue(Math.abs(wanted - is) <= within, is + " is not near " + wanted);
  }
}
