package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Sentences for tests. */
final class Sentences {

  private Sentences() {}

  /** A sentence with the check sum that it should have. */
  static String checked(String body) {
    int sum = body.chars().reduce(0, (a, b) -> a ^ b);
    return "$%s*%02X".formatted(body, sum);
  }

  static Line line(String line) {
    byte[] bytes = line.getBytes(ISO_8859_1);
    return Line.of(bytes, bytes.length, false);
  }

  static Sentence sentence(String body) {
    return line(checked(body)) instanceof Line.Talk(Sentence sentence) ? sentence : throwing(body);
  }

  private static Sentence throwing(String body) {
    throw new AssertionError("no sentence: " + body);
  }
}
