package dev.ferrule.gateway.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PulseMeterTest {

  private static final long SECOND = 1_000_000_000;

  private final PulseMeter meter = new PulseMeter();

  @Test
  void countsEdgesThatWereLostOnTheWay() {
    meter.record(1, 1);
    meter.record(2, 5);

    assertEquals(5, meter.count());
  }

  @Test
  void countsOnWhenTheChipComesBackAndNumbersFromOneAgain() {
    meter.record(1, 1);
    meter.record(2, 2);
    meter.restart();
    meter.record(3, 1);

    assertEquals(3, meter.count());
  }

  @Test
  void numbersOfEdgesMayWrap() {
    meter.record(1, 0xFFFF_FFFFL);
    meter.record(2, 0);
    meter.record(3, 1);

    assertEquals(1, meter.count(), "modulo 2^32");
  }

  @Test
  void rateIsMeasuredFromEdgeToEdge() {
    meter.record(0, 1);
    assertEquals(0, meter.rate(SECOND));
    for (int i = 1; i <= 10; i++) {
      meter.record(i * SECOND / 4, i + 1);
    }

    assertEquals(4.0, meter.rate(3 * SECOND), 1e-9);
  }

  @Test
  void rateFallsWhileNothingComesAndEndsAtZero() {
    meter.record(0, 1);
    meter.rate(1);
    meter.record(SECOND, 2);
    assertEquals(1.0, meter.rate(SECOND), 1e-9);

    assertEquals(0.5, meter.rate(3 * SECOND), 1e-9);
    assertEquals(0.0, meter.rate(40 * SECOND), 1e-9);
  }
}
