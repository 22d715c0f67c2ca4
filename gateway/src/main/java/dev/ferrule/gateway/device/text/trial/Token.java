package dev.ferrule.gateway.device.text.trial;

/**
 * A part of a line; all parts in a row are the line.
 *
 * @param kind what it is
 * @param text the characters, each one byte
 */
record Token(Kind kind, String text) {

  /** What a part of a line may be. */
  enum Kind {
    /** Blanks and tabs. */
    SPACE,
    /** A decimal number that nothing beside it makes doubtful, or what stands in its place. */
    NUMBER,
    /** A time, a date or a number too long to be a value: different in each line. */
    MOMENT,
    /** A terminal's color: ESC, bracket, digits, letter. */
    COLOR,
    /** Letters and digits that are no number, such as {@code T1}, {@code 0x1F} or {@code 21,5}. */
    WORD,
    /** Any other character. */
    MARK
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }
}
