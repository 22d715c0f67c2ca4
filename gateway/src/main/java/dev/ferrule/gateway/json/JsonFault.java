package dev.ferrule.gateway.json;

import org.jspecify.annotations.Nullable;

/**
 * What came from outside is not what it should be. The caller refuses it with these words; sending
 * the same again does not help.
 */
public final class JsonFault extends Exception {

  private static final long serialVersionUID = 1;

  private final String place;
  private final String hint;

  /**
   * A fault.
   *
   * @param place where: a JSON pointer such as {@code /ttl}, {@code line 1, column 7} for what is
   *     no JSON, or empty
   * @param text what is wrong, a sentence
   * @param hint what would be right, a sentence, or empty
   */
  public JsonFault(String place, String text, String hint) {
    super(text, null, false, false);
    this.place = place;
    this.hint = hint;
  }

  /** Where it is wrong; may be empty. */
  public String place() {
    return place;
  }

  /** What is wrong. */
  public String text() {
    @Nullable String message = getMessage();
    return message == null ? "" : message;
  }

  /** What would be right; may be empty. */
  public String hint() {
    return hint;
  }
}
