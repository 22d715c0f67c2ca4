package dev.ferrule.gateway.device.nmea;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A value that sentences carry, in the unit in which it becomes a channel. */
public enum Quantity {
  LATITUDE("Latitude", "deg", 7, -90, 90),
  LONGITUDE("Longitude", "deg", 7, -180, 180),
  ALTITUDE("Altitude above mean sea level", "m", 1, -1_000, 100_000),
  SPEED("Speed over ground", "m/s", 2, 0, 1_000),
  COURSE("Course over ground, true", "deg", 1, 0, 360),
  SATELLITES("Satellites in use", "", 0, 0, 200),
  /** Receivers say 99.99 for none. */
  HDOP("Horizontal dilution of precision", "", 2, 0, 50),
  /** The gateway's clock minus the satellites' at the arrival of a sentence. */
  CLOCK_DIFFERENCE(
      "Clock ahead of satellites", "s", 3, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  HEADING("Heading, true", "deg", 1, 0, 360),
  WIND_ANGLE("Apparent wind angle", "deg", 1, 0, 360),
  WIND_SPEED("Apparent wind speed", "m/s", 2, 0, 150),
  TRUE_WIND_ANGLE("True wind angle", "deg", 1, 0, 360),
  TRUE_WIND_SPEED("True wind speed", "m/s", 2, 0, 150),
  DEPTH("Depth below transducer", "m", 1, 0, 12_000),
  WATER_TEMPERATURE("Water temperature", "Cel", 1, -10, 100);

  private final String label;
  private final String unit;
  private final int decimals;
  private final double least;
  private final double most;

  Quantity(String label, String unit, int decimals, double least, double most) {
    this.label = label;
    this.unit = unit;
    this.decimals = decimals;
    this.least = least;
    this.most = most;
  }

  /** The quantity with that word in a configuration. */
  public static Optional<Quantity> of(String word) {
    return Arrays.stream(values()).filter(q -> q.word().equals(word)).findFirst();
  }

  /** Its word in a configuration, such as {@code water_temperature}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name for people. */
  public String label() {
    return label;
  }

  /** UCUM code. */
  public String unit() {
    return unit;
  }

  /** Places that mean something. */
  public int decimals() {
    return decimals;
  }

  /** Whether it can be so much; what cannot be is no value, whatever its check sum. */
  boolean canBe(double value) {
    return least <= value && value <= most;
  }
}
