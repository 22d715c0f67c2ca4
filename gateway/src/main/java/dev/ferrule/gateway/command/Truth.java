package dev.ferrule.gateway.command;

/** Whether a condition holds, as far as the readings tell; the order is from worst to best. */
enum Truth {
  /** It does not hold. */
  FALSE,
  /** The readings do not tell: one is stale or bad, or a command is under way. */
  UNKNOWN,
  /** It holds, whatever comes of the commands under way. */
  TRUE;

  Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  Truth not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
      case TRUE -> FALSE;
    };
  }
}
