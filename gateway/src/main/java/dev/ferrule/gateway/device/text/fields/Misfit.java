package dev.ferrule.gateway.device.text.fields;

/** What is wrong with a frame that was cut right. */
public enum Misfit {
  /** Nothing: at least one field was found. */
  NONE(""),
  /** No declared field is in it. */
  NO_FIELD("no declared field in it"),
  /** Not as many columns as declared. */
  OTHER_COLUMNS("another number of columns"),
  /** Not one whole JSON object. */
  NOT_JSON("not a JSON object"),
  /** The pattern does not match. */
  NO_MATCH("the pattern does not match"),
  /** A field lies beyond its end. */
  TOO_SHORT("shorter than the layout");

  private final String text;

  Misfit(String text) {
    this.text = text;
  }

  /** For people; the same words in the log and in {@code ferrule try}. */
  public String text() {
    return text;
  }
}
