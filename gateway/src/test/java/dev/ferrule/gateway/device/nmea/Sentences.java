package dev.ferrule.gateway.device.nmea;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/** Sentences for tests. */
final class Sentences {

  private Sentences() {}

  /** A sentence with the check sum that it should have. */
  static String checked(String body) {
    int sum = body.chars().reduce(0, (a, b) -> a ^ b);
    return "$%s*%02X".formatted(body, sum);
  }

  static Optional<Sentence> parse(String line) {
    byte[] bytes = line.getBytes(ISO_8859_1);
    return Sentence.parse(bytes, bytes.length);
  }
}
