package dev.ferrule.gateway.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.model.ManualLoop;
import dev.ferrule.gateway.model.ReadingBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeIntakeTest {

  private final ManualLoop loop = new ManualLoop();
  private final List<ReadingBatch> batches = new ArrayList<>();
  private final List<Integer> lost = new ArrayList<>();
  private final EdgeIntake intake = new EdgeIntake(loop, batches::add, lost::add);

  @Test
  void readingHasTheTimeOfItsEdge() {
    loop.advance(Duration.ofSeconds(5));
    intake.add(2, 1, 3_000_000_000L);
    loop.runReady();

    ReadingBatch batch = batches.getFirst();
    assertEquals(1, batches.size());
    assertEquals(2, batch.firstChannel());
    assertEquals(ManualLoop.START + 3000, batch.times()[0]);
    assertEquals(1, batch.valueAt(0, 0));
  }

  @Test
  void keepsTheOrderAcrossChannels() {
    intake.add(0, 1, 1_000_000);
    intake.add(0, 0, 2_000_000);
    intake.add(1, 1, 3_000_000);
    intake.add(0, 1, 4_000_000);
    loop.runReady();

    assertEquals(List.of(0, 1, 0), batches.stream().map(ReadingBatch::firstChannel).toList());
    assertEquals(2, batches.getFirst().rows());
  }

  @Test
  void keepsTheNewestOfEachChannelWhenTheLoopIsBehind() {
    intake.add(1, 1, 0);
    for (int i = 0; i < EdgeIntake.LIMIT; i++) {
      intake.add(0, i % 2, i);
    }
    loop.runReady();

    assertEquals(List.of(EdgeIntake.LIMIT - 2), lost);
    assertEquals(List.of(1, 0), batches.stream().map(ReadingBatch::firstChannel).toList());
    assertEquals(1, batches.getLast().valueAt(0, batches.getLast().rows() - 1));
  }
}
