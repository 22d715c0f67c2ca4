package dev.ferrule.protocol.dictionary;

/** What became of bytes, or of a builder's parts, that should be a dictionary. */
public sealed interface DictionaryResult {

  /** It keeps every rule. */
  record Read(Dictionary dictionary) implements DictionaryResult {}

  /**
   * It breaks a rule; a host takes no readings from the device and reports this.
   *
   * @param rule the first rule found broken
   * @param offset index of the record in the dictionary's bytes, or their length for a rule about
   *     the whole
   * @param detail which channel, template or table; may be empty
   */
  record Refused(DictionaryRule rule, int offset, String detail) implements DictionaryResult {
    /** Rule, place and detail in one line. */
    public String text() {
      return rule.text() + (detail.isEmpty() ? "" : " (" + detail + ")") + ", at byte " + offset;
    }
  }

  /**
   * The dictionary.
   *
   * @throws IllegalArgumentException with the broken rule when there is none
   */
  default Dictionary orThrow() {
    return switch (this) {
      case Read(Dictionary dictionary) -> dictionary;
      case Refused refused -> throw new IllegalArgumentException(refused.text());
    };
  }
}
