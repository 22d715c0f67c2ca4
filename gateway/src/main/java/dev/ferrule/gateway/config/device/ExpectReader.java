package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.firmware.ExpectedBoard;
import dev.ferrule.gateway.device.text.ExpectedBanner;
import dev.ferrule.gateway.wording.Printable;
import dev.ferrule.protocol.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a device that says who must answer on its line. */
public final class ExpectReader {

  private ExpectReader() {}

  /** The board that must answer; null when something in {@code expect} is wrong. */
  public static @Nullable ExpectedBoard board(Section expect) {
    Optional<Bytes> id =
        expect.raw("id").map(hex -> expect.make("id", () -> bytes(hex))); // absent when wrong
    return expect.make(() -> new ExpectedBoard(id, expect.raw("firmware")));
  }

  /** What a text board must say; empty when {@code device} does not tell, or not rightly. */
  static Optional<ExpectedBanner> banner(Section device) {
    Section expect = device.section("expect");
    return device.has("expect")
        ? Optional.ofNullable(
            expect.make(
                () -> new ExpectedBanner(expect.text("match").orElse(""), expect.text("ask"))))
        : Optional.empty();
  }

  private static Bytes bytes(String hex) {
    try {
      return Bytes.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "must be pairs of hexadecimal digits, not \"" + Printable.plain(hex) + "\"", e);
    }
  }
}
