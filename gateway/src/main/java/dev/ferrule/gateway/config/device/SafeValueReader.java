package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.protocol.Kind;
import java.util.OptionalDouble;

/**
 * What an output is put to when nobody commands it. A person must say it or say that there is no
 * such value: what the gateway writes by itself is never a guess.
 */
final class SafeValueReader {

  private static final String NONE = "none";

  private SafeValueReader() {}

  /** The value; empty when there is none, or none that is right. */
  static OptionalDouble read(Section section, Kind kind, ValueRange range) {
    if (!section.has("safe")) {
      section.problem(
          "missing \"safe\": the value that is written when the device comes up and when the"
              + " gateway stops; or none, and nothing is written but commands");
      return OptionalDouble.empty();
    }
    OptionalDouble safe = section.number("safe");
    String word = section.text("safe").orElse(NONE);
    if (safe.isEmpty() ? !word.equals(NONE) : !range.contains(safe.getAsDouble())) {
      String allowed = kind == Kind.SWITCH ? "0 or 1" : Numbers.text(range);
      String written = safe.isEmpty() ? "\"" + word + "\"" : Numbers.text(safe.getAsDouble());
      section.problem("safe", "must be " + allowed + ", or none, not " + written);
      return OptionalDouble.empty();
    }
    return safe;
  }
}
