package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.cli.doctor.Finding.Level;
import dev.ferrule.gateway.json.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/** Shows findings: a line each, in columns; or one JSON object. */
public final class FindingPrinter {

  private static final String RESET = "\u001B[0m";

  /** A wider column is left to stick out. */
  private static final int WIDEST = 44;

  private final PrintWriter out;

  public FindingPrinter(PrintWriter out) {
    this.out = out;
  }

  /** A line for each, and one that counts them. */
  public void print(List<Finding> findings, boolean colors) {
    int what = width(findings, Finding::what);
    int where = width(findings, Finding::where);
    for (Finding finding : findings) {
      String level = String.format("%-4s", finding.level().word());
      String line =
          "  %s  %s  %s%s"
              .formatted(
                  padded(finding.what(), what),
                  padded(finding.where(), where),
                  finding.text(),
                  finding.remedy().isEmpty() ? "" : "; " + finding.remedy());
      out.println((colors ? color(finding.level()) + level + RESET : level) + line.stripTrailing());
    }
    long failures = count(findings, Level.FAIL);
    long warnings = count(findings, Level.WARN);
    out.println(
        failures + warnings == 0
            ? "Nothing is wrong."
            : failures + " failed, " + warnings + (warnings == 1 ? " warning." : " warnings."));
    out.flush();
  }

  private static int width(List<Finding> findings, Function<Finding, String> column) {
    return findings.stream()
        .map(column)
        .mapToInt(String::length)
        .filter(length -> length <= WIDEST)
        .max()
        .orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String color(Level level) {
    return switch (level) {
      case OK -> "\u001B[32m";
      case WARN -> "\u001B[33m";
      case FAIL -> "\u001B[31m";
    };
  }

  /** One object. */
  public void json(List<Finding> findings) {
    JsonText json = new JsonText().object().list("findings");
    for (Finding finding : findings) {
      json.object()
          .field("level", finding.level().word())
          .field("what", finding.what())
          .field("where", finding.where())
          .field("text", finding.text())
          .field("remedy", finding.remedy())
          .endObject();
    }
    json.endList();
    for (Level level : Level.values()) {
      json.field(level.word(), count(findings, level));
    }
    out.println(json.endObject());
    out.flush();
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }
}
