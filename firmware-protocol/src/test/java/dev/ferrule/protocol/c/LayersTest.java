package dev.ferrule.protocol.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The layers of the C library, as {@code parts.h} draws them, against what its objects call. Calls
 * that only go down cannot make a cycle.
 */
class LayersTest {
  /** A source in the drawing: its indentation is its depth. */
  private static final Pattern DRAWN =
      Pattern.compile("^ \\*(?<depth> {5,})(?<source>\\w+\\.c)\\b", Pattern.MULTILINE);

  /** The head of the section that declares what a source defines. */
  private static final Pattern SECTION = Pattern.compile("/\\* ---- (?<source>\\w+\\.c)\\b");

  /** A line of {@code nm -A -P}: "line.o: ferrule_send T 0 0". */
  private static final Pattern SYMBOL =
      Pattern.compile("^(?<object>\\w+)\\.o: (?<name>\\w+) (?<type>[A-Z])", Pattern.MULTILINE);

  private record Call(String from, String to, String function) {}

  private final Map<String, Integer> depths = new TreeMap<>();
  private final Map<String, String> sourceOf = new TreeMap<>();
  private final List<Call> calls = new ArrayList<>();
  private String parts = "";
  private String api = "";

  @BeforeEach
  void readDrawingAndObjects() throws IOException, InterruptedException {
    Toolchain.needs("gcc binutils make", "cc", "nm", "make");
    parts = Files.readString(Toolchain.SOURCES.resolve("parts.h"), StandardCharsets.UTF_8);
    api = Files.readString(Toolchain.SOURCES.resolve("ferrule.h"), StandardCharsets.UTF_8);
    for (MatchResult drawn : matches(DRAWN, parts)) {
      String source = drawn.group("source");
      assertNull(depths.put(source, drawn.group("depth").length()), source + " is drawn twice");
    }
    List<MatchResult> symbols = matches(SYMBOL, Toolchain.make("symbols"));
    for (MatchResult symbol : symbols) {
      if (!symbol.group("type").equals("U")) {
        sourceOf.put(symbol.group("name"), symbol.group("object") + ".c");
      }
    }
    for (MatchResult symbol : symbols) {
      String function = symbol.group("name");
      String owner = sourceOf.getOrDefault(function, "");
      if (symbol.group("type").equals("U") && !owner.isEmpty()) {
        calls.add(new Call(symbol.group("object") + ".c", owner, function));
      }
    }
    assertFalse(calls.isEmpty(), "nm found no call");
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().toList();
  }

  @Test
  void drawsEverySourceAndNoOther() throws IOException {
    try (var files = Files.list(Toolchain.SOURCES)) {
      List<String> sources =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".c"))
              .sorted()
              .toList();
      assertEquals(sources, List.copyOf(depths.keySet()));
    }
  }

  @Test
  void callsOnlyWhatIsDrawnFurtherToTheRight() {
    List<String> breaches =
        calls.stream()
            .filter(
                call -> depths.getOrDefault(call.to(), 0) <= depths.getOrDefault(call.from(), 0))
            .map(call -> call.from() + " calls " + call.function() + "() of " + call.to())
            .toList();
    assertEquals(List.of(), breaches, "against the drawing in parts.h");
  }

  @Test
  void declaresEachFunctionUnderItsSource() {
    List<String> breaches = new ArrayList<>();
    sourceOf.forEach(
        (function, source) -> {
          if (!api.contains(" " + function + "(") && !source.equals(declaredUnder(function))) {
            breaches.add(function + "() of " + source);
          }
        });
    assertEquals(List.of(), breaches, "neither in ferrule.h nor in that section of parts.h");
  }

  private String declaredUnder(String function) {
    Matcher declaration = Pattern.compile("\\n\\w[^\\n/]* " + function + "\\(").matcher(parts);
    if (!declaration.find()) {
      return "";
    }
    List<MatchResult> above = matches(SECTION, parts.substring(0, declaration.start()));
    return above.isEmpty() ? "" : above.getLast().group("source");
  }
}
