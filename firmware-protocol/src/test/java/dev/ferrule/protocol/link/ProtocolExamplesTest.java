package dev.ferrule.protocol.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The hexadecimal examples of PROTOCOL.md are those of the vectors, byte for byte. */
class ProtocolExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("`([a-z-]+\\.json)`, \"([^\"]+)\":\n\n```\n(.*?)```", Pattern.DOTALL);

  private static final Pattern ROW =
      Pattern.compile("(.{9})([0-9a-f]{2}(?: [0-9a-f]{2})*)(?:  .*)?");

  @TestFactory
  Stream<DynamicTest> anExampleIsItsVector() throws IOException {
    String page = Files.readString(Path.of("PROTOCOL.md"));
    List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();
    long blocks = page.lines().filter(line -> line.matches("`[a-z-]+\\.json`, .*:")).count();
    assertEquals(blocks, examples.size());
    assertTrue(examples.size() >= 12);
    return examples.stream()
        .map(e -> DynamicTest.dynamicTest(e.group(2), () -> check(vector(e), rows(e.group(3)))));
  }

  private static JsonNode vector(MatchResult example) {
    return Vectors.of(example.group(1))
        .all()
        .filter(v -> v.path("name").asText().equals(example.group(2)))
        .findFirst()
        .orElseThrow();
  }

  /** Hexadecimal by label; a label that comes again starts anew, a row without one goes on. */
  private static Map<String, List<String>> rows(String block) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : block.lines().toList()) {
      var row = ROW.matcher(line);
      assertTrue(row.matches(), line);
      String label = row.group(1).strip();
      if (!label.isEmpty()) {
        current = rows.computeIfAbsent(label, _ -> new ArrayList<>());
        current.add("");
      }
      current.add(current.removeLast() + row.group(2).replace(" ", ""));
    }
    return rows;
  }

  private static void check(JsonNode vector, Map<String, List<String>> rows) {
    rows.forEach(
        (label, hex) -> {
          switch (label) {
            case "wire" -> assertEquals(List.of(vector.path("wire").asText()), hex);
            case "body", "damaged" ->
                assertEquals(rows.get("wire"), List.of(stuffed(hex.getFirst())));
            case "bytes" -> assertEquals(List.of(vector.path("hex").asText()), hex);
            case "message" ->
                assertEquals(
                    Vectors.elements(vector.path("messages"))
                        .map(m -> m.path("hex").asText())
                        .toList(),
                    hex);
            default -> throw new AssertionError(label);
          }
        });
  }

  private static String stuffed(String bodyHex) {
    Bytes body = Bytes.fromHex(bodyHex);
    byte[] wire = new byte[body.length() + 2];
    body.copyTo(wire, 1);
    Cobs.encodeInPlace(wire, body.length());
    return Bytes.copyOf(wire).toHex();
  }
}
