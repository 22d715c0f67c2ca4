package dev.ferrule.protocol.stream;

/** What a decoder made of a message; only the first case delivered anything. */
public enum StreamOutcome {
  /** Right as a whole, and delivered. */
  DELIVERED,
  /** Of another version of the protocol: count it and go on. */
  OTHER_VERSION,
  /** Of another generation of the dictionary: ask for the dictionary once. */
  OTHER_GENERATION,
  /** Relative, but there is no reference of this generation yet: wait for one. */
  NO_REFERENCE,
  /** Breaks a rule; see {@link StreamDecoder#fault}. Close with 1007 after eight. */
  DAMAGED
}
