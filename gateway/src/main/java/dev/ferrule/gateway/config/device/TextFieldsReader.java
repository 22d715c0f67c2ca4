package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.fields.FieldFormat.Spot;
import dev.ferrule.gateway.device.text.fields.NumberType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a configuration that says how values are found in a text board's frames. */
final class TextFieldsReader {

  private static final Map<String, String> NEEDED =
      Map.of("csv", "columns", "regex", "pattern", "binary", "layout");

  private TextFieldsReader() {}

  /** Whether a comma stands before the decimals of numbers. */
  static boolean hasComma(Section device) {
    return device.section("fields").text("decimal").orElse(".").equals(",");
  }

  /** The format; pairs when nothing is said, null when something is wrong. */
  static @Nullable FieldFormat read(Section device) {
    Section section = device.section("fields");
    String kind = section.text("kind").orElse("pairs");
    String needed = NEEDED.getOrDefault(kind, "");
    for (String key : NEEDED.values()) {
      if (section.has(key) && !key.equals(needed)) {
        section.problem(key, "says nothing about fields of the kind " + kind);
      }
    }
    if (section.has("separator") && !kind.equals("csv")) {
      section.problem("separator", "says nothing about fields of the kind " + kind);
    }
    if (section.has("decimal") && kind.equals("binary")) {
      section.problem("decimal", "says nothing about fields of the kind " + kind);
    }
    if (!needed.isEmpty() && !section.has(needed)) {
      section.problem("missing \"" + needed + "\": fields of the kind " + kind + " need it");
    }
    return switch (kind) {
      case "csv" -> {
        String separator = section.text("separator").orElse(",");
        if (separator.equals(",") && hasComma(device)) {
          section.problem("decimal", "cannot be the separator too");
        }
        yield section.make(
            "columns",
            () ->
                new FieldFormat.Columns(
                    separator.isEmpty() ? ',' : separator.charAt(0), section.texts("columns")));
      }
      case "json" -> new FieldFormat.Json();
      case "regex" ->
          section.make("pattern", () -> new FieldFormat.Regex(section.text("pattern").orElse("")));
      case "binary" -> layout(section.section("layout"));
      default -> new FieldFormat.Pairs();
    };
  }

  private static @Nullable FieldFormat layout(Section section) {
    Map<String, Spot> spots = new LinkedHashMap<>();
    for (String name : section.names()) {
      Section spot = section.section(name);
      Spot made =
          spot.make(
              () ->
                  new Spot(
                      spot.integer("at", 0),
                      TextFramingReader.word(
                          NumberType.values(), spot.text("type").orElse("uint8")),
                      TextFramingReader.isLittle(spot),
                      spot.integer("bit", -1)));
      if (made != null) {
        spots.put(name, made);
      }
    }
    return section.make(() -> new FieldFormat.Layout(spots));
  }
}
