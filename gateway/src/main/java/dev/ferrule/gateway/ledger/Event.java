package dev.ferrule.gateway.ledger;

/**
 * Something that happened and is no command. It holds no secret: whoever may read values may read
 * it.
 *
 * @param kind of what
 * @param subject what it happened to: a device, a channel, a user
 * @param actor who did it; empty when nobody in particular
 * @param word what happened, in one word
 * @param text the same for people; may be empty
 */
public record Event(Kind kind, String subject, String actor, String word, String text) {

  /** What records are about. */
  public enum Kind {
    COMMAND,
    DEVICE,
    GATEWAY,
    LOGIN,
    ACCOUNT,
    RULE,
    LEDGER;

    /** The word on the wire. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Kind of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
  }
}
