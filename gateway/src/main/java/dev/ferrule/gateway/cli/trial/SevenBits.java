package dev.ferrule.gateway.cli.trial;

import java.util.Optional;

/** Recognizes lines of 7 data bits and parity that were heard at 8 data bits. Stateless. */
final class SevenBits {

  /** Fewer bytes may have the same parity by chance. */
  private static final int LEAST = 24;

  /** The share of bytes that must have it; noise has it in every second. */
  private static final double ENOUGH = 0.98;

  private SevenBits() {}

  /** {@code 7E1} or {@code 7O1}; empty when the highest bits are no parity. */
  static Optional<String> form(byte[] heard) {
    int odd = 0;
    int high = 0;
    for (byte b : heard) {
      odd += Integer.bitCount(b & 0xFF) % 2;
      high += b < 0 ? 1 : 0;
    }
    if (heard.length < LEAST || high == 0) {
      return Optional.empty();
    }
    if (heard.length - odd >= ENOUGH * heard.length) {
      return Optional.of("7E1");
    }
    return odd >= ENOUGH * heard.length ? Optional.of("7O1") : Optional.empty();
  }
}
