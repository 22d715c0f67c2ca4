package dev.ferrule.gateway.config.yaml;

import dev.ferrule.gateway.wording.Printable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says what the YAML parser's complaints mean to somebody who does not know its words. */
final class YamlTrouble {

  private YamlTrouble() {}

  /** What is wrong, and the likely remedy. */
  static String explain(YAMLException trouble) {
    if (trouble instanceof ReaderException reader) {
      return "character U+%04X is not allowed".formatted(reader.getCodePoint());
    }
    String problem =
        trouble instanceof MarkedYAMLException marked && marked.getProblem() != null
            ? marked.getProblem()
            : String.valueOf(trouble.getMessage());
    if (problem.contains("'\\t(TAB)'") || problem.contains("\\t")) {
      return "a tab stands here; YAML is indented with spaces";
    }
    if (problem.contains("cannot start any token")) {
      return "a text that begins with "
          + problem.replaceFirst("^[^']*'(.).*$", "$1")
          + " needs quotes";
    }
    if (problem.contains("mapping values are not allowed here")) {
      return "this \":\" cannot stand here; is the line above complete, the indentation right,"
          + " or a text with \": \" in it without quotes?";
    }
    if (problem.contains("could not find expected ':'")) {
      return "a \":\" is missing after the key, or a quote or bracket above is not closed";
    }
    if (problem.contains("expected <block end>")) {
      return "the indentation does not fit the lines above, or a quote stands in the middle of a text";
    }
    if (problem.contains("expected the node content")) {
      return "a value is missing here, or a bracket above is not closed";
    }
    if (problem.contains("found unexpected end of stream")) {
      return "the file ends inside a quoted text; its first quote is " + opened(trouble);
    }
    if (problem.contains("expected ',' or")) {
      return "a \",\" or a bracket is missing; the opening one is " + opened(trouble);
    }
    return "not valid YAML: " + Printable.plain(problem);
  }

  private static String opened(YAMLException trouble) {
    return trouble instanceof MarkedYAMLException marked && marked.getContextMark() != null
        ? "in line " + (marked.getContextMark().getLine() + 1)
        : "above";
  }
}
