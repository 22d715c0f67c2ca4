/**
 * What was received of one channel in the last 15 minutes: moments and values, oldest first. NaN is a gap: the value
 * was bad, or the link was down.
 */

export const KEPT = 15 * 60_000;
const MOST = 9000;

/**
 * Index of the first reading at `time` or later.
 *
 * @param {{length: number, time: (i: number) => number}} readings  in the order of time
 * @param {number} time
 */
export const indexFrom = (readings, time) => {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (readings.time(middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

export class Trace {
  #times = new Float64Array(64);
  #values = new Float64Array(64);
  #from = 0;
  #to = 0;

  /** How far apart readings may be that belong together, ms, where not all are remembered; else 0. */
  spacing = 0;

  get length() {
    return this.#to - this.#from;
  }

  /** @param {number} i */
  time(i) {
    return this.#times[this.#from + i];
  }

  /** @param {number} i */
  value(i) {
    return this.#values[this.#from + i];
  }

  /**
   * Adds a reading. One that is not newer than the last is a repetition and is left out, unless the gateway's clock was
   * set back: then what was before it has no place on the axis any more.
   *
   * @param {number} time  ms since 1970
   * @param {number} value  NaN for a gap
   */
  add(time, value) {
    const last = this.length ? this.#times[this.#to - 1] : -Infinity;
    if (time < last - 60_000) this.clear();
    else if (time <= last) return;
    if (this.length && Number.isNaN(value) && Number.isNaN(this.#values[this.#to - 1])) return;
    if (this.#to === this.#times.length) this.#makeRoom();
    this.#times[this.#to] = time;
    this.#values[this.#to] = value;
    this.#to++;
    while (this.#times[this.#from] < time - KEPT || this.length > MOST) this.#from++;
  }

  /**
   * Adds what was not heard at its time. What is there already stays; a gap in it that turned out to be none does not.
   *
   * @param {{times: number[], values: number[], every?: number}} piece  ascending
   */
  fill({ times, values, every = 0 }) {
    if (!times.length) return;
    this.spacing = every;
    const from = times[0];
    const to = times.at(-1);
    const own = [];
    for (let i = 0; i < this.length; i++) {
      const isFilled = Number.isNaN(this.value(i)) && this.time(i) >= from && this.time(i) <= to;
      if (!isFilled) own.push([this.time(i), this.value(i)]);
    }
    this.clear();
    let i = 0;
    times.forEach((time, at) => {
      while (i < own.length && own[i][0] < time) this.add(...own[i++]);
      this.add(time, values[at]);
    });
    while (i < own.length) this.add(...own[i++]);
  }

  /** Marks that what follows does not continue what was before. */
  gap() {
    if (this.length) this.add(this.#times[this.#to - 1] + 1, NaN);
  }

  clear() {
    this.#from = this.#to = 0;
  }

  /** Index of the first reading at `time` or later. @param {number} time */
  indexFrom(time) {
    return indexFrom(this, time);
  }

  #makeRoom() {
    const grown = this.length > this.#times.length / 2 ? this.#times.length * 2 : this.#times.length;
    const move = (list) => {
      const moved = grown === list.length ? list : new Float64Array(grown);
      moved.set(list.subarray(this.#from, this.#to));
      return moved;
    };
    const length = this.length;
    this.#times = move(this.#times);
    this.#values = move(this.#values);
    this.#from = 0;
    this.#to = length;
  }
}
