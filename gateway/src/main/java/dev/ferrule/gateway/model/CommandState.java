package dev.ferrule.gateway.model;

/**
 * Where a command is in its life (PROTOCOL.md B5). Each command reaches exactly one final state.
 *
 * <pre>
 * requested ─▶ admitted ─▶ written ─▶ acknowledged ─▶ confirmed
 *     │            │           │            │
 *     ▼            ▼           ▼            ▼
 *  rejected     expired     failed       failed      and from written or acknowledged: unknown
 * </pre>
 */
public sealed interface CommandState {

  /** The word for it on the wire. */
  String word();

  /** Whether nothing follows. */
  default boolean isFinal() {
    return true;
  }

  /** Came in; not yet looked at. */
  record Requested() implements CommandState {
    @Override
    public String word() {
      return "requested";
    }

    @Override
    public boolean isFinal() {
      return false;
    }
  }

  /** Allowed, in the ledger, and given to the driver. */
  record Admitted() implements CommandState {
    @Override
    public String word() {
      return "admitted";
    }

    @Override
    public boolean isFinal() {
      return false;
    }
  }

  /** Its first byte left. */
  record Written() implements CommandState {
    @Override
    public String word() {
      return "written";
    }

    @Override
    public boolean isFinal() {
      return false;
    }
  }

  /** The device said that it acted. */
  record Acknowledged() implements CommandState {
    @Override
    public String word() {
      return "acknowledged";
    }

    @Override
    public boolean isFinal() {
      return false;
    }
  }

  /** A reading of the channel showed the value. */
  record Confirmed() implements CommandState {
    @Override
    public String word() {
      return "confirmed";
    }
  }

  /** Refused, by the gateway or by the device; the output was not touched. */
  record Rejected(Reason reason, String text) implements CommandState {
    @Override
    public String word() {
      return "rejected";
    }
  }

  /** The device tried and did not get there. */
  record Failed(Reason reason, String text) implements CommandState {
    @Override
    public String word() {
      return "failed";
    }
  }

  /** Its time to live ended before it took effect; it never will. */
  record Expired() implements CommandState {
    @Override
    public String word() {
      return "expired";
    }
  }

  /** The answer was lost; it may have happened. Never sent again by itself. */
  record Unknown(Reason reason, String text) implements CommandState {
    @Override
    public String word() {
      return "unknown";
    }
  }

  /** Why a command ended badly; the word on the wire is the name in small letters. */
  enum Reason {
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
    DEVICE_RANGE,
    DEVICE_READ_ONLY,
    DEVICE_NO_CHANNEL,
    DEVICE_NOT_ARMED,
    DEVICE_FAIL_SAFE,
    DEVICE_INTERLOCK,
    DEVICE_BUSY,
    DEVICE_FAILED,
    NOT_CONFIRMED,
    LINK_LOST,
    DEVICE_RESTARTED,
    NO_ANSWER,
    GATEWAY_RESTART;

    /** The word on the wire. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
