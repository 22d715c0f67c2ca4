package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.text.framing.Check;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Framing.Cut;
import dev.ferrule.gateway.wording.Units;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a configuration that says how a text board's bytes are cut into frames. */
final class TextFramingReader {

  /** The keys that a kind has besides those that all have. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "line", List.of(),
          "delimiter", List.of("delimiter"),
          "fixed", List.of("start", "length"),
          "length", List.of("start", "width", "order", "counts"),
          "gap", List.of("gap"),
          "slip", List.of(),
          "cobs", List.of());

  private static final List<String> OF_ALL = List.of("kind", "max", "check");

  private TextFramingReader() {}

  /** The framing; lines when nothing is said, null when something is wrong. */
  static @Nullable Framing read(Section device) {
    if (!device.has("framing")) {
      return Framing.LINES;
    }
    Section section = device.section("framing");
    String kind = section.text("kind").orElse("line");
    List<String> own = KEYS.getOrDefault(kind, List.of());
    for (String key : section.names()) {
      if (!OF_ALL.contains(key) && !own.contains(key) && isKnown(key)) {
        section.problem(key, "says nothing about the framing " + kind);
      }
    }
    for (String key : own) {
      if (!section.has(key) && List.of("delimiter", "length", "gap").contains(key)) {
        section.problem("missing \"" + key + "\": the framing " + kind + " needs it");
      }
    }
    Cut cut = section.make(() -> cut(kind, section));
    Check check = section.has("check") ? check(section.section("check")) : null;
    int length = section.integer("length", 0);
    int max = section.integer("max", Math.max(Framing.LINES.max(), Math.min(length, Framing.MAX)));
    return cut == null
        ? null
        : section.make(() -> new Framing(cut, Optional.ofNullable(check), max));
  }

  private static boolean isKnown(String key) {
    return KEYS.values().stream().anyMatch(keys -> keys.contains(key));
  }

  private static Cut cut(String kind, Section section) {
    String start = section.text("start").orElse("");
    return switch (kind) {
      case "delimiter" -> new Cut.Delimiter(section.text("delimiter").orElse(""));
      case "fixed" -> new Cut.Fixed(start, section.integer("length", 0));
      case "length" ->
          new Cut.LengthPrefixed(
              start,
              section.integer("width", 1),
              isLittle(section),
              word(Cut.Counts.values(), section.text("counts").orElse("payload")));
      case "gap" -> new Cut.Gap(section.text("gap").flatMap(Units::duration).orElse(Duration.ZERO));
      case "slip" -> new Cut.Slip();
      case "cobs" -> new Cut.Cobs();
      default -> new Cut.Lines();
    };
  }

  private static @Nullable Check check(Section section) {
    String kind = section.text("kind").orElse("xor").replace('-', '_');
    boolean hex = section.text("form").orElse("bytes").equals("hex");
    String mark = section.text("mark").orElse("");
    return section.make(
        () ->
            new Check(
                word(Check.Kind.values(), kind),
                hex,
                mark.isEmpty() ? 0 : mark.charAt(0),
                isLittle(section),
                section.integer("skip", 0)));
  }

  static boolean isLittle(Section section) {
    return section.text("order").orElse("big").equals("little");
  }

  /** The constant of a word that the schema has checked already. */
  static <E extends Enum<E>> E word(E[] all, String word) {
    return Arrays.stream(all)
        .filter(one -> one.name().equalsIgnoreCase(word))
        .findFirst()
        .orElse(all[0]);
  }
}
