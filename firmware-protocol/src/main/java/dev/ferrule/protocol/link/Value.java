package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Kind;

/**
 * {@code V(kind)}: a value as it is on the link. PROTOCOL.md, section 0.2.
 *
 * @param kind decides the form: f32 for {@link Kind#FLOAT}, else zigzag
 * @param raw the integer, or the bits of the float
 */
public record Value(Kind kind, int raw) {

  /** What stands where there is no channel that could have a value. */
  public static final Value NONE = new Value(Kind.NUMBER, 0);

  /** Whether the kind has such a value: a switch has only 0 and 1. */
  boolean isOfItsKind() {
    return isOfKind(kind, raw);
  }

  /** Whether a kind has such a raw value. */
  static boolean isOfKind(Kind kind, int raw) {
    return kind != Kind.SWITCH || (raw & ~1) == 0;
  }
}
