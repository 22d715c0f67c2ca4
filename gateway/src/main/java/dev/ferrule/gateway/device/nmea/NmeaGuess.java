package dev.ferrule.gateway.device.nmea;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of an instrument that was listened to.
 *
 * @param sentences with a right check sum
 * @param types of these, such as {@code RMC}
 * @param quantities that they carry
 * @param transducers of XDR sentences
 */
public record NmeaGuess(
    int sentences, Set<String> types, Set<Quantity> quantities, Set<Known> transducers) {

  /**
   * A transducer that a configuration can name.
   *
   * @param name empty for one without
   * @param type its letter
   * @param unit UCUM code; empty where none is told
   */
  public record Known(String name, String type, String unit) {}

  private static final int MOST_TRANSDUCERS = 32;

  public NmeaGuess {
    types = Set.copyOf(types);
    quantities = Set.copyOf(quantities);
    transducers = Set.copyOf(transducers);
  }

  /** What the sentences say in what was heard, where most of it is sentences. */
  public static NmeaGuess of(byte[] heard) {
    var count = new Count();
    var reader = new SentenceReader(false, count::add, () -> {});
    reader.feed(heard, 0, heard.length);
    return new NmeaGuess(count.sentences, count.types, count.quantities, count.transducers);
  }

  /** Whether there is anything in it that a gateway can read. */
  public boolean hasValues() {
    return !quantities.isEmpty() || !transducers.isEmpty();
  }

  /** What it is, in words. */
  public String words() {
    return "NMEA 0183: "
        + sentences
        + " sentences with a right check sum ("
        + String.join(", ", new TreeSet<>(types))
        + ")";
  }

  /** What a configuration says of it, with the line that it is on; indented as below its id. */
  public String yaml(String line) {
    var out = new StringBuilder("    driver: nmea\n").append(line);
    if (quantities.isEmpty() && transducers.isEmpty()) {
      return out.toString();
    }
    out.append("    channels:\n");
    Set<String> keys = new HashSet<>();
    for (Quantity quantity : Quantity.values()) {
      if (quantities.contains(quantity)) {
        keys.add(quantity.word());
        out.append("      ").append(quantity.word()).append(": {}\n");
      }
    }
    transducers.stream()
        .sorted(Comparator.comparing(Known::name).thenComparing(Known::type))
        .forEach(known -> out.append(yaml(known, key(known.name(), keys))));
    return out.toString();
  }

  private static String yaml(Known known, String key) {
    String name = known.name().replace("\\", "\\\\").replace("\"", "\\\"");
    String which =
        known.unit().isEmpty() ? "type: " + known.type() : "unit: \"" + known.unit() + "\"";
    return "      %s: {xdr: \"%s\", %s, decimals: 2}\n".formatted(key, name, which);
  }

  private static String key(String name, Set<String> used) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^[_0-9]+|_+$", "");
    String base = plain.isEmpty() ? "value" : plain.substring(0, Math.min(28, plain.length()));
    String key = base;
    for (int n = 2; !used.add(key); n++) {
      key = base + n;
    }
    return key;
  }

  /** Collects what sentences carry. */
  private static final class Count implements Interpreter.Sink {
    private final Set<String> types = new HashSet<>();
    private final Set<Quantity> quantities = EnumSet.noneOf(Quantity.class);
    private final Set<Known> transducers = new HashSet<>();
    private int sentences;

    void add(Sentence sentence) {
      sentences++;
      types.add(sentence.type());
      Interpreter.read(sentence, this);
    }

    @Override
    public void value(Quantity quantity, double value, int quality) {
      quantities.add(quantity);
    }

    @Override
    public void transducer(Measurement measured) {
      String name = measured.name();
      boolean declarable =
          measured.type().matches("[A-Z]")
              && name.length() <= 32
              && name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '$');
      if (declarable && transducers.size() < MOST_TRANSDUCERS) {
        String unit = TransducerUnit.told(measured.type(), measured.letter()).orElse("");
        transducers.add(new Known(name, measured.type(), unit));
      }
    }

    @Override
    public void time(long millis) {
      quantities.add(Quantity.CLOCK_DIFFERENCE);
    }

    @Override
    public void fix(boolean has, String time, String words) {
      // What it knows now says nothing of what it is.
    }

    @Override
    public void strange(String words) {
      // Nor does what it says amiss.
    }
  }
}
