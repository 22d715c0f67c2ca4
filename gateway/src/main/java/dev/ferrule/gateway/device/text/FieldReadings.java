package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.device.ChannelRules;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.text.fields.FieldSink;
import dev.ferrule.gateway.device.text.fields.NumberForm;
import dev.ferrule.gateway.device.text.fields.NumberForm.Radix;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.ValueRange;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes readings of fields: number, scale, quality. A field that was hexadecimal digits beyond
 * doubt among its last values has no decimal ones, unless somebody says so; one letter in many
 * numbers is damage. Owner: the driver. The hot path: it allocates nothing for plain numbers.
 */
final class FieldReadings implements FieldSink {

  /** Unknown fields that are told by name; a board in disorder must not fill the log. */
  private static final int MOST_NOTES = 8;

  /** Values that may be hexadecimal after one that was, so many more for each, up to the most. */
  private static final int HEX_STEP = 16;

  private static final int MOST_HEX = 64;

  private final DeviceEvents events;
  private final Shown shown;
  private final ReadingColumns columns;
  private final BadValues bad;
  private final DamageSigns signs;
  private final List<ValueRange> ranges;
  private final NumberForm[] forms;
  private final double[] scale;
  private final double[] offset;
  private final boolean[] isSwitch;
  private final int[] maybeHex;
  private final Set<String> noted = new HashSet<>();
  private long unknownFields;
  private long notNumbers;

  /** Wants to know what the board shows. */
  @FunctionalInterface
  interface Shown {
    /** A value of a channel, by its index. */
    void value(int channel, double value);
  }

  FieldReadings(
      List<TextChannel> channels,
      ReadingColumns columns,
      Loop loop,
      DeviceEvents events,
      DamageSigns signs,
      Shown shown) {
    this.events = events;
    this.signs = signs;
    this.shown = shown;
    this.columns = columns;
    this.bad = new BadValues(channels.stream().map(TextChannel::key).toList(), loop, events);
    this.ranges = channels.stream().map(TextChannel::range).toList();
    this.forms = channels.stream().map(TextChannel::numbers).toArray(NumberForm[]::new);
    this.scale = channels.stream().mapToDouble(c -> c.calibration().scale()).toArray();
    this.offset = channels.stream().mapToDouble(c -> c.calibration().offset()).toArray();
    this.isSwitch = new boolean[channels.size()];
    this.maybeHex = new int[channels.size()];
    for (int i = 0; i < isSwitch.length; i++) {
      isSwitch[i] = channels.get(i).kind() == Kind.SWITCH;
    }
  }

  @Override
  public void text(int field, byte[] bytes, int from, int to) {
    double value = parse(field, bytes, from, to);
    signs.number(field, value, bytes, from, to);
    if (Double.isNaN(value)) {
      bad.add(field, bytes, from, to, maybeHex[field] > 0);
    }
    number(field, value);
  }

  private double parse(int field, byte[] bytes, int from, int to) {
    double value = forms[field].parse(bytes, from, to);
    if (isSwitch[field]) {
      return Double.isNaN(value) ? word(bytes, from, to) : value;
    }
    boolean hex =
        forms[field].radix() == Radix.UNDECLARED && maybeHex(field, value, bytes, from, to);
    return hex ? Double.NaN : value;
  }

  private boolean maybeHex(int field, double decimal, byte[] bytes, int from, int to) {
    boolean isDecimal = !Double.isNaN(decimal);
    if (isDecimal && maybeHex[field] == 0) {
      return false;
    }
    if (isDecimal) {
      boolean digits = NumberForm.isHexDigits(bytes, from, to);
      maybeHex[field] = digits ? maybeHex[field] - 1 : 0; // a point or a sign is decimal
      return digits;
    }
    if (NumberForm.isOnlyHex(bytes, from, to)) {
      maybeHex[field] = Math.min(MOST_HEX, maybeHex[field] + HEX_STEP);
    }
    return true;
  }

  @Override
  public void cutNumber(int field, byte[] bytes, int from, int to) {
    signs.number(field, Double.NaN, bytes, from, to);
    bad.add(field, bytes, from, to, false);
    number(field, Double.NaN);
  }

  @Override
  public void number(int field, double raw) {
    double value = raw * scale[field] + offset[field];
    int quality = signs.quality(field, value, ChannelRules.quality(value, ranges.get(field)));
    if (Quality.isBad(quality)) {
      notNumbers++;
      value = Double.NaN;
    }
    columns.add(field, value, quality);
    shown.value(field, value);
  }

  private static double word(byte[] text, int from, int to) {
    return switch (new String(text, from, to - from, UTF_8)) {
      case "on", "ON", "On", "true", "TRUE", "True" -> 1;
      case "off", "OFF", "Off", "false", "FALSE", "False" -> 0;
      default -> Double.NaN;
    };
  }

  @Override
  public void undeclared(byte[] text, int from, int to) {
    unknownFields++;
    signs.undeclared(text, from, to);
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

  long unknownFields() {
    return unknownFields;
  }

  long notNumbers() {
    return notNumbers;
  }
}
