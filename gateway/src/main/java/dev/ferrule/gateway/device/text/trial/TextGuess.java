package dev.ferrule.gateway.device.text.trial;

/** What was made of bytes as frames of a text board. */
public sealed interface TextGuess {

  /** A configuration that reads them. */
  record Found(Proposal proposal) implements TextGuess {}

  /**
   * It is text, but holds nothing that a configuration could say.
   *
   * @param why in a few words
   * @param isSure whether there is text to read; else these may be bytes that look like it
   */
  record Unreadable(String why, boolean isSure) implements TextGuess {}

  /** Neither text nor frames. */
  record Nonsense() implements TextGuess {}
}
