package dev.ferrule.gateway.config.yaml;

/**
 * One thing wrong with a configuration.
 *
 * @param place where it stands
 * @param length how many characters it is long, at least 1
 * @param path what it is about, such as {@code devices.climate.baud}; empty for the file as a whole
 * @param text what is wrong with the value, and what is allowed
 */
public record Mistake(Place place, int length, String path, String text)
    implements Comparable<Mistake> {

  @Override
  public int compareTo(Mistake other) {
    return place.compareTo(other.place);
  }

  /** As compilers say it: {@code 12:5: devices.climate.baud: must be …}. */
  @Override
  public String toString() {
    return place + ": " + (path.isEmpty() ? "" : path + ": ") + text;
  }
}
