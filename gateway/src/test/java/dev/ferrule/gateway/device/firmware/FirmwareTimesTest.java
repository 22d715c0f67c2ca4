package dev.ferrule.gateway.device.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When the values of a board were sampled, which its temperature tells: a time that is good is
 * right to 50 ms, and none is after the value came.
 */
class FirmwareTimesTest {

  private static final int UNTIMED = Quality.of(Quality.UNCERTAIN, Quality.CLOCK_NOT_SYNCHRONIZED);

  /** A board that lets go of its outputs only after a minute, so that sessions last. */
  private static final class Rig extends BoardRig {
    Rig() {
      super(new FirmwareSettings(Duration.ofSeconds(60)));
    }

    /** Samples every 10 ms for so long. */
    void sampleFor(long millis) {
      for (long i = 0; i < millis; i += 10) {
        run(10);
        board.sample();
      }
      run(5);
    }
  }

  /** A row: how far its time is from the moment of sampling, and its quality. */
  private record Row(double sampledMs, double offMs, int quality) {}

  private final Rig rig = new Rig();
  private final TestBoard board = rig.board;

  @ParameterizedTest
  @CsvSource({"100,1.015", "1000,0.985", "1000,1.015", "1000,1.03", "20000,0.985", "20000,1.02"})
  void areKnownThoughTheClockIsOff(int hz, double drift) {
    board.clockHz = hz;
    board.drift = drift;
    rig.plugIn();
    rig.sampleFor(180_000);
    List<Row> rows = rightRows();
    assertTrue(rows.size() > 17_000, rows.size() + " rows");
    assertEquals(
        List.of(), rows.stream().filter(row -> row.quality() != Quality.GOOD).limit(9).toList());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.8, 0.9, 0.94, 1.06, 1.2})
  void areMarkedUntilTheRateIsKnownOfAClockThatDoesNotKeepItsWord(double drift) {
    board.drift = drift;
    rig.plugIn();
    rig.sampleFor(60_000);
    List<Row> rows = rightRows();
    assertTrue(rows.stream().filter(row -> row.quality() == UNTIMED).count() > 10);
    assertTrue(rows.stream().filter(row -> row.quality() == Quality.GOOD).count() > 5_000);
  }

  @Test
  void areMarkedWhenTheClockStartsAnewWithinASession() {
    rig.plugIn();
    rig.sampleFor(20_000);
    for (int i = 0; i < 20; i++) {
      board.startTick += i % 2 == 0 ? 77_000 : -90_000;
      rig.sampleFor(6_000);
    }
    List<Row> rows = rightRows();
    assertTrue(rows.stream().filter(row -> row.quality() == UNTIMED).count() > 100);
    assertTrue(rows.stream().filter(row -> row.quality() == Quality.GOOD).count() > 3_000);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 3300, true",
    "1000, 50000, false",
    "1000, 61000, false",
    "1000, 61000, true",
    "20000, 3300, true",
    "20000, 3300, false",
    "20000, 50000, true"
  })
  void areRightOrMarkedOfWhatLayInTheKernelWhileTheGatewayStoodStill(
      int hz, int millis, boolean timersFirst) {
    board.clockHz = hz;
    rig.plugIn();
    rig.sampleFor(20_000);
    rig.gateway.standStill();
    rig.sampleFor(millis);
    rig.gateway.goOn(timersFirst);
    rig.sampleFor(20_000);
    assertTrue(rightRows().stream().filter(row -> row.quality() == Quality.GOOD).count() > 3_900);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 250, 1_000, 4_000, 20_000})
  void areThoseOfAnotherBoardThoughItHasBootedAsOften(int hz) {
    rig.plugIn();
    rig.sampleFor(20_000);
    rig.unplug();
    board.clockHz = hz;
    board.exchange();
    rig.plugIn();
    rig.sampleFor(20_000);
    assertTrue(rightRows().stream().filter(row -> row.quality() == Quality.GOOD).count() > 3_600);
  }

  @Test
  void areNotBelievedOfABoardThatWasExchangedUnseen() {
    rig.plugIn();
    rig.sampleFor(20_000);
    board.exchange(Bytes.fromHex("02"));
    rig.sampleFor(40_000);
    rightRows();
    long connecting =
        rig.events.states.stream().filter(DeviceState.Connecting.class::isInstance).count();
    assertEquals(2, connecting, "it is asked at once who it is");
  }

  /** Three of four answers are held up, as on a busy machine. */
  @Test
  void areKnownThoughAnswersAreHeldUp() {
    int[] answers = {0};
    board.hesitation = () -> Duration.ofMillis(answers[0]++ % 4 == 0 ? 20 : 250);
    rig.plugIn();
    rig.run(1_000);
    rig.events.batches.clear();
    rig.sampleFor(60_000);
    assertEquals(
        List.of(),
        rightRows().stream().filter(row -> row.quality() != Quality.GOOD).limit(9).toList());
  }

  /** A switch says nothing until it changes: it would stay in doubt. */
  @Test
  void areToldAgainOfASwitchWhenTheClockIsKnown() {
    rig.plugIn();
    rig.sampleFor(20_000);
    board.loseToHost = LinkMessage.TimeResponse.class::isInstance;
    rig.run(90_000);
    int told = rig.events.batches.size();
    rig.board.sendReliably(switched(0));
    rig.run(3_000);
    long at = rig.loop.currentTimeMillis();
    rig.board.sendReliably(switched(1));
    rig.run(10);
    board.loseToHost = _ -> false;
    rig.run(10_000);
    List<ReadingBatch> since = rig.events.batches.subList(told, rig.events.batches.size());
    assertEquals(List.of(0.0, 1.0, 1.0), since.stream().map(b -> b.valueAt(0, 0)).toList());
    assertEquals(
        List.of(UNTIMED, UNTIMED, Quality.GOOD),
        since.stream().map(b -> b.qualityAt(0, 0)).toList());
    assertTrue(Math.abs(since.getLast().times()[0] - at) <= 51);
  }

  /** Its value of before could be taken for what the command led to. */
  @Test
  void areNotToldAgainOfAnOutputThatWasCommandedSince() {
    rig.plugIn();
    rig.sampleFor(20_000);
    board.loseToHost = LinkMessage.TimeResponse.class::isInstance;
    rig.run(90_000);
    rig.board.sendReliably(switched(1));
    rig.run(10);
    rig.command("off", Boards.PUMP_INDEX, 0, 1_000);
    rig.run(10);
    board.loseToHost = _ -> false;
    rig.run(10_000);
    assertEquals(2, rig.events.progress("off").size());
    assertEquals(
        List.of(1.0),
        rig.events.values(Boards.PUMP_INDEX).stream().filter(value -> value == 1).toList());
  }

  private LinkMessage switched(int value) {
    return new LinkMessage.Event(
        Boards.PUMP, board.tick(), Quality.GOOD, new Value(Kind.SWITCH, value));
  }

  /** The board lets go of its outputs, and what it says of that finds no room in the kernel. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void haveNoOldSwitchAmongThemWhenTheGatewayStoodStill(boolean timersFirst) {
    rig.plugIn();
    rig.run(500);
    rig.sampleFor(1_000);
    long deadline = rig.loop.nanoTime() + 1_000_000_000L;
    rig.driver.sendCommand(new DeviceCommand("on", Boards.PUMP_INDEX, 1, deadline));
    rig.sampleFor(1_000);
    board.status();
    rig.run(10);
    rig.gateway.standStill();
    rig.sampleFor(62_000);
    int before = rig.events.batches.size();
    rig.gateway.goOn(timersFirst);
    assertEquals(before, rig.events.batches.size(), "what lay in the kernel is dropped");
    assertEquals(
        new DeviceState.Silent("the gateway stood still, and asks the board anew"),
        rig.events.states.getLast());
    rig.sampleFor(1_000);
    assertEquals(new DeviceState.Up(), rig.events.states.getLast());
    assertEquals(0.0, rig.events.values(Boards.PUMP_INDEX).getLast());
    rightRows();
    board.status();
    rig.run(10);
    int rows = rig.events.values(0).size() + rig.events.values(Boards.PUMP_INDEX).size();
    assertEquals(
        board.rowsSent - rows, rig.driver.counts().details().get("lost"), "each is counted");
    assertEquals(board.rowsSent - rows, rig.driver.counts().lost(), "and told");
  }

  /** All rows; none that is good is wrong, and none lies in the future. */
  private List<Row> rightRows() {
    double allowed = 51 + 2_000.0 / board.clockHz;
    List<Row> rows = new ArrayList<>();
    for (ReadingBatch batch : rig.events.batches) {
      for (int row = 0; row < batch.rows() && batch.firstChannel() == 0; row++) {
        double sampled = batch.valueAt(0, row) * 10;
        double off = batch.times()[row] - ManualLoop.START - sampled;
        var found = new Row(sampled, off, batch.qualityAt(0, row));
        assertTrue(batch.times()[row] <= rig.loop.currentTimeMillis(), "in the future");
        assertTrue(
            found.quality() == UNTIMED || Math.abs(found.offMs()) <= allowed, found.toString());
        rows.add(found);
      }
    }
    return rows;
  }
}
