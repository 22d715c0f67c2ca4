package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.block.OpenBlock;
import dev.ferrule.gateway.history.block.SeriesForm;
import dev.ferrule.gateway.history.file.Commit;
import dev.ferrule.gateway.history.file.HistoryRule;
import dev.ferrule.gateway.history.file.HistoryRules;
import dev.ferrule.gateway.history.file.Opening;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.registry.Directory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The series of an open file: their numbers, which channel is which, and what is open of each.
 * Owner: the collector's loop.
 */
final class SeriesBook {

  /** Series of a file: as many as a message has channels. */
  static final int MOST_SERIES = 16_384;

  /** A series and its block. */
  static final class Series {
    final SeriesForm form;
    final int number;

    /** Of its channel in the directory. */
    int place;

    /** Null when every reading is kept. */
    @Nullable Thinning thinning;

    /** Its readings, ever. */
    long readings;

    @Nullable OpenBlock block;

    Series(SeriesForm form, int number, long readings) {
      this.form = form;
      this.number = number;
      this.readings = readings;
    }
  }

  private final HistoryRules rules;
  private final Map<SeriesForm, Series> series = new HashMap<>();
  private final List<Commit.Series> fresh = new ArrayList<>();
  private int next;

  SeriesBook(Opening opening, HistoryRules rules) {
    this.rules = rules;
    this.next = opening.nextSeries();
    opening
        .series()
        .forEach(
            (form, number) ->
                series.put(
                    form, new Series(form, number, opening.readings().getOrDefault(number, 0L))));
  }

  /**
   * Which series each channel of a directory is, by its number; null where nothing is kept.
   *
   * @return the series; those that are new are {@link #fresh}
   */
  @Nullable Series[] map(Directory directory) {
    @Nullable Series[] byNumber = new Series[directory.capacity()];
    directory
        .channels()
        .forEach((number, channel) -> byNumber[number] = place(number, channel).orElse(null));
    return byNumber;
  }

  private Optional<Series> place(int number, Channel channel) {
    HistoryRule rule = rules.of(channel.id());
    Optional<Series> found = rule.isOn() ? number(SeriesForm.of(channel)) : Optional.empty();
    found.ifPresent(
        one -> {
          one.place = number;
          one.thinning =
              Thinning.of(channel, rule)
                  .map(anew -> Objects.requireNonNullElse(one.thinning, anew))
                  .orElse(null);
        });
    return found;
  }

  /** The series of a form; empty when there are too many already. */
  Optional<Series> number(SeriesForm form) {
    Series known = series.get(form);
    if (known == null && next < MOST_SERIES) {
      known = new Series(form, next++, 0);
      series.put(form, known);
      fresh.add(new Commit.Series(known.number, form));
    }
    return Optional.ofNullable(known);
  }

  /** What a number means. */
  Optional<SeriesForm> form(int number) {
    return series.values().stream()
        .filter(one -> one.number == number)
        .map(one -> one.form)
        .findFirst();
  }

  /** All of them. */
  Collection<Series> all() {
    return series.values();
  }

  /** How many readings each has got, ever; those of which a rule keeps only a part are left out. */
  Map<SeriesForm, Mark.Place> places() {
    Map<SeriesForm, Mark.Place> places = new HashMap<>();
    for (Series one : series.values()) {
      if (one.thinning == null) {
        places.put(one.form, new Mark.Place(one.number, one.readings));
      }
    }
    return places;
  }

  /** How many numbers are given. */
  int size() {
    return next;
  }

  /** Those that the file does not have yet. */
  List<Commit.Series> fresh() {
    return fresh;
  }

  /** An encoder that knows all of them. */
  JournalEncoder encoder() {
    double[] factors = new double[next];
    series.values().forEach(one -> factors[one.number] = one.form.factor());
    return new JournalEncoder(factors);
  }
}
