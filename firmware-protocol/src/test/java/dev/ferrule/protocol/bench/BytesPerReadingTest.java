package dev.ferrule.protocol.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The promises about size, on real data. */
class BytesPerReadingTest {
  private static final Path DATA = Path.of("src/test/data");

  private static BytesPerReading of(String name) throws IOException {
    DataSet data = DataSet.load(DATA.resolve(name), DATA.resolve("channels.csv"));
    var measured = new BytesPerReading(data);
    System.out.print(measured.table());
    return measured;
  }

  private static void assertAtMost(double most, double actual) {
    assertTrue(actual <= most, () -> actual + " bytes per reading, promised " + most);
  }

  @Test
  void mainsPowerOnceAMinuteTakesWhatIsPromised() throws IOException {
    BytesPerReading power = of("power-1min.csv.gz");
    assertAtMost(2.25, power.live(true));
    assertAtMost(0.68, power.history());
  }

  @Test
  void aHundredHertzOfMotionTakesWhatIsPromised() throws IOException {
    BytesPerReading motion = of("imu-100hz.csv.gz");
    assertAtMost(1.42, motion.live(true));
    assertAtMost(0.80, motion.history());
  }
}
