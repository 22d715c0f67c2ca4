package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import dev.ferrule.gateway.device.text.fields.FieldReader;
import dev.ferrule.gateway.device.text.fields.FieldSink;
import dev.ferrule.gateway.device.text.fields.Misfit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a guess finds in frames: the values of each field, and when they came. Owner: one guess. */
final class Seen implements FieldSink {

  /** The share of a field's values that must be numbers. */
  private static final double ENOUGH = 0.8;

  private final List<Column> columns;

  /** Whether what comes as 0 and 1 was false and true. */
  private final boolean truth;

  private long now;
  private long accepted;

  /** The values of one field. */
  private static final class Column {
    int numbers;
    int nones;
    int words;
    int others;
    int decimals;

    /** A number other than 0 and 1. */
    boolean other;

    /** It was 1 last. */
    boolean one;

    /** It went from 1 to 0. */
    boolean fell;

    final List<Long> times = new ArrayList<>();

    /** Counts a number; NaN for one that is written neither 0 nor 1. */
    void number(double value) {
      numbers++;
      other |= value != 0 && value != 1;
      fell |= value == 0 && one;
      one = value == 1;
    }

    /** A switch says words alone, or goes back to 0, which no counter does. */
    boolean isSwitch() {
      return !other && (numbers == 0 || words > 0 || fell);
    }

    int values() {
      return isSwitch() ? numbers + words : numbers;
    }

    boolean isUsable() {
      int good = values() + nones;
      int all = numbers + nones + words + others;
      return values() > 0 && good >= all * ENOUGH;
    }
  }

  private Seen(int fields, boolean truth) {
    this.truth = truth;
    columns = IntStream.range(0, fields).mapToObj(_ -> new Column()).toList();
  }

  /** Reads frames as the driver will. */
  static Seen of(FieldsGuess guess, Recording.Frames frames) {
    var seen = new Seen(guess.fields().size(), guess.format() instanceof FieldFormat.Json);
    FieldReader reader = FieldReader.of(guess.format(), guess.fields());
    for (int i = guess.hasTitle() ? 1 : 0; i < frames.good.size(); i++) {
      byte[] frame = frames.good.get(i);
      seen.now = frames.times.get(i);
      Misfit misfit = reader.read(frame, 0, frame.length, i == 0 && frames.cut, seen);
      seen.accepted += misfit == Misfit.NONE ? 1 : 0;
    }
    return seen;
  }

  /** Frames that had a field. */
  long accepted() {
    return accepted;
  }

  /** Numbers that usable fields told. */
  int values() {
    return columns.stream().filter(Column::isUsable).mapToInt(Column::values).sum();
  }

  /**
   * Whether a field is a number often enough, and not a rare piece of damage beside those that come
   * again and again.
   */
  boolean isUsable(int field) {
    int most = columns.stream().mapToInt(Column::values).max().orElse(0);
    Column column = columns.get(field);
    return column.isUsable() && (column.values() > 1 || most < 3);
  }

  /** Whether a field only ever said on, off, true or false, or 0 and 1 as a switch does. */
  boolean isSwitch(int field) {
    return columns.get(field).isSwitch();
  }

  /** Most digits after the point that were seen. */
  int decimals(int field) {
    return columns.get(field).decimals;
  }

  /** How often a field is to be expected. */
  Optional<Duration> period(int field, Recording heard) {
    return PeriodGuess.of(columns.get(field).times, heard);
  }

  @Override
  public void text(int field, byte[] bytes, int from, int to) {
    Column column = columns.get(field);
    column.times.add(now);
    String text = new String(bytes, from, to - from, ISO_8859_1);
    if (Values.isNumber(text)) {
      column.number(text.equals("0") ? 0 : text.equals("1") ? 1 : Double.NaN);
      column.decimals = Math.max(column.decimals, Values.decimals(text));
    } else if (Values.isWord(text)) {
      column.words++;
    } else if (Values.isNone(text)) {
      column.nones++;
    } else {
      column.others++;
    }
  }

  @Override
  public void number(int field, double value) {
    Column column = columns.get(field);
    column.times.add(now);
    if (Double.isNaN(value)) {
      column.nones++;
    } else if (truth) {
      column.words++;
    } else {
      column.number(value);
    }
  }

  @Override
  public void undeclared(byte[] bytes, int from, int to) {}
}
