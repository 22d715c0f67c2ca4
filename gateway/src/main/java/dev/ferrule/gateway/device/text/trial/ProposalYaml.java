package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.framing.Check;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import dev.ferrule.gateway.wording.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** Writes a proposal as a configuration that can be run. Stateless. */
public final class ProposalYaml {

  /** What a configuration takes for the period when it says none. */
  private static final Duration USUAL_PERIOD = Duration.ofSeconds(1);

  private ProposalYaml() {}

  /**
   * The YAML of one device, indented as below its id.
   *
   * @param line what says which port it is on
   */
  public static String of(Proposal proposal, String line) {
    var out = new StringBuilder("    driver: text\n").append(line);
    if (!proposal.framing().equals(Framing.LINES)) {
      out.append("    framing: {").append(framing(proposal.framing())).append("}\n");
    }
    fields(proposal.format(), out);
    out.append("    channels:\n");
    for (Proposal.Field field : proposal.channels()) {
      out.append("      ").append(field.key()).append(": {").append(channel(field)).append("}\n");
    }
    return out.toString();
  }

  private static String channel(Proposal.Field field) {
    List<String> parts = new ArrayList<>();
    if (!field.key().equals(field.field())) {
      parts.add("field: " + quoted(field.field()));
    }
    parts.add(
        switch (field.kind()) {
          case NUMBER -> "decimals: " + field.decimals();
          case SWITCH -> "kind: switch";
          case FLOAT -> "kind: float";
        });
    field
        .period()
        .filter(period -> !period.equals(USUAL_PERIOD))
        .ifPresent(period -> parts.add("period: " + Units.text(period)));
    return String.join(", ", parts);
  }

  private static String framing(Framing framing) {
    String cut =
        switch (framing.cut()) {
          case Cut.Lines _ -> "kind: line";
          case Cut.Delimiter(String bytes) -> "kind: delimiter, delimiter: " + quoted(bytes);
          case Cut.Fixed(String start, int length) ->
              "kind: fixed, start: " + quoted(start) + ", length: " + length;
          case Cut.LengthPrefixed(String start, int width, boolean little, Cut.Counts counts) ->
              "kind: length, start: "
                  + quoted(start)
                  + ", width: "
                  + width
                  + (little ? ", order: little" : "")
                  + ", counts: "
                  + counts.name().toLowerCase(Locale.ROOT);
          case Cut.Gap(Duration pause) -> "kind: gap, gap: " + pause.toMillis() + "ms";
          case Cut.Slip _ -> "kind: slip";
          case Cut.Cobs _ -> "kind: cobs";
        };
    return cut
        + (framing.max() == Framing.LINES.max() ? "" : ", max: " + framing.max())
        + framing.check().map(check -> ", check: {" + check(check) + "}").orElse("");
  }

  private static String check(Check check) {
    return "kind: "
        + check.kind().word()
        + (check.hex() ? ", form: hex" : "")
        + (check.mark() == 0 ? "" : ", mark: " + quoted(String.valueOf(check.mark())))
        + (check.littleEndian() ? ", order: little" : "")
        + (check.skip() == 0 ? "" : ", skip: " + check.skip());
  }

  private static void fields(FieldFormat format, StringBuilder out) {
    switch (format) {
      case FieldFormat.Pairs _ -> {}
      case FieldFormat.Columns(char separator, var names) ->
          out.append("    fields: {kind: csv, separator: ")
              .append(quoted(String.valueOf(separator)))
              .append(", columns: ")
              .append(names.stream().map(ProposalYaml::quoted).collect(joined()))
              .append("}\n");
      case FieldFormat.Json _ -> out.append("    fields: {kind: json}\n");
      case FieldFormat.Regex(String pattern) ->
          out.append("    fields:\n      kind: regex\n      pattern: '")
              .append(pattern.replace("'", "''"))
              .append("'\n");
      case FieldFormat.Layout(var spots) -> {
        out.append("    fields:\n      kind: binary\n      layout:\n");
        spots.forEach(
            (name, spot) ->
                out.append(
                    "        %s: {at: %d, type: %s%s}\n"
                        .formatted(
                            name,
                            spot.at(),
                            spot.type().word(),
                            spot.littleEndian() ? ", order: little" : "")));
      }
    }
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ", "[", "]");
  }

  /** A text in double quotes, printable ASCII alone. */
  public static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if (c >= ' ' && c <= '~') {
                out.appendCodePoint(c);
              } else {
                out.append((c <= 0xFF ? "\\x%02X" : "\\U%08X").formatted(c));
              }
            });
    return out.append('"').toString();
  }
}
