package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.link.LinkMessage.Hello;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who must answer on a line; whoever else does is refused before it hears of anything but HELLO.
 *
 * @param id the board's serial number (uid of HELLO), 1 to 16 bytes; any when empty
 * @param firmware its firmware: the whole text of HELLO, or all of it but the last word, which is
 *     the version; any when empty
 */
public record ExpectedBoard(Optional<Bytes> id, Optional<String> firmware) {

  private static final int LONGEST_ID = 16;
  private static final int LONGEST_FIRMWARE = 32;

  /** Whoever answers will do. */
  static final ExpectedBoard ANY = new ExpectedBoard(Optional.empty(), Optional.empty());

  public ExpectedBoard {
    if (id.filter(i -> i.length() < 1 || i.length() > LONGEST_ID).isPresent()) {
      throw new IllegalArgumentException("id must have 1 to 16 bytes");
    }
    if (firmware.filter(f -> f.isBlank() || f.length() > LONGEST_FIRMWARE).isPresent()) {
      throw new IllegalArgumentException("firmware must have 1 to 32 characters");
    }
  }

  /** What is wrong with the board that said {@code hello}, and what to do; nothing when it fits. */
  Optional<String> misfit(Hello hello) {
    boolean right =
        (id.isEmpty() || id.get().equals(hello.uid()))
            && (firmware.isEmpty() || isFirmware(firmware.get(), hello.firmware()));
    return right
        ? Optional.empty()
        : Optional.of(
            DeviceState.Refused.wrongDevice(words(id, firmware), words(hello) + " answers")
                .reason());
  }

  private static boolean isFirmware(String wanted, String said) {
    int version = said.lastIndexOf(' ');
    return said.equals(wanted) || (version > 0 && said.substring(0, version).equals(wanted));
  }

  /** Who a board says that it is; what it leaves empty is left out. */
  static String words(Hello hello) {
    String said =
        words(
            Optional.of(hello.uid()).filter(uid -> uid.length() > 0),
            Optional.of(hello.firmware()).filter(firmware -> !firmware.isBlank()));
    return said.isEmpty() ? "a board without a name" : said;
  }

  private static String words(Optional<Bytes> id, Optional<String> firmware) {
    List<String> words = new ArrayList<>();
    firmware.ifPresent(f -> words.add("firmware " + f));
    id.ifPresent(i -> words.add("id " + i.toHex()));
    return String.join(", ", words);
  }
}
