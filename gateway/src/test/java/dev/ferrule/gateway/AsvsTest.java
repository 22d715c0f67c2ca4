package dev.ferrule.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/asvs.md says, counted again. */
class AsvsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Numbers of points by section, as in the standard. */
  private static final String LEVEL_1 =
      "1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 5.2.1-2"
          + " 5.3.1-2 6.1.1 6.2.1-8 6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 9.2.1"
          + " 10.4.1-5 11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1";

  private static final String LEVEL_2 =
      "1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 3.5.4-5"
          + " 3.7.1-2 4.1.2-3 4.2.1 4.3.1-2 4.4.2-4 5.1.1 5.2.3 5.4.1-3 6.1.2-3 6.2.9-12 6.3.3-4"
          + " 6.4.3-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.3.1-2 7.4.3-5 7.5.1-2 7.6.1-2 8.1.2 8.2.3"
          + " 8.4.1 9.2.2-4 10.1.1-2 10.2.1-2 10.3.1-4 10.4.6-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2"
          + " 11.2.1-3 11.3.3 11.4.2-4 11.5.1 11.6.1 12.1.2-3 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2"
          + " 13.4.2-5 14.1.1-2 14.2.2-4 14.3.2-3 15.1.2-3 15.2.2-3 15.3.2-7 16.1.1 16.2.1-5 16.3.1-4"
          + " 16.4.1-3 16.5.1-3 17.1.1 17.2.1-4 17.3.1-2";

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([0-9][0-9., ]*) \\| ([a-z/ ]+) \\|.*\\| (.*) \\|$");
  private static final Pattern NAME =
      Pattern.compile("`([A-Za-z]+(?:Test|IT))`|`([a-z]+\\.test\\.js)`");

  private static final String READING = "by reading";

  /** A row for points of one kind. */
  private record Row(List<String> points, String outcome, String where) {}

  private static String text() throws IOException {
    return Files.readString(ROOT.resolve("docs/asvs.md"));
  }

  private static List<Row> rows() throws IOException {
    return ROW.matcher(text())
        .results()
        .map(row -> new Row(List.of(row.group(1).split(", ")), row.group(2), row.group(3)))
        .toList();
  }

  private static List<String> points(String ranges) {
    return Stream.of(ranges.split(" ", -1))
        .flatMap(
            range -> {
              int dot = range.lastIndexOf('.');
              String[] ends = range.substring(dot + 1).split("-", -1);
              return IntStream.rangeClosed(
                      Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                  .mapToObj(number -> range.substring(0, dot + 1) + number);
            })
        .toList();
  }

  @Test
  void hasEachPointOfBothLevelsOnce() throws IOException {
    List<String> wanted = Stream.of(LEVEL_1, LEVEL_2).flatMap(l -> points(l).stream()).toList();
    List<String> found = rows().stream().flatMap(row -> row.points().stream()).toList();

    assertEquals(new TreeSet<>(wanted), new TreeSet<>(found));
    assertEquals(253, wanted.size());
    assertEquals(wanted.size(), found.size(), "a point is there twice");
  }

  @Test
  void saysHowManyAreMet() throws IOException {
    Set<String> first = new HashSet<>(points(LEVEL_1));
    Map<String, List<Integer>> counted = new TreeMap<>();
    for (String outcome : List.of("met", "not met", "n/a")) {
      counted.put(outcome, counts(row -> row.outcome().equals(outcome), first));
    }
    counted.put("all", counts(_ -> true, first));

    Map<String, List<Integer>> said =
        Pattern.compile("(?m)^\\| ([a-z/ ]+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|$")
            .matcher(text())
            .results()
            .collect(
                Collectors.toMap(
                    line -> line.group(1),
                    line ->
                        IntStream.of(2, 3, 4)
                            .mapToObj(i -> Integer.valueOf(line.group(i)))
                            .toList()));
    assertEquals(counted, new TreeMap<>(said));
  }

  /** Of level 1, of level 2, and of both. */
  private static List<Integer> counts(Predicate<Row> which, Set<String> first) throws IOException {
    List<String> points =
        rows().stream().filter(which).flatMap(row -> row.points().stream()).toList();
    int ofFirst = (int) points.stream().filter(first::contains).count();
    return List.of(ofFirst, points.size() - ofFirst, points.size());
  }

  @Test
  void namesTestsThatExist() throws IOException {
    Set<String> there;
    try (Stream<Path> files = Files.walk(ROOT)) {
      there =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java") || name.endsWith(".test.js"))
              .collect(Collectors.toSet());
    }
    var missing = new ArrayList<String>();
    Matcher name = NAME.matcher(text());
    while (name.find()) {
      String file = name.group(1) == null ? name.group(2) : name.group(1) + ".java";
      if (!there.contains(file)) {
        missing.add(file);
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void saysOfWhatIsMetWhatHoldsIt() throws IOException {
    for (Row row : rows()) {
      if (row.outcome().equals("met")) {
        boolean isHeld = NAME.matcher(row.where()).find() || row.where().endsWith(READING);
        assertTrue(isHeld, row.points() + ": " + row.where());
      }
    }
  }
}
