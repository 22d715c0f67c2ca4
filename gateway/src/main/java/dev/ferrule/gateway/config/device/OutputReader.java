package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.protocol.Kind;
import java.util.OptionalDouble;

/** The part of a configuration that text and Modbus outputs have alike. */
final class OutputReader {

  private static final String NONE = "none";

  private OutputReader() {}

  /** Whether a channel is read; one that is neither read nor written is a problem. */
  static boolean readable(Section section) {
    boolean readable = section.flag("readable", true);
    if (!readable && !section.has("write")) {
      section.problem("readable", "false without \"write\": such a channel would do nothing");
    }
    return readable;
  }

  /**
   * What an output is put to when nobody commands it; empty when there is no such value, or none
   * that is right. A person must say it or say that there is none: what the gateway writes by
   * itself is never a guess.
   */
  static OptionalDouble safe(Section section, Kind kind, ValueRange range) {
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
