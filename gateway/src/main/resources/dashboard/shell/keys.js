/**
 * Single keys and two-key sequences, as in `g o`. They do nothing while somebody types, and nothing at all when they
 * were turned off.
 *
 * @typedef {'overview'|'trends'|'live'|'shorter'|'longer'|'search'|'help'} KeyWish
 */

const SEQUENCE_MS = 1500;

/** @type {Record<string, KeyWish>} */
const KEYS = { 'g o': 'overview', 'g t': 'trends', l: 'live', '[': 'shorter', ']': 'longer', '/': 'search', '?': 'help' };

export class Keys {
  #now;
  #first = '';
  #firstAt = -Infinity;

  /** @param {() => number} now  steady ms */
  constructor(now) {
    this.#now = now;
  }

  /**
   * @param {{key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, typing: boolean}} press
   * @returns {KeyWish|undefined}
   */
  press({ key, ctrlKey, altKey, metaKey, typing }) {
    if (typing || ctrlKey || altKey || metaKey) {
      this.#first = '';
      return undefined;
    }
    const sequence = this.#first && this.#now() - this.#firstAt < SEQUENCE_MS ? `${this.#first} ${key}` : key;
    this.#first = key === 'g' && sequence === key ? 'g' : '';
    this.#firstAt = this.#now();
    return KEYS[sequence];
  }
}

/** Whether the element that has the focus takes text. @param {Event} event */
export const isTyping = (event) => {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]');
};
