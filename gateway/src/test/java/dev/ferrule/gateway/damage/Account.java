package dev.ferrule.gateway.damage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What came of one driver at one damage, over all its lines.
 *
 * @param subject the driver
 * @param share of bytes that had an accident
 * @param lines how many
 * @param accidents how many there were
 * @param readings what came beside what boards said
 * @param counted what the driver counted of it
 * @param commands what became of them beside what boards did
 */
record Account(
    Subject subject,
    double share,
    int lines,
    long accidents,
    Readings.Tally readings,
    SortedMap<String, Long> counted,
    Orders.Verdict commands) {

  Account {
    counted = new TreeMap<>(counted);
  }

  Account plus(Account other) {
    SortedMap<String, Long> sums = new TreeMap<>(counted);
    other.counted.forEach((word, count) -> sums.merge(word, count, Long::sum));
    return new Account(
        subject,
        share,
        lines + other.lines,
        accidents + other.accidents,
        readings.plus(other.readings),
        sums,
        commands.plus(other.commands));
  }

  /** How many losses the driver told of, in whatever words. */
  long told() {
    List<String> words =
        switch (subject) {
          case FIRMWARE -> List.of("lost");
          case MODBUS -> List.of("damaged", "unanswered", "late");
          case PAIRS, COLUMNS, XOR, CRC16, NMEA ->
              List.of("damaged", "ignored", "bad values", "unknown fields");
        };
    return words.stream().mapToLong(word -> counted.getOrDefault(word, 0L)).sum();
  }

  /** What must not be, and was; in words. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    Map<String, Integer> ends = commands.ends();
    Stream.of(
            new Fault("wrong values good", readings.wrong(), unprovable()),
            new Fault("losses not told", untold(), uncountable()),
            new Fault("commands without an end", ends.getOrDefault("open", 0), 0),
            new Fault("commands twice", commands.twice(), 0),
            new Fault("commands late", commands.late(), 0),
            new Fault("commands confirmed and not done", commands.notDone(), 0),
            new Fault("commands denied and done", commands.denied(), 0))
        .filter(fault -> fault.count > fault.most)
        .forEach(fault -> faults.add(fault.count + " " + fault.what));
    if (!faults.isEmpty()) {
      faults.add(this.toString());
    }
    return faults;
  }

  private record Fault(String what, long count, long most) {}

  /** Losses that are not told; what came otherwise than it was said did not get lost. */
  private long untold() {
    return readings.lost() - told() - readings.wrong() - readings.doubtfulAndWrong();
  }

  /** Losses that nobody can know: of frames without a number, or a check. */
  private long uncountable() {
    return switch (subject) {
      case FIRMWARE, MODBUS -> 0;
      case XOR, CRC16, NMEA -> lines + readings.lost() / 100;
      case PAIRS, COLUMNS -> readings.lost();
    };
  }

  /** Wrong values that nobody can know: damage that comes unseen before any that shows. */
  private long unprovable() {
    return switch (subject) {
      case FIRMWARE, CRC16, MODBUS -> 0;
      case XOR, NMEA -> lines;
      case PAIRS, COLUMNS -> 6L * lines;
    };
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-8s %5.2f %% %6d accidents, %6d rows: %7d right, %d WRONG, %6d uncertain (%d wrong), %d bad,"
            + " %d lost, %d told%n  %s twice %d, late %d, not done %d, denied %d%n  %s%n  %s",
        subject.word(),
        100 * share,
        accidents,
        readings.rows(),
        readings.right(),
        readings.wrong(),
        readings.doubtful(),
        readings.doubtfulAndWrong(),
        readings.bad(),
        readings.lost(),
        told(),
        commands.ends(),
        commands.twice(),
        commands.late(),
        commands.notDone(),
        commands.denied(),
        counted,
        Stream.concat(readings.examples().stream(), commands.examples().stream())
            .limit(6)
            .toList());
  }
}
