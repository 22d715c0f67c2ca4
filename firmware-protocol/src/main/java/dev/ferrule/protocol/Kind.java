package dev.ferrule.protocol;

import java.util.Optional;

/**
 * What a channel's value is, and so how it looks on the link. PROTOCOL.md, section 0.2.
 *
 * <p>In Java a value of the link is one {@code int} whatever its kind, called <em>raw</em>: the
 * signed integer itself, or for {@link #FLOAT} the bits of the float ({@link
 * Float#intBitsToFloat}).
 */
public enum Kind {
  /** A scaled integer: value = n / 10^decimals, or n × num / den. */
  NUMBER(0),
  /** 0 is off, 1 is on. */
  SWITCH(1),
  /** A value of the channel's enumeration table. */
  ENUMERATION(2),
  /** An IEEE 754 single, as it is. */
  FLOAT(3),
  /** A scaled integer that only grows, modulo 2^32. */
  COUNTER(4);

  private static final Kind[] BY_CODE = values();

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  /** The number of this kind on the wire, 0 to 4. */
  public int code() {
    return code;
  }

  /** The kind with that number, or nothing when version 1 has none. */
  public static Optional<Kind> of(int code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
  }
}
