package dev.ferrule.gateway.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.model.ReadingBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeIntakeTest {

  private final ManualLoop loop = new ManualLoop();
  private final List<ReadingBatch> batches = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();
  private final EdgeIntake intake =
      new EdgeIntake(
          loop, batches::add, (merged, lost) -> gone.add(merged + " merged, " + lost + " lost"));

  @Test
  void readingHasTheTimeOfItsEdge() {
    loop.advance(Duration.ofSeconds(5));
    intake.add(2, 1, 3_000_000_000L, -1);
    loop.runReady();

    ReadingBatch batch = batches.getFirst();
    assertEquals(1, batches.size());
    assertEquals(2, batch.firstChannel());
    assertEquals(ManualLoop.START + 3000, batch.times()[0]);
    assertEquals(1, batch.valueAt(0, 0));
  }

  @Test
  void keepsTheOrderAcrossChannels() {
    intake.add(0, 1, 1_000_000, -1);
    intake.add(0, 0, 2_000_000, -1);
    intake.add(1, 1, 3_000_000, -1);
    intake.add(0, 1, 4_000_000, -1);
    loop.runReady();

    assertEquals(List.of(0, 1, 0), batches.stream().map(ReadingBatch::firstChannel).toList());
    assertEquals(2, batches.getFirst().rows());
  }

  @Test
  void keepsTheNewestOfEachChannelWhenTheLoopIsBehind() {
    intake.add(1, 1, 0, -1);
    for (int i = 0; i < EdgeIntake.LIMIT; i++) {
      intake.add(0, i % 2, i, -1);
    }
    loop.runReady();

    assertEquals(List.of(EdgeIntake.LIMIT - 2 + " merged, 0 lost"), gone);
    assertEquals(List.of(1, 0), batches.stream().map(ReadingBatch::firstChannel).toList());
    assertEquals(1, batches.getLast().valueAt(0, batches.getLast().rows() - 1));
  }

  @Test
  void countsEdgesThatNeverCameByTheirNumbers() {
    intake.add(0, 1, 0, 2); // the first is missing
    intake.add(1, 1, 1, 1);
    intake.add(0, 0, 2, 3);
    loop.runReady();
    assertEquals(List.of("0 merged, 1 lost"), gone);

    intake.add(0, 0, 3, 7);
    intake.add(0, 0, 4, 9);
    loop.runReady();
    assertEquals(1, gone.size(), "told again after a second only");
    loop.advance(Duration.ofSeconds(1));
    assertEquals("0 merged, 4 lost", gone.getLast());
  }

  @Test
  void numbersBeginAgainWithTheChip() {
    intake.add(0, 1, 0, 0xFFFF_FFFFL - 1);
    intake.restart();
    intake.add(0, 1, 1, 1);
    intake.add(0, 1, 2, 2);
    loop.runReady();

    assertEquals(List.of("0 merged, " + (0xFFFF_FFFFL - 2) + " lost"), gone);
  }
}
