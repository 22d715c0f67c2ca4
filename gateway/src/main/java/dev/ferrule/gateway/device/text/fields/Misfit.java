package dev.ferrule.gateway.device.text.fields;

/** Why a frame that was cut right gives no values. */
public enum Misfit {
  /** Nothing: at least one field was found. */
  NONE("", false),
  /** No declared field is in it. */
  NO_FIELD("no declared field in it", false),
  /** Words, where values are declared: a title, a greeting, what a board says when it starts. */
  OTHER_LINE("a line of another kind", false),
  /** Not as many columns as declared. */
  OTHER_COLUMNS("another number of columns", true),
  /** Not one whole JSON object. */
  NOT_JSON("not a JSON object", true),
  /** The pattern does not match. */
  NO_MATCH("the pattern does not match", false),
  /** A field lies beyond its end. */
  TOO_SHORT("shorter than the layout", true);

  private final String text;
  private final boolean damage;

  Misfit(String text, boolean damage) {
    this.text = text;
    this.damage = damage;
  }

  /**
   * Whether it is a sign of damage, unless a check was right; else the frame is simply not for this
   * device.
   */
  public boolean isDamage() {
    return damage;
  }

  /** For people; the same words in the log and in {@code ferrule try}. */
  public String text() {
    return text;
  }
}
