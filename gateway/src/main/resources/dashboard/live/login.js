/**
 * Whether the gateway lets this page in, and what is asked over REST in the name of who logged in. Owner of both.
 *
 * @typedef {import('../model/access/accounts.js').Answer} Answer
 * @typedef {import('./gateway.js').World} World
 */
import { isOk, kindOf } from '../model/access/accounts.js';

const LOGIN = 'api/v1/login';

export class Login {
  #world;
  #again;
  #isKept;
  #needed = false;
  /** On the way out: what is closed now was meant to be. */
  #leaving = false;
  /** @type {Promise<boolean>|undefined} while the password is asked for: one question for all who need it */
  #proof;

  /**
   * @param {World} world
   * @param {() => void} again  the gateway lets this page in: connect now
   * @param {() => boolean} isKept  whether the page shows something that must not be lost
   */
  constructor(world, again, isKept) {
    this.#world = world;
    this.#again = again;
    this.#isKept = isKept;
  }

  /** Whether nothing goes on without logging in. */
  get needed() {
    return this.#needed;
  }

  /** The gateway greeted this page. */
  greeted() {
    this.#needed = false;
  }

  /** The line did not open, or was closed for it: asks whether a login is wanting. */
  async knock() {
    if (!this.#leaving) this.#heard(await this.#world.ask('GET', LOGIN));
  }

  /** Logs in and connects. @param {string} name @param {string} password @returns {Promise<Answer>} */
  async logIn(name, password) {
    const answer = await this.#world.ask('POST', LOGIN, { name, password });
    if (isOk(answer)) {
      this.#needed = false;
      this.#again();
    }
    return answer;
  }

  /** Logs out and leaves. @param {boolean} everywhere  wherever else one is logged in, too @returns {Promise<Answer>} */
  async logOut(everywhere) {
    this.#leaving = true;
    const answer = await this.#world.ask('DELETE', everywhere ? `${LOGIN}?all=1` : LOGIN);
    this.#leaving = isOk(answer) || answer.status === 401;
    if (this.#leaving) this.#world.leave('login');
    return answer;
  }

  /**
   * Asks for something. Where the gateway wants the password first, the person is asked for it, and it goes on.
   *
   * @param {string} method
   * @param {string} path  relative
   * @param {object} [body]
   * @returns {Promise<Answer>}
   */
  async ask(method, path, body) {
    const answer = await this.#world.ask(method, path, body);
    this.#heard(answer);
    if (kindOf(answer) !== 'password-needed') return answer;
    this.#proof ??= this.#world.prove().finally(() => (this.#proof = undefined));
    return (await this.#proof) ? this.#world.ask(method, path, body) : answer;
  }

  #heard(answer) {
    if (answer.status !== 401 || this.#leaving) return;
    switch (kindOf(answer)) {
      case 'setup-needed':
        this.#world.leave('setup');
        break;
      case 'login-needed':
        this.#needed = this.#isKept();
        if (!this.#needed) this.#world.leave(`login?next=${encodeURIComponent(this.#world.address())}`);
        break;
    }
  }
}
