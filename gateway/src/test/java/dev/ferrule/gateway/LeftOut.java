package dev.ferrule.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a run of the tests left out, and why: tests that were skipped, and classes with tests of
 * which no report knows a single one, however that came about.
 *
 * <p>{@code mvn verify} prints it near its end; {@code .ci/run} fails on every line of it.
 */
final class LeftOut {

  private static final XMLInputFactory XML = XMLInputFactory.newFactory();

  private LeftOut() {}

  /**
   * Prints a line for each thing left out.
   *
   * @param args the root of the source tree; optionally when the run began (ISO 8601): older
   *     reports do not count, and a module without a newer one was not part of the run
   */
  static void main(String[] args) throws IOException {
    boolean oneRun = args.length > 1;
    Instant since = oneRun ? Instant.parse(args[1]) : Instant.MIN;
    for (Path module : modules(Path.of(args[0]))) {
      Map<String, List<Outcome>> reports = reports(module, since);
      if (!oneRun || !reports.isEmpty()) {
        of(TestClasses.below(module.resolve("src/test/java")), reports).forEach(LeftOut::print);
      }
    }
  }

  private static void print(String line) {
    System.out.println("left out: " + line);
  }

  /** How one test ended. */
  sealed interface Outcome {
    /** It ran, well or not. */
    record Ran() implements Outcome {}

    /** It did not. */
    record Skipped(String reason) implements Outcome {}
  }

  /**
   * A line for each class that ran nothing, and for each reason why tests of a class were skipped.
   *
   * @param classes every class with tests
   * @param reports outcomes by class
   */
  static List<String> of(List<String> classes, Map<String, List<Outcome>> reports) {
    var lines = new ArrayList<String>();
    for (String name : classes) {
      List<Outcome> outcomes = reports.getOrDefault(name, List.of());
      if (outcomes.isEmpty()) {
        lines.add(name + " ran nothing, and no report says why");
      }
      var reasons = new TreeMap<String, Integer>();
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Outcome.Skipped(String reason)) {
          reasons.merge(reason, 1, Integer::sum);
        }
      }
      reasons.forEach(
          (reason, count) ->
              lines.add("%s, %d of %d tests: %s".formatted(name, count, outcomes.size(), reason)));
    }
    return lines;
  }

  private static List<Path> modules(Path root) throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(path -> Files.isDirectory(path.resolve("src/test/java"))).sorted().toList();
    }
  }

  private static Map<String, List<Outcome>> reports(Path module, Instant since) throws IOException {
    var found = new TreeMap<String, List<Outcome>>();
    for (String plugin : List.of("surefire", "failsafe")) {
      Path directory = module.resolve("target").resolve(plugin + "-reports");
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (var files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
        for (Path file : files) {
          if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
            String name = file.getFileName().toString();
            String type = name.substring("TEST-".length(), name.length() - ".xml".length());
            found.computeIfAbsent(type, any -> new ArrayList<>()).addAll(outcomes(file));
          }
        }
      }
    }
    return found;
  }

  /** The outcomes of a report (surefire-test-report-3.0.xsd). */
  static List<Outcome> outcomes(Path report) throws IOException {
    var outcomes = new ArrayList<Outcome>();
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader xml = XML.createXMLStreamReader(in);
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamReader.START_ELEMENT) {
          continue;
        }
        if (xml.getLocalName().equals("testcase")) {
          outcomes.add(new Outcome.Ran());
        } else if (xml.getLocalName().equals("skipped")) {
          outcomes.set(outcomes.size() - 1, new Outcome.Skipped(reason(xml)));
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException(report + ": " + e.getMessage(), e);
    }
    return outcomes;
  }

  /** The message, or the first line of the stack trace without what JUnit puts before it. */
  private static String reason(XMLStreamReader xml) throws XMLStreamException {
    String message = xml.getAttributeValue("", "message");
    String told = message == null ? xml.getElementText().strip() : message;
    String first = told.lines().findFirst().orElse("no reason given");
    return first.replaceFirst("^(\\S+Exception: )?(Assumption failed: )?", "");
  }
}
