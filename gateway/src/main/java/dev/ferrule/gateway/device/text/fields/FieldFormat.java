package dev.ferrule.gateway.device.text.fields;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the values in a frame are found, and by which names. */
public sealed interface FieldFormat {

  /**
   * Makes sure that the format can have a field.
   *
   * @throws IllegalArgumentException when it cannot; the message names those that there are
   */
  default void require(String field) {}

  private static void requireOneOf(Iterable<String> names, String field, String what) {
    for (String name : names) {
      if (name.equals(field)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "\"" + field + "\" is none of the " + what + " " + String.join(", ", names));
  }

  /** {@code temp=21.5 hum=40}: separated by blanks, tabs, commas or semicolons. */
  record Pairs() implements FieldFormat {}

  /**
   * {@code 21.5,40,1}: one value a column.
   *
   * @param separator between two columns; blanks around a value do not count
   * @param names of the columns, 1 to 128; empty for one that is passed over
   */
  record Columns(char separator, List<String> names) implements FieldFormat {
    public Columns {
      names = List.copyOf(names);
      if (separator > '~' || (separator < ' ' && separator != '\t')) {
        throw new IllegalArgumentException("separator must be one ASCII character");
      }
      if (names.isEmpty() || names.size() > 128) {
        throw new IllegalArgumentException("there are 1 to 128 columns, not " + names.size());
      }
      for (String name : names) {
        if (!name.isEmpty() && Collections.frequency(names, name) > 1) {
          throw new IllegalArgumentException("two columns are called \"" + name + "\"");
        }
      }
    }

    @Override
    public void require(String field) {
      requireOneOf(names.stream().filter(name -> !name.isEmpty()).toList(), field, "columns");
    }
  }

  /** An object; {@code env.temp} and {@code rooms.0.temp} name what lies deeper. */
  record Json() implements FieldFormat {}

  /**
   * A regular expression in RE2 syntax, which takes time in proportion to the frame whatever the
   * expression; fields are its named groups.
   *
   * @param pattern 1 to 500 characters; found anywhere in the frame
   */
  record Regex(String pattern) implements FieldFormat {

    /**
     * Most instructions of the compiled pattern: what bounds its memory, and the time a byte takes.
     */
    private static final int MOST_STEPS = 5000;

    /**
     * Most that all repeat counts multiply to. The library writes repeats out before anybody can
     * count them: {@code ((x{1000}){1000}){1000}} would take all memory.
     */
    private static final long MOST_REPEATS = 10_000;

    private static final java.util.regex.Pattern REPEAT =
        java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    public Regex {
      if (pattern.isEmpty() || pattern.length() > 500) {
        throw new IllegalArgumentException("pattern must be 1 to 500 characters");
      }
      if (compile(pattern).namedGroups().isEmpty()) {
        throw new IllegalArgumentException(
            "pattern has no named group, such as (?P<temp>[-.0-9]+)");
      }
    }

    static Pattern compile(String pattern) {
      if (repeats(pattern) > MOST_REPEATS) {
        throw new IllegalArgumentException("pattern repeats too much");
      }
      try {
        Pattern compiled = Pattern.compile(pattern);
        if (compiled.programSize() > MOST_STEPS) {
          throw new IllegalArgumentException("pattern repeats too much");
        }
        return compiled;
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException("pattern: " + e.getMessage(), e);
      }
    }

    private static long repeats(String pattern) {
      return REPEAT
          .matcher(pattern)
          .results()
          .mapToLong(
              count -> {
                String most = count.group(2);
                return Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most);
              })
          .reduce(1, (all, next) -> Math.min(MOST_REPEATS + 1, all * Math.max(1, next)));
    }

    @Override
    public void require(String field) {
      requireOneOf(compile(pattern).namedGroups().keySet(), field, "groups");
    }
  }

  /**
   * Numbers at places in bytes.
   *
   * @param spots by name, 1 to 128
   */
  record Layout(Map<String, Spot> spots) implements FieldFormat {
    public Layout {
      spots = Collections.unmodifiableMap(new LinkedHashMap<>(spots));
      if (spots.isEmpty() || spots.size() > 128) {
        throw new IllegalArgumentException("a layout has 1 to 128 fields, not " + spots.size());
      }
    }

    @Override
    public void require(String field) {
      requireOneOf(spots.keySet(), field, "fields of the layout");
    }
  }

  /**
   * Where a number is.
   *
   * @param at first byte, counted from 0 in what the frame carries
   * @param type what it is
   * @param littleEndian whether its lowest byte comes first
   * @param bit a single bit, 0 the lowest; -1 for the whole number
   */
  record Spot(int at, NumberType type, boolean littleEndian, int bit) {
    public Spot {
      if (at < 0 || at > 4095) {
        throw new IllegalArgumentException("at must be 0 to 4095, not " + at);
      }
      if (bit < -1 || bit >= 8 * type.width() || (bit >= 0 && type.isFloat())) {
        throw new IllegalArgumentException("there is no bit " + bit + " in a " + type.word());
      }
    }
  }
}
