package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code key=value} pairs from lines into columns.
 *
 * <p>Owner: the driver. The hot path: it allocates nothing for a line of declared fields with plain
 * numbers.
 */
final class PairReader {

  /** Unknown fields that are told by name; a board in disorder must not fill the log. */
  private static final int MOST_NOTES = 8;

  private static final int NOT_A_NUMBER = Quality.of(Quality.BAD, Quality.NOT_A_NUMBER);
  private static final int OUT_OF_RANGE = Quality.of(Quality.UNCERTAIN, Quality.OUT_OF_RANGE);

  private final DeviceEvents events;
  private final Columns columns;
  private final FieldTable fields;
  private final double[] min;
  private final double[] max;
  private final boolean[] isSwitch;
  private final Set<String> noted = new HashSet<>();
  private long lines;
  private long otherLines;
  private long unknownFields;
  private long notNumbers;

  PairReader(List<TextChannel> channels, Columns columns, DeviceEvents events) {
    this.events = events;
    this.columns = columns;
    this.fields = new FieldTable(channels);
    this.min = channels.stream().mapToDouble(c -> c.range().min()).toArray();
    this.max = channels.stream().mapToDouble(c -> c.range().max()).toArray();
    this.isSwitch = new boolean[channels.size()];
    for (int i = 0; i < isSwitch.length; i++) {
      isSwitch[i] = channels.get(i).kind() == Kind.SWITCH;
    }
  }

  /**
   * Reads one line.
   *
   * @param cut whether the start of the line may be missing, so that its first field is not to be
   *     trusted
   * @return whether it has a pair of a declared channel
   */
  boolean read(byte[] text, int from, int to, boolean cut) {
    int previous = fields.startOfLine();
    boolean valid = false;
    boolean skip = cut;
    int i = from;
    while (i < to) {
      int start = i;
      while (i < to && text[i] != '=' && !separates(text[i])) {
        i++;
      }
      if (i == to || text[i] != '=') {
        skip = false; // what follows a separator is whole
        i++;
        continue;
      }
      int value = ++i;
      while (i < to && !separates(text[i])) {
        i++;
      }
      int channel = skip ? -1 : fields.find(text, start, value - 1, previous);
      if (channel >= 0) {
        add(channel, text, value, i);
        previous = channel;
        valid = true;
      } else if (!skip) {
        unknown(text, start, value - 1);
      }
      skip = false;
    }
    count(valid);
    return valid;
  }

  private void count(boolean valid) {
    if (valid) {
      lines++;
    } else {
      otherLines++;
    }
  }

  private static boolean separates(byte c) {
    return c == ' ' || c == ',' || c == ';' || c == '\t';
  }

  private void add(int channel, byte[] text, int from, int to) {
    double value = NumberText.parse(text, from, to);
    if (Double.isNaN(value)) {
      value = isSwitch[channel] ? word(text, from, to) : value;
      if (Double.isNaN(value)) {
        notNumbers++;
        columns.add(channel, value, NOT_A_NUMBER);
        return;
      }
    }
    boolean possible = value >= min[channel] && value <= max[channel];
    columns.add(channel, value, possible ? Quality.GOOD : OUT_OF_RANGE);
  }

  private static double word(byte[] text, int from, int to) {
    return switch (new String(text, from, to - from, UTF_8)) {
      case "on", "ON", "On", "true", "TRUE", "True" -> 1;
      case "off", "OFF", "Off", "false", "FALSE", "False" -> 0;
      default -> Double.NaN;
    };
  }

  private void unknown(byte[] text, int from, int to) {
    unknownFields++;
    if (noted.size() >= MOST_NOTES) {
      return;
    }
    String field = new String(text, from, Math.min(to - from, 64), UTF_8);
    if (noted.add(field)) {
      events.note(
          System.Logger.Level.INFO,
          "the board prints \"" + printable(field) + "\", which no channel declares; ignored");
    }
  }

  private static String printable(String field) {
    return field.replaceAll("[^\\x20-\\x7E]", "?");
  }

  /** Lines without any declared pair so far. */
  long otherLines() {
    return otherLines;
  }

  /** What was read so far. */
  TextStatistics statistics(long overlong) {
    return new TextStatistics(lines, otherLines, overlong, unknownFields, notNumbers);
  }
}
