package dev.ferrule.sim.line;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.ManualClock;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireTest {

  private static final byte DELIMITER = 0;

  private final ManualClock clock = new ManualClock();
  private final EventLoop loop = new EventLoop("test", clock);
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void damagesTheSameBytesHoweverTheyAreCut() {
    LineFaults bad =
        LineFaults.NONE
            .flipping(0.02)
            .losing(0.02)
            .inserting(0.02)
            .repeating(0.02)
            .droppingFrames(0.05)
            .repeatingFrames(0.05);
    byte[] sent = frames(500, 20);
    byte[] whole = through(bad, sent, sent.length);
    byte[] single = through(bad, sent, 1);
    byte[] some = through(bad, sent, 77);
    assertArrayEquals(whole, single);
    assertArrayEquals(whole, some);
    assertNotEquals(sent.length, whole.length);
  }

  @Test
  void countsWhatItDoes() {
    var wire = wire(0);
    byte[] sent = frames(2000, 10);
    loop.run(
        () -> {
          wire.faults(LineFaults.NONE.droppingFrames(0.1).repeatingFrames(0.1));
          wire.send(sent, 0, sent.length);
        });
    WireCounts counts = wire.counts();
    assertEquals(10 * (2000 + counts.framesRepeated() - counts.framesDropped()), arrived.size());
    assertEquals(arrived.size(), counts.bytes());
    assertEquals(200, (double) counts.framesDropped(), 60);
    assertEquals(180, (double) counts.framesRepeated(), 60);
  }

  @Test
  void holdsUpEverythingBehindADelayedFrame() {
    var wire = wire(0);
    loop.run(() -> wire.faults(LineFaults.NONE.delayingFrames(1, Duration.ofMillis(80))));
    loop.run(() -> wire.send(new byte[] {1, 0}, 0, 2));
    loop.run(() -> wire.faults(LineFaults.NONE));
    loop.run(() -> wire.send(new byte[] {2, 0}, 0, 2));
    assertEquals(0, arrived.size());
    assertEquals(4, (int) loop.call(wire::pending));
    clock.advance(Duration.ofMillis(80));
    assertArrayEquals(new byte[] {1, 0, 2, 0}, arrived.toByteArray());
  }

  @Test
  void carriesBytesAtTheRateOfTheLine() {
    var wire = wire(115_200);
    loop.run(() -> wire.send(new byte[1152], 0, 1152));
    clock.advance(Duration.ofMillis(50));
    assertEquals(576, arrived.size(), 32);
    clock.advance(Duration.ofMillis(49));
    assertEquals(1152, arrived.size(), 32);
    clock.advance(Duration.ofMillis(1));
    assertEquals(1152, arrived.size());
  }

  @Test
  void throwsAwayWhatIsSentWhileCut() {
    var wire = wire(0);
    loop.run(() -> wire.cut(true));
    loop.run(() -> wire.send(new byte[] {1, 0}, 0, 2));
    loop.run(() -> wire.cut(false));
    loop.run(() -> wire.send(new byte[] {2, 0}, 0, 2));
    assertArrayEquals(new byte[] {2, 0}, arrived.toByteArray());
    assertEquals(2, wire.counts().muted());
  }

  private Wire wire(int baud) {
    return loop.call(
        () -> new Wire(loop, baud, DELIMITER, new SplittableRandom(7), arrived::write));
  }

  private byte[] through(LineFaults faults, byte[] sent, int step) {
    arrived.reset();
    var wire = wire(0);
    loop.run(
        () -> {
          wire.faults(faults);
          for (int i = 0; i < sent.length; i += step) {
            wire.send(sent, i, Math.min(step, sent.length - i));
          }
        });
    return arrived.toByteArray();
  }

  private static byte[] frames(int count, int length) {
    byte[] bytes = new byte[count * length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % length == length - 1 ? DELIMITER : 1 + i % 250);
    }
    return bytes;
  }
}
