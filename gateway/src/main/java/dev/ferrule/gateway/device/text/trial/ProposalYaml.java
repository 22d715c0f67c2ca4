package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.framing.Check;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** Writes a proposal as a configuration that can be run. Stateless. */
public final class ProposalYaml {

  private ProposalYaml() {}

  /**
   * The YAML of one device, indented as below its id.
   *
   * @param port where it was heard
   * @param baud bits a second
   */
  public static String of(Proposal proposal, String port, int baud) {
    var out = new StringBuilder("    driver: text\n").append(line(port, baud));
    if (!proposal.framing().equals(Framing.LINES)) {
      out.append("    framing: {").append(framing(proposal.framing())).append("}\n");
    }
    fields(proposal.format(), out);
    out.append("    channels:\n");
    String period = proposal.period().map(ProposalYaml::period).orElse("");
    for (Proposal.Field field : proposal.channels()) {
      out.append("      ").append(field.key()).append(": {");
      out.append(channel(field)).append(period).append("}\n");
    }
    return out.toString();
  }

  /** The YAML of the line that any device is on. */
  public static String line(String port, int baud) {
    return "    port: " + quoted(port) + "\n    baud: " + baud + "\n";
  }

  private static String channel(Proposal.Field field) {
    String name = field.key().equals(field.field()) ? "" : "field: " + quoted(field.field()) + ", ";
    return name + (field.isSwitch() ? "kind: switch" : "decimals: " + field.decimals());
  }

  /** Nothing when it is about the usual second. */
  private static String period(Duration period) {
    long ms = period.toMillis();
    return ms >= 500 && ms <= 1200 ? "" : ", period: " + Math.min(ms, 86_400_000) + "ms";
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
    return cut + framing.check().map(check -> ", check: {" + check(check) + "}").orElse("");
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
                    "        %s: {at: %d, type: %s}%n"
                        .formatted(name, spot.at(), spot.type().word())));
      }
    }
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ", "[", "]");
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        out.append(c);
      } else {
        out.append("\\x%02X".formatted((int) c));
      }
    }
    return out.append('"').toString();
  }
}
