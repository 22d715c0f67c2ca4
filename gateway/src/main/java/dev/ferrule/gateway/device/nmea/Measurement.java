package dev.ferrule.gateway.device.nmea;

/**
 * What an XDR sentence tells of one transducer.
 *
 * @param type its kind, such as {@code C} for a temperature
 * @param value NaN when it is no number
 * @param letter of its unit, such as {@code C}; empty where none is told
 * @param name empty for a transducer without one
 * @param named whether there is a place for the name, be it empty
 */
record Measurement(String type, double value, String letter, String name, boolean named) {

  /** Kind and unit, as they stand in the sentence: {@code C in C}, {@code G}. */
  String kind() {
    return letter.isEmpty() ? type : type + " in " + letter;
  }
}
