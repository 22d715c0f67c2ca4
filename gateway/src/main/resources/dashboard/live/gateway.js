/**
 * The gateway as the page sees it: a line, the commands, and a store of what was told, put together. Views get facts
 * and send wishes back. Time, chance, socket and timers come from outside, so that tests can be in charge of them.
 *
 * @typedef {object} World
 * @property {() => number} now  steady ms
 * @property {() => number} chance  0 to 1
 * @property {() => string} newId  for commands
 * @property {(protocol: string) => WebSocket} connect
 * @property {(method: string, path: string, body?: object) => Promise<import('../model/access/accounts.js').Answer>} ask  the REST
 *   interface
 * @property {() => Promise<boolean>} prove  asks the person for the password again; whether it was right
 * @property {() => string} address  of the page, as others on this server can lead to it
 * @property {(address: string) => void} leave  goes to a page that is not the dashboard
 */
import { Line } from '@ferrule/client/line.js';
import { isTrusted, phaseOf } from '../model/connection.js';
import { Commands } from './commands.js';
import { Layouts } from './layouts.js';
import { Login } from './login.js';
import { Past } from './past.js';
import { Store } from './store.js';

/** Messages a second: digits are painted four times a second, traces may have a little more. */
const RATE = 10;

/** The gateway closed the line because nobody is logged in any more (PROTOCOL.md, B6). */
const LOGGED_OUT = 4401;

export class Gateway {
  #world;
  #changed;
  #line;
  #store = new Store();
  #commands;
  #login;
  #past;
  #layouts;

  /**
   * @param {World} world
   * @param {() => void} changed  called when something is different
   */
  constructor(world, changed) {
    this.#world = world;
    this.#changed = changed;
    this.#commands = new Commands(world, (message) => this.#line.send(message));
    const events = {
      message: (message) => {
        if (message.t === 'hello') this.#login.greeted();
        this.#store.message(message, world.now());
        if (message.t === 'hello') this.#remember(() => this.#layouts.greeted(this.#store.caller.name));
        this.#commands.message(message);
      },
      readings: (message) => {
        this.#store.readings(message);
        this.#remember((now) => this.#past.heard(this.#store.time(now), now));
      },
      fault: (words) => {
        this.#store.fault();
        if (words) console.warn(words);
      },
      lost: ({ code, opened }) => {
        this.#store.lost();
        this.#past.lost(this.#store.time(world.now()));
        this.#commands.lost();
        if (code === LOGGED_OUT || !opened) this.#knock();
      },
      changed,
    };
    // What was missed is filled from the history.
    this.#line = new Line(world, events, { rate: RATE });
    this.#layouts = new Layouts((method, path, body) => world.ask(method, path, body));
    this.#past = new Past((method, path) => world.ask(method, path), this.#store);
    this.#login = new Login(
      world,
      () => this.#line.renew(),
      () => this.#line.connection.everSynced,
    );
  }

  /** Opens the line. From now on {@link tick} must be called a few times a second. */
  start() {
    this.#line.open();
  }

  /** Everything that views show, as it is now. */
  facts() {
    const now = this.#world.now();
    return {
      now,
      connection: this.#line.connection,
      phase: phaseOf(this.#line.connection, now),
      loginNeeded: this.#login.needed,
      commands: this.#commands.byChannel(now),
      held: this.#commands.held(),
      layout: this.#layouts.layout,
      ...this.#store.facts(now),
    };
  }

  /** Lets time have its effects. */
  tick() {
    const now = this.#world.now();
    this.#line.tick(now);
    this.#commands.tick(now);
    this.#remember((at) => this.#past.tick(at));
    this.#remember((at) => this.#layouts.tick(at));
    this.#changed();
  }

  /** Asks for what was not heard. @param {(now: number) => Promise<void>|undefined} ask */
  async #remember(ask) {
    const asked = ask(this.#world.now());
    if (!asked) return;
    await asked;
    this.#changed();
  }

  /** Shows the overview so, and lets the gateway keep it. @param {import('../model/fleet/layout.js').Layout} layout */
  arrange(layout) {
    this.#layouts.want(layout, this.#world.now());
    this.#changed();
  }

  /** Tries again now. */
  retry() {
    this.#line.retry();
  }

  /** Asks the REST interface; see {@link Login#ask}. */
  async ask(method, path, body) {
    const answer = await this.#login.ask(method, path, body);
    this.#changed();
    return answer;
  }

  /** Logs in again as the same user. @param {string} password @returns {Promise<import('../model/access/accounts.js').Answer>} */
  async logIn(password) {
    const answer = await this.#login.logIn(this.#store.caller?.name ?? '', password);
    this.#changed();
    return answer;
  }

  /** Logs out and leaves; see {@link Login#logOut}. @param {boolean} everywhere */
  logOut(everywhere) {
    return this.#login.logOut(everywhere);
  }

  /**
   * Asks for a value, unless what is shown is not the present.
   *
   * @param {{channel: string, value: number, confirm?: true|string}} wish
   * @returns {boolean} whether it was sent
   */
  command(wish) {
    if (!isTrusted(phaseOf(this.#line.connection, this.#world.now()))) return false;
    this.#commands.ask(wish, this.#store.channel(wish.channel));
    this.#changed();
    return true;
  }

  /** Asks what became of a command. @param {string} id */
  async check(id) {
    await this.#commands.check(id);
    this.#changed();
  }

  /** Somebody has seen the outcome of a command. @param {string} id */
  dismiss(id) {
    this.#commands.dismiss(id);
    this.#changed();
  }

  async #knock() {
    await this.#login.knock();
    this.#changed();
  }
}
