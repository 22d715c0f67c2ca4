package dev.ferrule.gateway.device.firmware;

/** Why a board started, as its HELLO says (PROTOCOL.md A3). */
final class ResetCause {

  private static final String[] WORDS = {
    "unknown", "power on", "external reset", "brown-out", "watchdog", "software"
  };

  private ResetCause() {}

  /** In words; {@code cause} is 0 to 255. */
  static String words(int cause) {
    return cause < WORDS.length ? WORDS[cause] : "cause " + cause;
  }
}
