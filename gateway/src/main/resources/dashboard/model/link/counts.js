/**
 * What came over links, as GET /api/v1/devices tells it, and how fast that grows.
 *
 * @typedef {object} Counts  since the gateway started
 * @property {number} bytes
 * @property {number} frames  taken
 * @property {number} ignored  not for this device
 * @property {number} damaged
 * @property {number} lost  readings or frames that are known to be missing
 * @property {number} badValues
 * @property {number|undefined} lastFrame  ms since 1970
 * @property {[string, number][]} details  by the driver's words
 */

const COUNTS = ['bytes', 'frames', 'ignored', 'damaged', 'lost', 'bad_values'];

/** Rates are those of so many ms, and what went wrong in so many is told. */
export const WINDOW = 10_000;
const LATELY = 60_000;

/** The counts of a device in an answer; undefined when it has none. @param {object} body @param {string} device @returns {Counts|undefined} */
export const readCounts = (body, device) => {
  const counts = Array.isArray(body?.devices) ? body.devices.find(({ id }) => id === device)?.counts : undefined;
  if (!counts || !COUNTS.every((name) => Number.isSafeInteger(counts[name]) && counts[name] >= 0)) return undefined;
  const { bytes, frames, ignored, damaged, lost, bad_values: badValues } = counts;
  const lastFrame = Date.parse(counts.last_frame);
  const details = Object.entries(counts.details ?? {}).filter(([, count]) => Number.isSafeInteger(count));
  return { bytes, frames, ignored, damaged, lost, badValues, lastFrame: Number.isFinite(lastFrame) ? lastFrame : undefined, details };
};

/** What the counts were at some moments of the last minute. */
export class Counting {
  /** @type {{at: number, counts: Counts}[]} */
  #taken = [];

  /** @param {Counts} counts @param {number} at  steady ms */
  take(counts, at) {
    // A gateway that restarted counts from the beginning.
    if (counts.bytes < (this.latest?.bytes ?? 0) || counts.frames < (this.latest?.frames ?? 0)) this.#taken = [];
    this.#taken.push({ at, counts });
    while (this.#taken.length > 2 && this.#taken[1].at <= at - LATELY) this.#taken.shift();
  }

  /** @returns {Counts|undefined} */
  get latest() {
    return this.#taken.at(-1)?.counts;
  }

  /** How many a second; undefined before that can be told. @param {'bytes'|'frames'} name */
  rate(name) {
    const last = this.#taken.at(-1);
    const first = this.#taken.findLast(({ at }) => last.at - at >= WINDOW) ?? this.#taken[0];
    if (!last || last.at - first.at < 1000) return undefined;
    return ((last.counts[name] - first.counts[name]) * 1000) / (last.at - first.at);
  }

  /** How many in the last minute. @param {'damaged'|'lost'|'badValues'} name */
  lately(name) {
    return this.#taken.length ? this.#taken.at(-1).counts[name] - this.#taken[0].counts[name] : 0;
  }
}
