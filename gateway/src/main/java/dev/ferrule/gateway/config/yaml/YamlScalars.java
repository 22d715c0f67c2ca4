package dev.ferrule.gateway.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Pattern;

/**
 * What a scalar means: the core schema of YAML 1.2, chapter 10.3, without infinity and
 * not-a-number, which stay text.
 */
final class YamlScalars {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private YamlScalars() {}

  /** The value of a scalar; one that is not {@code plain} was in quotes or a block and is text. */
  static JsonNode resolve(String raw, boolean plain) {
    if (!plain) {
      return JSON.textNode(raw);
    }
    return switch (raw) {
      case "", "~", "null", "Null", "NULL" -> JSON.nullNode();
      case "true", "True", "TRUE" -> JSON.booleanNode(true);
      case "false", "False", "FALSE" -> JSON.booleanNode(false);
      default -> numberOrText(raw);
    };
  }

  private static JsonNode numberOrText(String raw) {
    if (raw.length() > 64) {
      return JSON.textNode(raw);
    }
    try {
      if (DECIMAL.matcher(raw).matches()) {
        return JSON.numberNode(Long.parseLong(raw));
      }
      if (OCTAL.matcher(raw).matches()) {
        return JSON.numberNode(Long.parseLong(raw.substring(2), 8));
      }
      if (HEX.matcher(raw).matches()) {
        return JSON.numberNode(Long.parseLong(raw.substring(2), 16));
      }
    } catch (NumberFormatException tooLarge) {
      return floating(raw);
    }
    return FLOAT.matcher(raw).matches() ? floating(raw) : JSON.textNode(raw);
  }

  private static JsonNode floating(String raw) {
    try {
      double value = Double.parseDouble(raw);
      return Double.isFinite(value) ? JSON.numberNode(value) : JSON.textNode(raw);
    } catch (NumberFormatException e) { // a hexadecimal number past 64 bits
      return JSON.textNode(raw);
    }
  }
}
