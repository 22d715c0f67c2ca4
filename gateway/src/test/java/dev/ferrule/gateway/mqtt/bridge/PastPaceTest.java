package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.outbox.PastReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which readings of an outage are told. */
class PastPaceTest {

  private static final SeriesForm FORM =
      new SeriesForm("boiler.temp", "Cel", new Scale.Decimals(1));

  private final List<String> told = new ArrayList<>();
  private long number;

  private void read(PastPace pace, long time, double value, boolean isLast) {
    var one = new PastReading(FORM, 0, number, number + 1, time, value, 0, false, isLast);
    number++;
    pace.choose(one).forEach(this::note);
  }

  private void note(PastPace.Chosen chosen) {
    told.add(
        chosen.reading().isLost()
            ? "lost " + (chosen.reading().to() - chosen.reading().from())
            : chosen.reading().value() + " for " + chosen.from() + ".." + chosen.reading().to());
  }

  @Test
  void areAllOfThem() {
    var pace = new PastPace(new Pace.Every());
    read(pace, 0, 1, false);
    read(pace, 1, 1, true);
    assertEquals(List.of("1.0 for 0..1", "1.0 for 1..2"), told);
  }

  @Test
  void areThoseThatDifferAndAfterATimeTheNext() {
    var pace = new PastPace(new Pace.OnChange(0.5, Duration.ofSeconds(10)));
    read(pace, 0, 20, false);
    read(pace, 1_000, 20.5, false);
    read(pace, 2_000, 21, false);
    read(pace, 11_999, 21, false);
    read(pace, 12_000, 21, true);
    assertEquals(List.of("20.0 for 0..1", "21.0 for 2..3", "21.0 for 4..5"), told);
  }

  @Test
  void areTheNewestOfEachIntervalAndStandForTheOthers() {
    var pace = new PastPace(new Pace.Interval(Duration.ofSeconds(10)));
    read(pace, 1_000, 1, false);
    read(pace, 9_999, 2, false);
    read(pace, 10_000, 3, false);
    read(pace, 25_000, 4, true);
    assertEquals(List.of("2.0 for 0..2", "3.0 for 2..3", "4.0 for 3..4"), told);
  }

  @Test
  void sayWhatIsLostInItsPlace() {
    var pace = new PastPace(new Pace.Interval(Duration.ofSeconds(10)));
    read(pace, 1_000, 1, false);
    pace.choose(new PastReading(FORM, 0, 1, 9, 0, Double.NaN, 0, true, false)).forEach(this::note);
    assertEquals(List.of("1.0 for 0..1", "lost 8"), told);
  }
}
