package dev.ferrule.protocol;

/**
 * Quality codes: one byte, class in bits 7-6 and reason in bits 5-0. PROTOCOL.md, section 0.1.
 *
 * <p>Codes travel as {@code int}, 0 to 255, or as {@code byte} in arrays; every method here takes
 * either, because only the low eight bits count.
 */
public final class Quality {
  /** The value is right. The one code of its class: its reason must be 0. */
  public static final int GOOD = 0x00;

  /** The value is shown with a mark. */
  public static final int UNCERTAIN = 0x40;

  /** The value is meaningless and must not be shown. */
  public static final int BAD = 0x80;

  /** The value was good once; it is the last one known. */
  public static final int STALE = 0xC0;

  /** Reason: not specified. */
  public static final int NOT_SPECIFIED = 0;

  /** Reason: clock not synchronized. */
  public static final int CLOCK_NOT_SYNCHRONIZED = 1;

  /** Reason: out of range. */
  public static final int OUT_OF_RANGE = 2;

  /** Reason: sensor fault, open circuit. */
  public static final int SENSOR_FAULT = 3;

  /** Reason: short circuit. */
  public static final int SHORT_CIRCUIT = 4;

  /** Reason: link down. */
  public static final int LINK_DOWN = 5;

  /** Reason: no data for longer than allowed. */
  public static final int NO_DATA = 6;

  /** Reason: no value yet. */
  public static final int NO_VALUE_YET = 7;

  /** Reason: not a number. */
  public static final int NOT_A_NUMBER = 8;

  /** Reason: device restarted. */
  public static final int DEVICE_RESTARTED = 9;

  /** Reason: outcome of a command unknown. */
  public static final int COMMAND_UNKNOWN = 10;

  /** The first reason that a device may give a meaning of its own; they end at 63. */
  public static final int DEVICE_OWN = 32;

  private static final String[] CLASS_WORDS = {"good", "uncertain", "bad", "stale"};

  private static final String[] REASON_WORDS = {
    "not specified",
    "clock not synchronized",
    "out of range",
    "sensor fault",
    "short circuit",
    "link down",
    "no data",
    "no value yet",
    "not a number",
    "device restarted",
    "outcome of a command unknown"
  };

  private Quality() {}

  /**
   * The code of a class with a reason, as in {@code of(STALE, LINK_DOWN)}.
   *
   * @param qualityClass {@link #UNCERTAIN}, {@link #BAD} or {@link #STALE}; {@link #GOOD} only with
   *     reason 0
   * @param reason 0 to 63
   * @return the code, 0 to 255
   */
  public static int of(int qualityClass, int reason) {
    int code = qualityClass | reason;
    if ((qualityClass & ~0xC0) != 0 || (reason & ~0x3F) != 0 || !isValid(code)) {
      throw new IllegalArgumentException(
          "class 0x%02x with reason %d is no quality".formatted(qualityClass, reason));
    }
    return code;
  }

  /** Whether the code keeps the one rule there is: good has no reason. */
  public static boolean isValid(int code) {
    return (code & 0xC0) != 0 || (code & 0x3F) == 0;
  }

  public static boolean isGood(int code) {
    return (code & 0xC0) == GOOD;
  }

  public static boolean isUncertain(int code) {
    return (code & 0xC0) == UNCERTAIN;
  }

  public static boolean isBad(int code) {
    return (code & 0xC0) == BAD;
  }

  public static boolean isStale(int code) {
    return (code & 0xC0) == STALE;
  }

  /**
   * The class bits of the code: {@link #GOOD}, {@link #UNCERTAIN}, {@link #BAD} or {@link #STALE}.
   */
  public static int classOf(int code) {
    return code & 0xC0;
  }

  /** The reason of the code, 0 to 63. */
  public static int reasonOf(int code) {
    return code & 0x3F;
  }

  /** The word of the class: "good", "uncertain", "bad" or "stale". */
  public static String classText(int code) {
    return CLASS_WORDS[(code & 0xC0) >> 6];
  }

  /**
   * The reason in words, such as "link down"; empty for good, "reason 40" for one without a word.
   */
  public static String reasonText(int code) {
    int reason = code & 0x3F;
    if (isGood(code)) {
      return "";
    }
    return reason < REASON_WORDS.length ? REASON_WORDS[reason] : "reason " + reason;
  }

  /**
   * Class and reason in words: "good", "stale: link down", "bad" when the reason is unspecified.
   */
  public static String text(int code) {
    return reasonOf(code) == 0 ? classText(code) : classText(code) + ": " + reasonText(code);
  }
}
