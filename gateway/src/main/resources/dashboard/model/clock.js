/**
 * The gateway's clock, as known from what it said. Between two messages it goes on with the browser's steady clock; the
 * browser's own idea of the date is never asked.
 */
export class GatewayClock {
  #offset;

  /** Takes a moment that the gateway told. @param {number} time  ms since 1970 @param {number} now  steady ms */
  heard(time, now) {
    const offset = time - now;
    // The message that traveled fastest is nearest to the truth; a jump of the clock is the truth as well.
    if (this.#offset === undefined || Math.abs(offset - this.#offset) > 2000 || offset > this.#offset) this.#offset = offset;
  }

  /** Milliseconds since 1970, or undefined before the gateway told. @param {number} now  steady ms */
  at(now) {
    return this.#offset === undefined ? undefined : now + this.#offset;
  }
}
