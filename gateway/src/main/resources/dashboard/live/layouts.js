/**
 * How who is logged in wants the overview: asked for once, kept by the gateway at every change. Owner of the layout that
 * the page shows.
 */
import { isOk } from '../model/access/accounts.js';
import { layoutOf, PROPOSED } from '../model/fleet/layout.js';

const PATH = 'api/v1/layout';

/** How long after a change it is kept: who drags makes many, ms. */
const SETTLED = 800;

/** How long after a failure it is tried again, ms. */
const AGAIN = 10_000;

export class Layouts {
  #ask;
  #layout = PROPOSED;
  /** Whose it is; undefined before it was asked for. */
  #user;
  /** Steady ms at which it is to be kept; undefined when it is. */
  #keepAt;

  /** @param {(method: string, path: string, body?: object) => Promise<import('../model/access/accounts.js').Answer>} ask */
  constructor(ask) {
    this.#ask = ask;
  }

  get layout() {
    return this.#layout;
  }

  /** Whether the gateway has it as it is shown. */
  get isKept() {
    return this.#keepAt === undefined;
  }

  /** Somebody is there; their layout is asked for when it was not. @param {string} user @returns {Promise<void>|undefined} */
  greeted(user) {
    if (user === this.#user) return undefined;
    this.#user = user;
    return this.#load(user);
  }

  async #load(user) {
    const answer = await this.#ask('GET', PATH);
    // What was changed meanwhile is newer than what comes.
    if (isOk(answer) && user === this.#user && this.isKept) this.#layout = layoutOf(answer.body);
    else if (!isOk(answer) && user === this.#user) this.#user = undefined;
  }

  /** A person wants it so. @param {import('../model/fleet/layout.js').Layout} layout @param {number} now  steady ms */
  want(layout, now) {
    this.#layout = layoutOf(layout);
    this.#keepAt = now + SETTLED;
  }

  /** Lets time have its effect. @param {number} now  steady ms @returns {Promise<void>|undefined} */
  tick(now) {
    if (this.#keepAt === undefined || now < this.#keepAt) return undefined;
    this.#keepAt = undefined;
    return this.#keep(this.#layout, now);
  }

  async #keep(layout, now) {
    const isProposed = JSON.stringify(layout) === JSON.stringify(PROPOSED);
    const answer = await (isProposed ? this.#ask('DELETE', PATH) : this.#ask('PUT', PATH, layout));
    if (!isOk(answer)) this.#keepAt ??= now + AGAIN;
  }
}
