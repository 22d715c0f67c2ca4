/**
 * Single keys and two-key sequences, as in `g o`: what is pressed becomes a wish. They do nothing while somebody types.
 *
 * @typedef {import('../page/pages.js').Page} Page
 */

const SEQUENCE_MS = 1500;

export class Keys {
  #now;
  #pages;
  #first = '';
  #firstAt = -Infinity;

  /** @param {() => number} now  steady ms @param {Page[]} pages */
  constructor(now, pages) {
    this.#now = now;
    this.#pages = pages;
  }

  /**
   * @param {{key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, typing: boolean}} press
   * @param {Page} page  that is shown
   * @returns {{name: string, detail: object}|undefined} what is wished for
   */
  press({ key, ctrlKey, altKey, metaKey, typing }, page) {
    if (typing || ctrlKey || altKey || metaKey) {
      this.#first = '';
      return undefined;
    }
    const sequence = this.#first && this.#now() - this.#firstAt < SEQUENCE_MS ? `${this.#first} ${key}` : key;
    this.#first = key === 'g' && sequence === key ? 'g' : '';
    this.#firstAt = this.#now();
    return this.#wishFor(sequence, page);
  }

  #wishFor(sequence, page) {
    if (sequence === '?') return { name: 'help', detail: {} };
    if (sequence === '/') return { name: 'search', detail: {} };
    const to = this.#pages.find(({ key }) => key === sequence);
    if (to) return { name: 'page', detail: { page: to.name } };
    const act = page.keys?.find(({ acts }) => acts.has(sequence))?.acts.get(sequence);
    return act && { name: 'act', detail: { act } };
  }
}

/** Whether what has the focus takes text, or is in a dialog: keys do nothing behind it. @param {Event} event */
export const isTyping = (event) => {
  const [target, ...around] = event.composedPath();
  if (around.some((each) => each instanceof HTMLDialogElement)) return true;
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]');
};
