package dev.ferrule.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.config.yaml.Mistake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code broken.txt}: what people get wrong, and every word that they are told. */
class BrokenConfigurationsTest {

  /** One entry of the table. */
  private record Case(String title, String yaml, List<String> problems) {}

  @TestFactory
  Stream<DynamicTest> tellsEverythingThatIsWrongWithItsPlace() throws IOException {
    return cases().stream().map(each -> DynamicTest.dynamicTest(each.title(), () -> verify(each)));
  }

  @Test
  void tableIsNotEmpty() throws IOException {
    int count = cases().size();
    assertTrue(count >= 50, () -> "only " + count);
  }

  private static void verify(Case each) {
    var loaded = assertInstanceOf(Loaded.Invalid.class, ConfigurationFile.parse(each.yaml()));

    var told = loaded.problems().stream().map(Mistake::toString).toList();
    assertEquals(String.join("\n", each.problems()), String.join("\n", told));
  }

  private static List<Case> cases() throws IOException {
    String table;
    try (var in = BrokenConfigurationsTest.class.getResourceAsStream("broken.txt")) {
      table = new String(in.readAllBytes(), UTF_8);
    }
    List<Case> cases = new ArrayList<>();
    for (String block : table.split("(?m)^## ", -1)) {
      int title = block.indexOf('\n');
      int arrow = block.indexOf("\n=>\n");
      if (arrow >= 0) {
        cases.add(
            new Case(
                block.substring(0, title),
                block.substring(title + 1, arrow + 1).replace("␀", "\0").replace("→", "\t"),
                block.substring(arrow + 4).strip().lines().toList()));
      }
    }
    return cases;
  }
}
