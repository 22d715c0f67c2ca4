/**
 * How far a client has everything of its subscription (PROTOCOL.md, B4): what it says when it comes back, and how it finds
 * out that messages are missing.
 */
export class Position {
  /** The sequence that the gateway counts in, and the one that `#counted` and `#sure` are of. */
  #present;
  #stream;
  /** Everything up to here came, unless messages were lost; undefined before the first snapshot. */
  #counted;
  /** The same at the last snapshot that had the position counted. */
  #sure;
  /** Whether this connection has given the snapshot from which on it counts. */
  #counts = false;
  /** Until the next `subscribed` readings messages are of the past, or of another subscription: they say nothing of positions. */
  #isPast = false;

  /** What to say of it in a subscription; nothing when nothing is known. @returns {{stream?: string, position?: number}} */
  get last() {
    return this.#counted === undefined ? {} : { stream: this.#stream, position: this.#counted };
  }

  /** The connection is gone. */
  interrupted() {
    this.#counts = false;
    this.#isPast = false;
  }

  /** Nothing leads from what came to what comes after the next `subscribed`. */
  forget() {
    this.#counted = this.#sure = undefined;
    this.#counts = false;
    this.#isPast = true;
  }

  /** A message in JSON came. @param {object} message */
  told(message) {
    switch (message.t) {
      case 'hello':
        this.#present = message.stream;
        break;
      case 'resumed':
        this.#isPast = true;
        if (!message.whole) this.forget();
        break;
      case 'subscribed':
        this.interrupted();
        break;
      case 'merged':
        this.#counts = false;
        break;
    }
  }

  /**
   * Readings came.
   *
   * @param {import('./stream-decoder.js').Message} message
   * @returns {boolean} false when messages before it were lost: what was sure is the last position then
   */
  heard({ snapshot, position }) {
    if (this.#isPast || this.#present === undefined) return true;
    if (!snapshot) {
      if (this.#counts) this.#counted += position ?? 1;
      return true;
    }
    if (this.#counts && position !== this.#counted) {
      this.#counted = this.#sure;
      return false;
    }
    this.#stream = this.#present;
    this.#counted = this.#sure = position;
    this.#counts = true;
    return true;
  }
}
