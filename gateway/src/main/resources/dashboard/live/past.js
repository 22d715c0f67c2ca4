/**
 * Fills what the page did not hear: the last minutes when it is opened, and what it missed while there was no
 * connection. The live readings of a connection begin a moment before the history ends, once it was asked again.
 */
import { isOk } from '../model/access/accounts.js';
import { envelopeOf, pastPath, piecesOf } from '../model/past.js';
import { KEPT } from '../model/trace.js';

/** Points of all channels together that one answer may have, and of one that are drawn. */
const MOST_POINTS = 50_000;
const MOST_EACH = 900;

/** When what came just before the connection is in the history, ms. */
const COMMITTED = 2500;

/** What may be missing at the end of an answer, ms. */
const BEHIND = 5000;

export class Past {
  #ask;
  #store;
  /** Steady ms at which the end is asked for again; undefined when it is not. */
  #againAt;
  #since = 0;
  /** Whether this connection was filled up. */
  #isAsked = false;
  /** When the connection before was lost, ms since 1970; undefined on the first. */
  #lostAt;

  /**
   * @param {(method: string, path: string) => Promise<import('../model/access/accounts.js').Answer>} ask
   * @param {import('./store.js').Store} store
   */
  constructor(ask, store) {
    this.#ask = ask;
    this.#store = store;
  }

  /** Readings came; the first of a connection say where it begins. @param {number} time  ms since 1970 @param {number} now  steady ms */
  heard(time, now) {
    if (this.#isAsked) return undefined;
    this.#isAsked = true;
    const from = Math.max(time - KEPT, this.#lostAt === undefined ? 0 : this.#lostAt - BEHIND);
    this.#lostAt = undefined;
    this.#since = time - BEHIND;
    this.#againAt = now + COMMITTED;
    return this.#fill(from, time);
  }

  /** The connection is gone. @param {number|undefined} time  ms since 1970 */
  lost(time) {
    this.#againAt = undefined;
    this.#isAsked = false;
    this.#lostAt ??= time;
  }

  /** Lets time have its effect. @param {number} now  steady ms */
  tick(now) {
    if (this.#againAt === undefined || now < this.#againAt) return undefined;
    this.#againAt = undefined;
    return this.#fill(this.#since, this.#since + 2 * BEHIND);
  }

  async #fill(from, to) {
    const { dictionary } = this.#store;
    const channels = [...(dictionary?.byId.values() ?? [])].filter(({ readable }) => readable);
    if (!channels.length) return;
    const points = Math.max(1, Math.min(MOST_EACH, Math.floor(MOST_POINTS / (2 * channels.length))));
    const answer = await this.#ask('GET', pastPath(['*'], from, to, `points=${points}`));
    if (!isOk(answer) || this.#store.dictionary !== dictionary) return;
    for (const [id, piece] of piecesOf(answer.body, dictionary.byId)) this.#store.remembered(id, envelopeOf(piece));
  }
}
