package dev.ferrule.protocol.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The promises about size, and that what was measured is right. */
class BytesPerReadingTest {
  private static BytesPerReading of(DataSet data) {
    return new BytesPerReading(data);
  }

  private static void assertAtMost(double most, double actual) {
    assertTrue(actual <= most, () -> actual + " bytes per reading, promised " + most);
  }

  @Test
  void mainsPowerOnceAMinuteTakesWhatIsPromised() throws IOException {
    BytesPerReading power = of(BytesPerReading.own("power-1min.csv.gz"));
    assertAtMost(1.95, power.live(true));
    assertAtMost(0.58, power.history());
    assertEquals(0, power.wrong());
  }

  @Test
  void aHundredHertzOfMotionTakesWhatIsPromised() throws IOException {
    BytesPerReading motion = of(BytesPerReading.own("imu-100hz.csv.gz"));
    assertAtMost(1.19, motion.live(true));
    assertAtMost(0.68, motion.history());
    assertEquals(0, motion.wrong());
  }

  @Test
  void aRoomOnceAMinuteTakesWhatIsPromised() {
    BytesPerReading room = of(RoomClimate.dataSet());
    assertAtMost(1.92, room.live(true));
    assertAtMost(0.47, room.history());
    assertEquals(0, room.wrong());
  }
}
