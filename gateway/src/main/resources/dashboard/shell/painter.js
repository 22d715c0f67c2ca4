/**
 * Says when to paint: at most four times a second, because faster digits cannot be read, together with the browser's
 * frame, and never while nobody looks. Only what a person does is shown without waiting.
 */
export const INTERVAL = 250;

export class Painter {
  #paint;
  #world;
  #waiting = false;
  #paintedAt = -Infinity;

  /**
   * @param {() => void} paint
   * @param {object} world
   * @param {() => number} world.now
   * @param {() => boolean} world.hidden
   * @param {(call: () => void, ms: number) => void} world.after
   * @param {(call: () => void) => void} world.frame
   */
  constructor(paint, world) {
    this.#paint = paint;
    this.#world = world;
  }

  /** Something is different, and to be painted soon. */
  request() {
    if (this.#waiting || this.#world.hidden()) return;
    this.#waiting = true;
    const wait = Math.max(0, this.#paintedAt + INTERVAL - this.#world.now());
    this.#world.after(() => this.#world.frame(() => this.#soon()), wait);
  }

  /** Somebody acted, and sees at once that it was taken. */
  now() {
    if (this.#world.hidden()) return;
    this.#paintedAt = this.#world.now();
    this.#paint();
  }

  #soon() {
    this.#waiting = false;
    this.now();
  }
}
