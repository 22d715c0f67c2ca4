package dev.ferrule.gateway.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.LinkCounts;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LineChecksTest {

  private static Finding found(long ignored, long damaged, long lost, long badValues) {
    var counts =
        new LinkCounts(9_000, 100, ignored, damaged, lost, badValues, 1, 1, new TreeMap<>());
    return LineChecks.heard("meter", 115_200, new Heard(counts, "up", ""));
  }

  @Test
  void asksForNoOtherCableWhenLinesAreOnlyNotForTheDevice() {
    assertEquals(
        Finding.ok("line", "meter", "100 valid frames, 2500 not for this device"),
        found(2_500, 0, 0, 0));
  }

  @Test
  void asksForAnotherCableWhenFramesAreDamaged() {
    Finding damaged = found(0, 3, 0, 0);
    assertEquals(Finding.Level.WARN, damaged.level());
    assertTrue(damaged.remedy().contains("shorter cable"), damaged.remedy());
  }

  @Test
  void saysThatValuesAreNoNumbersAndReadingsLost() {
    Finding finding = found(0, 0, 4, 81);
    assertEquals("100 valid frames, 4 lost, 81 values that are no numbers", finding.text());
    assertTrue(finding.remedy().contains("the log shows what came"), finding.remedy());
    assertTrue(!finding.remedy().contains("cable"), finding.remedy());
  }

  @Test
  void saysWhatTheDriverFoundOfALineThatGivesNothing() {
    var counts = new LinkCounts(9_000, 0, 40, 0, 0, 0, 1, 0, new TreeMap<>());
    Finding finding =
        LineChecks.live(
            "gps", 4_800, new Heard(counts, "silent", "sentences come without a check sum"), 5_000);
    assertEquals("silent: sentences come without a check sum", finding.text());
    assertEquals(Finding.Level.FAIL, finding.level());
  }
}
