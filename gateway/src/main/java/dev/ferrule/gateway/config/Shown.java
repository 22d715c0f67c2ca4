package dev.ferrule.gateway.config;

/** Makes values fit to print: cut to a length, control characters written out. */
final class Shown {

  private static final int MOST = 60;

  private Shown() {}

  /** The text in double quotes. */
  static String quoted(String text) {
    return '"' + plain(text) + '"';
  }

  /** The text without quotes. */
  static String plain(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length() && out.length() < MOST; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.length() >= MOST ? out + "…" : out.toString();
  }

  /** A value as an error message shows it. */
  static String value(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar(_, var json, _) when json.isNull() -> "nothing";
      case YamlNode.Scalar(_, var json, var raw) when json.isTextual() -> quoted(raw);
      case YamlNode.Scalar(_, _, var raw) -> plain(raw);
      case YamlNode.Sequence _ -> "a list";
      case YamlNode.Mapping _ -> "a group of keys";
    };
  }
}
