/**
 * What a line carries, followed while somebody looks: the latest frames of it. Owner of them and of the place in the capture.
 *
 * @typedef {object} Item  A frame, or what happened to the line.
 * @property {number} number  counts all
 * @property {number} time  ms since 1970
 * @property {import('../../model/raw/lanes.js').Frame|undefined} frame
 * @property {import('../../model/raw/capture.js').LineEvent|undefined} event
 */
import { faultOf, isOk } from '../../model/access/accounts.js';
import { nextFrom, readCapture } from '../../model/raw/capture.js';
import { Lanes } from '../../model/raw/lanes.js';

/** How often is looked, ms. */
const PACE = 1000;

/** As many as are kept. */
export const MOST = 120;

/** No such position: the gateway is another run. */
const GONE = 410;

/** Where the capture of a device is. @param {string} device  id */
export const capturePath = (device) => `api/v1/captures/${device}`;

export class RawFeed {
  #ask;
  #changed;
  #device = '';
  #lanes = new Lanes('');
  #from;
  #started = 0;
  #askedAt = -Infinity;
  #count = 0;

  /** @type {Item[]} newest first */
  items = [];
  /** Why there is nothing, in words; empty when there is nothing wrong. */
  fault = '';
  isPaused = false;

  /**
   * @param {(path: string) => Promise<import('../../model/access/accounts.js').Answer & {link?: string}>} ask
   * @param {() => void} changed  called when there is something else to show
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Looks on, unless it is paused. @param {{id: string, driver: string}} device @param {number} now  steady ms */
  async look({ id, driver }, now) {
    if (this.#device !== id) this.#begin(id, driver);
    if (this.isPaused || now - this.#askedAt < PACE) return;
    this.#askedAt = now;
    const from = this.#from;
    const answer = await this.#ask(capturePath(id) + (from === undefined ? '' : `?from=${from}`));
    if (this.#device !== id || this.#from !== from) return;
    if (answer.status === GONE) this.#begin(id, driver);
    else if (isOk(answer) && typeof answer.body === 'string') this.#take(answer);
    else this.fault = isOk(answer) ? 'The gateway did not tell what the line carries.' : faultOf(answer).text;
    this.#changed();
  }

  /** Stops, and goes on where it stopped. */
  pause(isPaused) {
    this.isPaused = isPaused;
    this.#askedAt = -Infinity;
  }

  #begin(id, driver) {
    this.#device = id;
    this.#lanes = new Lanes(driver);
    this.#from = undefined;
    this.#askedAt = -Infinity;
    this.items = [];
    this.fault = '';
  }

  #take({ body, link }) {
    const { events, started } = readCapture(body);
    this.#started = started ?? this.#started;
    this.#from = nextFrom(link ?? '') ?? this.#from;
    this.fault = '';
    const found = events.flatMap((event) => this.#lanes.take(event)).map((one) => this.#item(one));
    this.items = [...found.reverse(), ...this.items].slice(0, MOST);
  }

  #item(one) {
    const isEvent = 'kind' in one;
    return { number: ++this.#count, time: this.#started + one.at / 1000, frame: isEvent ? undefined : one, event: isEvent ? one : undefined };
  }
}
