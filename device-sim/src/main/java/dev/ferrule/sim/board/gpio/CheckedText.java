package dev.ferrule.sim.board.gpio;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Lines of text with a check: {@code text*hhhhhhhh}, where h is CRC-32C of the text in hexadecimal.
 */
final class CheckedText {

  private static final int CHECK = 9;

  private CheckedText() {}

  /** The bytes of a line, its end included. */
  static byte[] seal(String text) {
    return "%s*%08x\n".formatted(text, check(text)).getBytes(StandardCharsets.US_ASCII);
  }

  /** The text of a line without its end; nothing when it is damaged. */
  static Optional<String> open(String line) {
    int length = line.length() - CHECK;
    if (length < 0) {
      return Optional.empty();
    }
    String text = line.substring(0, length);
    return Optional.of(text)
        .filter(_ -> line.substring(length).equals("*%08x".formatted(check(text))));
  }

  private static int check(String text) {
    var crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return (int) crc.getValue();
  }
}
