package dev.ferrule.gateway.device.nmea;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A value that sentences carry, in the unit in which it becomes a channel. */
public enum Quantity {
  LATITUDE("Latitude", "deg", 7),
  LONGITUDE("Longitude", "deg", 7),
  ALTITUDE("Altitude above mean sea level", "m", 1),
  SPEED("Speed over ground", "m/s", 2),
  COURSE("Course over ground, true", "deg", 1),
  SATELLITES("Satellites in use", "", 0),
  HDOP("Horizontal dilution of precision", "", 2),
  /** The gateway's clock minus the satellites' at the arrival of a sentence. */
  CLOCK_DIFFERENCE("Clock ahead of satellites", "s", 3),
  HEADING("Heading, true", "deg", 1),
  WIND_ANGLE("Apparent wind angle", "deg", 1),
  WIND_SPEED("Apparent wind speed", "m/s", 2),
  TRUE_WIND_ANGLE("True wind angle", "deg", 1),
  TRUE_WIND_SPEED("True wind speed", "m/s", 2),
  DEPTH("Depth below transducer", "m", 1),
  WATER_TEMPERATURE("Water temperature", "Cel", 1);

  private final String label;
  private final String unit;
  private final int decimals;

  Quantity(String label, String unit, int decimals) {
    this.label = label;
    this.unit = unit;
    this.decimals = decimals;
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
}
