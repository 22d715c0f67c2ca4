package dev.ferrule.gateway.device.text.framing;

/** Why bytes are no frame. */
public enum Refusal {
  /** Longer than the configuration allows. */
  TOO_LONG("longer than the limit"),
  /** The check at its end is not the one of its bytes. */
  BAD_CHECK("wrong check"),
  /** There are no digits of a check at its end; a line without one is not damaged by that. */
  NO_CHECK("no check at its end"),
  /** SLIP or COBS that no sender makes. */
  BAD_CODING("wrong byte stuffing"),
  /** A length field that no frame has. */
  BAD_LENGTH("impossible length"),
  /** It stopped in the middle. */
  CUT("cut short"),
  /** Bytes where a frame should start. */
  NOISE("bytes that do not start a frame");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** For people; the same words in the log and in {@code ferrule try}. */
  public String text() {
    return text;
  }
}
