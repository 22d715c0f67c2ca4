package dev.ferrule.gateway.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.loop.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final long MS = 1_000_000;

  private final ManualLoop loop = new ManualLoop();
  private final List<String> pieces = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private boolean defective;
  private final Intake intake = new Intake(loop, new Pieces());

  @Test
  void keepsTheOrderAndTheTimesOfReads() throws InterruptedException {
    put("ab", 10 * MS);
    put("c", 20 * MS);
    put("def", 30 * MS);
    loop.runReady();
    assertEquals(List.of("ab", "c", "def"), pieces);
    assertEquals(List.of(10 * MS, 20 * MS, 30 * MS), times);
  }

  @Test
  void joinsReadsOfOneMillisecondAndStampsThemWithTheLast() throws InterruptedException {
    put("a", 0);
    put("b", MS / 2);
    put("c", MS - 1);
    put("d", MS);
    loop.runReady();
    assertEquals(List.of("abc", "d"), pieces);
    assertEquals(List.of(MS - 1, MS), times);
  }

  @Test
  void handsOverWhatComesDuringAHandOver() throws InterruptedException {
    for (int round = 0; round < 100; round++) {
      put("x" + round, round * 5L * MS);
      loop.runReady();
    }
    assertEquals(100, pieces.size());
    assertEquals("x99", pieces.getLast());
  }

  /** What answers a message may be read while what came before it has not been handed over. */
  @Test
  void handsOverAfterATaskWhatIsReadAfterIt() throws InterruptedException {
    put("before", 0);
    intake.before(() -> pieces.add("begun"));
    put("answer", 1);
    intake.before(() -> pieces.add("begun again"));
    put("another", 2);
    loop.runReady();
    assertEquals(List.of("before", "begun", "answer", "begun again", "another"), pieces);
    put("later", 3);
    loop.runReady();
    assertEquals("later", pieces.getLast());
  }

  @Test
  void countsWhatWaitsOnBothSidesOfATask() throws Exception {
    byte[] half = new byte[Intake.HIGH_WATER / 2];
    assertTrue(intake.put(half, half.length, 0));
    intake.before(() -> {});
    assertTrue(intake.put(half, half.length, 1));
    var waiting = new FutureTask<>(() -> intake.put(new byte[] {'y'}, 1, 2));
    Thread reader = Thread.ofPlatform().daemon().start(waiting);
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    loop.runReady();
    assertTrue(waiting.get(60, TimeUnit.SECONDS));
  }

  @Test
  void makesTheReaderWaitWhenFullAndLosesNothing() throws Exception {
    byte[] full = new byte[Intake.HIGH_WATER];
    assertTrue(intake.put(full, full.length, 0));
    var waiting = new FutureTask<>(() -> intake.put(new byte[] {'y'}, 1, 10 * MS));
    Thread reader = Thread.ofPlatform().daemon().start(waiting);
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    loop.runReady();
    assertTrue(waiting.get(60, TimeUnit.SECONDS));
    loop.runReady();
    assertEquals(List.of(Intake.HIGH_WATER, 1), pieces.stream().map(String::length).toList());
  }

  @Test
  void freesAWaitingReaderWhenItCloses() throws Exception {
    byte[] full = new byte[Intake.HIGH_WATER];
    assertTrue(intake.put(full, full.length, 0));
    var waiting = new FutureTask<>(() -> intake.put(full, 1, 0));
    Thread reader = Thread.ofPlatform().daemon().start(waiting);
    intake.close();
    assertFalse(waiting.get(60, TimeUnit.SECONDS));
    assertTrue(reader.join(Duration.ofSeconds(10)));
    loop.runReady();
    assertEquals(1, pieces.size(), "what was in it is still handed over");
  }

  @Test
  void staysWholeWhenTheListenerThrows() throws InterruptedException {
    defective = true;
    put("lost", 0);
    assertThrows(IllegalStateException.class, loop::runReady);
    defective = false;
    put("a", 10 * MS);
    loop.runReady();
    put("b", 20 * MS);
    loop.runReady();
    assertEquals(List.of("a", "b"), pieces);
  }

  private void put(String text, long nanoTime) throws InterruptedException {
    byte[] reused = (text + "####").getBytes(US_ASCII);
    assertTrue(intake.put(reused, text.length(), nanoTime));
    Arrays.fill(reused, (byte) '!');
  }

  private final class Pieces implements ByteLink.Listener {
    @Override
    public void opened(ByteLink.Output out) {}

    @Override
    public void received(byte[] bytes, int offset, int length, long nanoTime) {
      if (defective) {
        throw new IllegalStateException("a defect");
      }
      pieces.add(new String(bytes, offset, length, US_ASCII));
      times.add(nanoTime);
    }

    @Override
    public void closed(String reason) {}
  }
}
