/**
 * What a view of the past needs of the gateway: asks for it when the view changes, and while it is live again as the
 * picture moves by about a point.
 *
 * @typedef {import('./address.js').TrendsView} TrendsView
 */
import { isOk } from '../../model/access/accounts.js';
import { pastPath, piecesOf } from '../../model/past.js';
import { KEPT } from '../../model/trace.js';
import { PastTrace } from './past-trace.js';

const POINTS = 800;

/** How often a live view asks at most, ms. */
const LEAST_PACE = 5000;

export class PastView {
  #ask;
  #changed;
  #key = '';
  /** @type {Map<string, import('../../model/past.js').Piece>|undefined} undefined while there is nothing to show */
  #pieces;
  #spacing = 0;
  #trouble = '';

  /**
   * @param {(path: string) => Promise<import('../../model/access/accounts.js').Answer>} ask
   * @param {() => void} changed
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Whether a view shows more than the page has heard itself. @param {TrendsView} view @param {number} time */
  static isOf({ range, until = Infinity }, time) {
    return range > KEPT || Math.min(until, time) - range < time - KEPT;
  }

  /** Asks for what the view needs, unless it is there. @param {TrendsView} view @param {object} facts */
  look(view, { dictionary, time }) {
    const { channels, range, until } = view;
    const pace = Math.max(LEAST_PACE, range / POINTS);
    const to = until ?? Math.ceil(time / pace) * pace;
    const shape = `${channels.join()} ${range}`;
    const key = `${shape} ${to}`;
    if (key === this.#key || !channels.length) return;
    // While it moves on the picture before stays; another one would be wrong.
    if (!this.#key.startsWith(`${shape} `) || until !== undefined) this.#pieces = undefined;
    this.#key = key;
    this.#load(key, channels, to - range, to, dictionary.byId);
  }

  async #load(key, channels, from, to, byId) {
    const answer = await this.#ask(pastPath(channels, from, to, `points=${POINTS}`));
    if (key !== this.#key) return;
    this.#trouble = isOk(answer) ? '' : (answer.body?.detail ?? 'the gateway does not answer');
    if (isOk(answer)) {
      this.#pieces = piecesOf(answer.body, byId);
      this.#spacing = (to - from) / POINTS;
    }
    this.#changed();
  }

  /** What keeps it from being shown, in words; empty when nothing does. */
  get trouble() {
    return this.#trouble;
  }

  /** Whether there is something to show. */
  get isThere() {
    return this.#pieces !== undefined;
  }

  /** Whether nothing is known of that time. */
  get isEmpty() {
    return [...(this.#pieces?.values() ?? [])].every(({ times }) => !times.length);
  }

  /** @param {string} id @param {import('../../model/trace.js').Trace} live  what the page heard itself */
  trace(id, live) {
    const none = { times: [], values: [], low: [], high: [], counts: [], every: 0 };
    return new PastTrace(this.#pieces?.get(id) ?? none, live, this.#spacing);
  }
}
