package dev.ferrule.gateway.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.LineDoubt.Proof;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineDoubtTest {

  private static final int UNCERTAIN = Quality.of(Quality.UNCERTAIN, Quality.NOT_SPECIFIED);

  private final ManualLoop loop = new ManualLoop();
  private final RecordedEvents events = new RecordedEvents();
  private double value;
  private final LineDoubt bare = new LineDoubt(1, Proof.NONE, loop, events);
  private final LineDoubt weak = new LineDoubt(1, Proof.WEAK, loop, events);
  private final LineDoubt strong = new LineDoubt(1, Proof.STRONG, loop, events);

  /** Of a value that did not come before. */
  private int quality(LineDoubt doubt, int own) {
    return doubt.quality(0, ++value, own, false);
  }

  @Test
  void isForAMinuteAfterOneAccidentWhereNothingIsChecked() {
    assertEquals(Quality.GOOD, quality(bare, Quality.GOOD));
    bare.damaged();
    assertEquals(UNCERTAIN, quality(bare, Quality.GOOD));
    loop.advance(Duration.ofSeconds(59));
    assertEquals(UNCERTAIN, quality(bare, Quality.GOOD));
    loop.advance(Duration.ofSeconds(1));
    assertEquals(Quality.GOOD, quality(bare, Quality.GOOD));
  }

  @Test
  void lastsLongerTheLongerDamageGoesOn() {
    for (int minute = 0; minute < 2; minute++) {
      bare.damaged();
      loop.advance(Duration.ofSeconds(60));
    }
    bare.damaged(); // two minutes after the first
    loop.advance(Duration.ofMinutes(8).minusSeconds(1));
    assertEquals(UNCERTAIN, quality(bare, Quality.GOOD));
    loop.advance(Duration.ofSeconds(1));
    assertEquals(Quality.GOOD, quality(bare, Quality.GOOD));
    loop.advance(Duration.ofMinutes(10));
    bare.damaged();
    loop.advance(Duration.ofMinutes(1));
    assertEquals(Quality.GOOD, quality(bare, Quality.GOOD), "what was long ago is over");
  }

  @Test
  void isNeverLongerThanTenMinutes() {
    for (int minute = 0; minute < 100; minute++) {
      bare.damaged();
      loop.advance(Duration.ofMinutes(1));
    }
    loop.advance(Duration.ofMinutes(9));
    assertEquals(Quality.GOOD, quality(bare, Quality.GOOD));
  }

  @Test
  void needsASecondAccidentWithinAMinuteWhereACheckIsWeak() {
    weak.damaged();
    assertEquals(Quality.GOOD, quality(weak, Quality.GOOD));
    loop.advance(Duration.ofSeconds(61));
    weak.damaged();
    assertEquals(Quality.GOOD, quality(weak, Quality.GOOD));
    loop.advance(Duration.ofSeconds(59));
    weak.damaged();
    assertEquals(UNCERTAIN, quality(weak, Quality.GOOD));
  }

  @Test
  void doesNotTouchWhatACheckOfSixteenBitsProvesNorWhatIsBadByItself() {
    strong.damaged();
    strong.damaged();
    bare.damaged();
    int bad = Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
    assertEquals(Quality.GOOD, quality(strong, Quality.GOOD));
    assertEquals(bad, quality(bare, bad));
  }

  /** Else no switch could be seen to follow on a bad line, and no steady value be shown. */
  @Test
  void doesNotTouchAValueThatComesThreeTimesOneAfterTheOther() {
    bare.damaged();
    assertEquals(UNCERTAIN, bare.quality(0, 7, Quality.GOOD, false));
    assertEquals(UNCERTAIN, bare.quality(0, 7, Quality.GOOD, false));
    assertEquals(Quality.GOOD, bare.quality(0, 7, Quality.GOOD, true));
    assertEquals(UNCERTAIN, bare.quality(0, 8, Quality.GOOD, false));
    assertEquals(UNCERTAIN, bare.quality(0, 7, Quality.GOOD, false));
  }

  @Test
  void aFrameThatLooksDamagedIsInDoubtByItself() {
    assertEquals(UNCERTAIN, bare.quality(0, 7, Quality.GOOD, true));
    assertEquals(Quality.GOOD, bare.quality(0, 8, Quality.GOOD, false));
  }

  @Test
  void isSaidOnceEachTime() {
    for (int i = 0; i < 5; i++) {
      bare.damaged();
      quality(bare, Quality.GOOD);
    }
    assertEquals(1, events.notes.size(), events.notes.toString());
    loop.advance(Duration.ofMinutes(11));
    quality(bare, Quality.GOOD);
    bare.damaged();
    quality(bare, Quality.GOOD);
    assertEquals(2, events.notes.size(), events.notes.toString());
  }
}
