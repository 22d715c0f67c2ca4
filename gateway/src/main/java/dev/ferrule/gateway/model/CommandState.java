package dev.ferrule.gateway.model;

import java.time.Duration;
import java.util.Locale;

/**
 * Where a command is in its life (PROTOCOL.md B5). A state offers the states that may follow it;
 * each command reaches exactly one that offers none.
 *
 * <pre>
 * requested ─▶ admitted ─▶ written ─▶ acknowledged ─▶ confirmed
 *     │            │           │            │
 *     ▼            ▼           ▼            ▼
 *  rejected     expired     failed       unknown     and from written: unknown
 * </pre>
 *
 * <p>A driver is free to say at once, without writing, that it will not, could not, or does not
 * know: all that may follow written may follow admitted, too, but for acknowledged.
 */
public sealed interface CommandState {

  /** The word for it on the wire. */
  String word();

  /**
   * A state as it was written down.
   *
   * @param reason the word of one, where the state has any
   * @throws IllegalArgumentException when there is no such state or reason
   */
  static CommandState of(String word, String reason, String text, Duration retryAfter) {
    return switch (word) {
      case "requested" -> new Requested();
      case "admitted" -> new Admitted();
      case "written" -> new Written();
      case "acknowledged" -> new Acknowledged();
      case "confirmed" -> new Confirmed();
      case "rejected" -> new Rejected(Reason.of(reason), text, retryAfter);
      case "failed" -> new Failed(Reason.of(reason), text);
      case "expired" -> new Expired();
      case "unknown" -> new Unknown(Reason.of(reason), text);
      default -> throw new IllegalArgumentException("no state of a command is " + word);
    };
  }

  /** Something follows. */
  sealed interface Open extends CommandState {}

  /** Nothing follows. */
  sealed interface Ended extends CommandState {}

  /** Allowed, and its driver has not said its last word: it may take effect at any moment. */
  sealed interface Allowed extends Open {

    /** The device refused, or nothing was handed to it after all. */
    default Rejected rejected(Reason reason, String text) {
      return new Rejected(reason, text, Duration.ZERO);
    }

    /** The device tried and could not. */
    default Failed failed(Reason reason, String text) {
      return new Failed(reason, text);
    }

    /** Its time was over first. */
    default Expired expired() {
      return new Expired();
    }

    /** Nobody can say any more whether it took effect. */
    default Unknown unknown(Reason reason, String text) {
      return new Unknown(reason, text);
    }
  }

  /** Came in; not yet looked at. */
  record Requested() implements Open {
    @Override
    public String word() {
      return "requested";
    }

    /** No rule stands against it. */
    public Admitted admitted() {
      return new Admitted();
    }

    /** A rule stands against it, for {@code retryAfter}; zero: nobody knows for how long. */
    public Rejected rejected(Reason reason, String text, Duration retryAfter) {
      return new Rejected(reason, text, retryAfter);
    }
  }

  /** Allowed, in the ledger, and given to the driver. */
  record Admitted() implements Allowed {
    @Override
    public String word() {
      return "admitted";
    }

    /** Its first byte left. */
    public Written written() {
      return new Written();
    }
  }

  /** Its first byte left. */
  record Written() implements Allowed {
    @Override
    public String word() {
      return "written";
    }

    /** The device said that it acted. */
    public Acknowledged acknowledged() {
      return new Acknowledged();
    }
  }

  /** The device said that it acted. */
  record Acknowledged() implements Open {
    @Override
    public String word() {
      return "acknowledged";
    }

    /** The value came back. */
    public Confirmed confirmed() {
      return new Confirmed();
    }

    /** The value did not come back, or cannot: it may have happened. */
    public Unknown unknown(Reason reason, String text) {
      return new Unknown(reason, text);
    }
  }

  /** A reading of the channel showed the value. */
  record Confirmed() implements Ended {
    @Override
    public String word() {
      return "confirmed";
    }
  }

  /**
   * Refused, by the gateway or by the device; the output was not touched.
   *
   * @param retryAfter how long until the same command may be allowed; zero: nobody knows
   */
  record Rejected(Reason reason, String text, Duration retryAfter) implements Ended {
    @Override
    public String word() {
      return "rejected";
    }
  }

  /** The device tried and did not get there. */
  record Failed(Reason reason, String text) implements Ended {
    @Override
    public String word() {
      return "failed";
    }
  }

  /** Its time to live ended before it took effect; it never will. */
  record Expired() implements Ended {
    @Override
    public String word() {
      return "expired";
    }
  }

  /** The answer was lost; it may have happened. Never sent again by itself. */
  record Unknown(Reason reason, String text) implements Ended {
    @Override
    public String word() {
      return "unknown";
    }
  }

  /** Why a command ended badly; the word on the wire is the name in small letters. */
  enum Reason {
    NOT_PERMITTED,
    NO_CHANNEL,
    READ_ONLY,
    RANGE,
    STEP,
    DANGER,
    BUSY,
    STALE,
    BAD_DEVICE,
    RATE,
    MIN_TIME,
    INTERLOCK,
    EXCLUSIVE,
    BAD_REQUEST,
    NOT_RECORDED,
    DEVICE_RANGE,
    DEVICE_READ_ONLY,
    DEVICE_NO_CHANNEL,
    DEVICE_NOT_ARMED,
    DEVICE_FAIL_SAFE,
    DEVICE_INTERLOCK,
    DEVICE_BUSY,
    DEVICE_FAILED,
    NOT_SEEN,
    SUPERSEDED,
    LINK_LOST,
    DEVICE_RESTARTED,
    NO_ANSWER,
    GATEWAY_RESTART;

    /** The word on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of a word. */
    static Reason of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
