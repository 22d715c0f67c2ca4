/**
 * What a device's page asks the gateway for beside readings: what came over the link, and how the device stood in the last
 * day. Owner of both.
 */
import { isOk } from '../../model/access/accounts.js';
import { Counting, readCounts } from '../../model/link/counts.js';
import { DAY, gapsPath, readRecorded, recordPaths } from './availability.js';
import { countsPath } from './health.js';

/** How often, ms. */
const COUNTS = 2000;
const RECORDS = 60_000;

export class LinkWatch {
  #ask;
  #changed;
  /** @type {string|undefined} */
  #device;
  #state;
  #countsAt = -Infinity;
  #recordsAt = -Infinity;

  counting = new Counting();
  /** @type {import('./availability.js').Recorded|undefined} undefined before the gateway told */
  recorded;

  /**
   * @param {(path: string) => Promise<import('../../model/access/accounts.js').Answer>} ask
   * @param {() => void} changed  called when there is something else to show
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Asks for what is due. @param {import('../../model/dictionary.js').Device} device @param {number} now  steady ms @param {number} time  the gateway's */
  look({ id, since, state }, now, time) {
    if (this.#device !== id) {
      this.#device = id;
      this.counting = new Counting();
      this.recorded = undefined;
      this.#countsAt = this.#recordsAt = -Infinity;
    }
    // A change of state is recorded, and worth a look.
    if (this.#state !== `${state} ${since}`) this.#recordsAt = Math.min(this.#recordsAt, now - RECORDS + COUNTS);
    this.#state = `${state} ${since}`;
    if (now - this.#countsAt >= COUNTS) {
      this.#countsAt = now;
      this.#counts(id, now);
    }
    if (now - this.#recordsAt >= RECORDS) {
      this.#recordsAt = now;
      this.#records(id, time);
    }
  }

  async #counts(id, now) {
    const answer = await this.#ask(countsPath(id));
    const counts = isOk(answer) ? readCounts(answer.body, id) : undefined;
    if (!counts || this.#device !== id) return;
    this.counting.take(counts, now);
    this.#changed();
  }

  async #records(id, time) {
    const from = time - DAY;
    const paths = [...recordPaths(id, from), gapsPath(id, from, time)];
    const answers = await Promise.all(paths.map((path) => this.#ask(path)));
    const past = answers.pop();
    if (!answers.every(isOk) || this.#device !== id) return;
    this.recorded = readRecorded(
      answers.map(({ body }) => body),
      isOk(past) ? past.body : undefined,
    );
    this.#changed();
  }
}
