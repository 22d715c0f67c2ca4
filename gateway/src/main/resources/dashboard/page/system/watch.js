/** What the page of the gateway itself asks for, a few times a minute and only while it is looked at. Owner of the answers. */
import { faultOf, isOk } from '../../model/access/accounts.js';
import { Counting, readCounts } from '../../model/link/counts.js';

/** How often, ms. */
export const PACE = 10_000;

export class SystemWatch {
  #ask;
  #changed;
  #askedAt = -Infinity;
  /** @type {Map<string, Counting>} by device */
  #countings = new Map();

  /** @type {object|undefined} undefined before the gateway told */
  system;
  /** @type {object|undefined} */
  history;
  /** @type {object|undefined} */
  upstream;
  /** Why something is missing, in words; empty when nothing is. */
  fault = '';

  /**
   * @param {(path: string) => Promise<import('../../model/access/accounts.js').Answer>} ask
   * @param {() => void} changed  called when there is something else to show
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** @param {string} device @returns {Counting|undefined} */
  counting(device) {
    return this.#countings.get(device);
  }

  /** Asks for what is due. @param {Iterable<string>} devices  ids @param {number} now  steady ms */
  async look(devices, now) {
    if (now - this.#askedAt < PACE) return;
    this.#askedAt = now;
    const [system, history, upstream, counts] = await Promise.all(['system', 'history/status', 'upstream', 'devices'].map((path) => this.#ask(`api/v1/${path}`)));
    if (isOk(system)) this.system = system.body;
    if (isOk(history)) this.history = history.body;
    if (isOk(upstream)) this.upstream = upstream.body;
    const bad = [system, history, upstream, counts].find((answer) => !isOk(answer));
    this.fault = bad ? faultOf(bad).text : '';
    if (isOk(counts)) for (const device of devices) this.#take(device, readCounts(counts.body, device), now);
    this.#changed();
  }

  #take(device, counts, now) {
    if (!counts) return;
    if (!this.#countings.has(device)) this.#countings.set(device, new Counting());
    this.#countings.get(device).take(counts, now);
  }
}
