/**
 * Client of a Ferrule gateway, for browsers and Node 18 and later: one ES module and its neighbors, no dependency.
 *
 *     import { connect } from './ferrule.js';
 *     const gateway = connect('http://localhost:8080');
 *     const { name, value, unit } = await gateway.value('air.temperature');
 *     console.log(name, value, unit);
 *     gateway.close();
 *
 * It connects again by itself for as long as it is not closed, and then gets what it missed, or says that it did not.
 *
 * @typedef {import('./readings.js').Channel} Channel
 * @typedef {import('./readings.js').Reading} Reading
 * @typedef {import('./orders.js').Outcome} Outcome
 * @typedef {import('./orders.js').Wish} Wish
 *
 * @typedef {object} Device
 * @property {string} id
 * @property {string} name
 * @property {'down'|'connecting'|'up'|'silent'|'refused'} state
 * @property {number} since  ms since 1970
 * @property {string} [reason]  why it is not up
 *
 * @typedef {object} Options
 * @property {string[]} [channels]  patterns of channel ids, `*` is any run of characters; without them every channel
 * @property {number} [rate]  messages a second at most, with the newest reading per channel each, 0.1 to 1000; without it
 *   every reading comes, and what was missed as well
 * @property {string} [token]  of `ferrule token add`; where the page is logged in, or nobody has to be, it needs none
 * @property {typeof WebSocket} [WebSocket]  where there is none: Node before 22, `import { WebSocket } from 'ws'`
 *
 * @typedef {'connecting'|'live'|'offline'} State  connecting: for the first time; live: what is known is the present
 */
import { Line } from './line.js';
import { Orders } from './orders.js';
import { Readings } from './readings.js';

export { streamDecoder } from './stream-decoder.js';

const TICK = 250;
const PATIENCE = 10_000;

/**
 * Connects to a gateway.
 *
 * @param {string} [address]  `http://host:port`, and the path below which a proxy has it; without it the gateway that this
 *   module was loaded from
 * @param {Options} [options]
 * @returns {Client}
 */
export const connect = (address = new URL('..', import.meta.url).href, options = {}) => new Client(address, options);

/** A connection to one gateway; made by {@link connect}. */
export class Client {
  #base;
  #token;
  #WebSocket;
  #line;
  #orders;
  #readings = new Readings();
  /** @type {Map<string, Device>} */
  #devices = new Map();
  #isPast = false;
  /** When the gateway greeted, and the time of the newest reading, ms since 1970. */
  #greetedAt = 0;
  #heardAt = 0;
  /** @type {State} */
  #state = 'connecting';
  #isClosed = false;
  #timer;
  /** @type {Map<string, Set<(fact: any) => void>>} by event */
  #listeners = new Map();
  /** What {@link Client#value} and {@link Client#command} wait for. @type {Set<{check: () => boolean, fail: (why: Error) => void}>} */
  #waiting = new Set();

  /** @param {string} address @param {Options} options */
  constructor(address, { channels, rate, token, WebSocket: Socket = globalThis.WebSocket }) {
    if (!/^https?:\/\//.test(address)) throw new TypeError(`"${address}" is no address of a gateway; write http://host:port`);
    if (!Socket) throw new TypeError('There is no WebSocket here; give one: connect(address, { WebSocket })');
    this.#base = address.replace(/\/*$/, '');
    this.#token = token;
    this.#WebSocket = Socket;
    const now = () => performance.now();
    this.#orders = new Orders(
      now,
      (path) => this.#ask('GET', path),
      (message) => this.#line.send(message),
    );
    this.#line = new Line(
      { now, chance: Math.random, connect: (protocol) => this.#connect(protocol) },
      {
        message: (message) => this.#message(message),
        readings: (message) => this.#took(this.#readings.take(message, this.#isPast)),
        fault: (words) => words && this.#tell('fault', words),
        lost: ({ opened }) => this.#lost(opened),
        changed: () => this.#changed(),
      },
      clean({ channels, rate }),
      rate === undefined,
    );
    this.#line.open();
    this.#timer = setInterval(() => this.#tick(now()), TICK);
  }

  /** How the connection stands. */
  get state() {
    return this.#state;
  }

  /** All channels of the gateway, by id. @returns {ReadonlyMap<string, Channel>} */
  get channels() {
    return this.#readings.channels;
  }

  /** All devices, by id. @returns {ReadonlyMap<string, Device>} */
  get devices() {
    return this.#devices;
  }

  /**
   * The latest reading of a channel that is subscribed; stale while there is no connection.
   *
   * @param {string} id
   * @returns {Reading|undefined} undefined before the first
   */
  latest(id) {
    return this.#readings.latest(id, this.#state === 'live');
  }

  /**
   * The same as soon as there is one. Fails when there is no such channel, the gateway lets nobody in who shows no more than
   * this, or nothing comes in time.
   *
   * @param {string} id
   * @param {number} [timeout]  ms
   * @returns {Promise<Reading>}
   */
  async value(id, timeout = PATIENCE) {
    await this.#until(() => this.#state === 'live' && (!this.channels.has(id) || this.latest(id)), `No reading of ${id} came in time.`, timeout);
    if (!this.channels.has(id)) throw new Error(`There is no channel "${id}".`);
    return this.latest(id);
  }

  /**
   * Hears what happens. What a listener throws nobody catches; the others hear all the same.
   *
   * - `reading` a {@link Reading}: each one once, in the order in which the gateway got them
   * - `gap` {from, to}, ms since 1970: readings of this time were missed, and the gateway no longer remembers all of them;
   *   its history may (`GET /api/v1/history`)
   * - `merged` a number: so many readings were replaced by newer ones, as this client did not keep up
   * - `state` a {@link State}
   * - `device` a {@link Device} whose state changed
   * - `dictionary` there are other channels or devices
   * - `command` an {@link Outcome} of anybody's command to a channel that is subscribed
   * - `fault` text: one side did not understand the other, or does not let it in
   *
   * @param {'reading'|'gap'|'merged'|'state'|'device'|'dictionary'|'command'|'fault'} event
   * @param {(fact: any) => void} listener
   * @returns {() => void} call it to hear no more
   */
  on(event, listener) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(listener);
    return () => this.#listeners.get(event).delete(listener);
  }

  /** Wants other channels. @param {string[]} channels  patterns @param {{rate?: number}} [how] */
  subscribe(channels, { rate } = {}) {
    this.#line.subscribe(clean({ channels, rate }), rate === undefined);
  }

  /**
   * Asks for a value, and follows what becomes of it, over interruptions too. It is never sent twice.
   *
   * @param {string} channel  id
   * @param {number} value
   * @param {Wish} [wish]
   * @returns {Promise<Outcome>} its end: confirmed, rejected, failed, expired or unknown. Fails only when there is no such
   *   channel, or no connection yet
   */
  async command(channel, value, wish = {}) {
    await this.#until(() => this.#state !== 'connecting', 'The gateway did not answer in time.', PATIENCE);
    const known = this.channels.get(channel);
    if (!known) throw new Error(`There is no channel "${channel}".`);
    return this.#orders.place(known, value, { id: newId(), ...wish });
  }

  /** Ends the connection for good. Commands that are under way end as unknown. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#line.close();
    this.#orders.close();
    this.#fail(new Error('The connection was closed.'));
    this.#turn('offline');
  }

  #message(message) {
    this.#orders.message(message);
    switch (message.t) {
      case 'hello':
        this.#greetedAt = message.time;
        break;
      case 'dictionary':
        this.#readings.dictionary(message);
        this.#devices = new Map(message.devices.map((device) => [device.id, device]));
        this.#tell('dictionary');
        break;
      case 'resumed':
        this.#isPast = true;
        if (!message.whole) this.#tell('gap', { from: this.#heardAt, to: this.#greetedAt });
        break;
      case 'subscribed':
        this.#isPast = false;
        break;
      case 'device': {
        const { t, ...state } = message;
        const device = { ...this.#devices.get(message.id), reason: '', ...state };
        this.#devices.set(message.id, device);
        this.#tell('device', device);
        break;
      }
      case 'merged':
        if (message.count) this.#tell('merged', message.count);
        break;
      case 'command': {
        const { t, retry_after: retryAfter = 0, ...outcome } = message;
        this.#tell('command', { reason: '', text: '', ...outcome, retryAfter });
        break;
      }
    }
  }

  #took(readings) {
    for (const reading of readings) {
      this.#heardAt = Math.max(this.#heardAt, reading.time);
      this.#tell('reading', reading);
    }
  }

  #lost(opened) {
    this.#orders.lost();
    if (!opened) this.#knock();
  }

  /** A connection that does not even open may be refused, and a WebSocket does not say why. */
  async #knock() {
    const { status, body } = await this.#ask('GET', 'api/v1/login');
    if (status === 401 || status === 403) this.#refused(body);
  }

  #refused(problem) {
    const why = new Error(`The gateway does not let this client in: ${problem?.detail ?? 'refused'} ${problem?.hint ?? ''}`.trim());
    this.#tell('fault', why.message);
    this.#fail(why);
  }

  #tick(now) {
    this.#line.tick(now);
    this.#orders.tick(now);
    this.#changed();
  }

  #changed() {
    if (this.#isClosed || !this.#line) return;
    const { everSynced, socket, synced } = this.#line.connection;
    this.#turn(socket === 'open' && synced ? 'live' : everSynced ? 'offline' : 'connecting');
    for (const one of this.#waiting) one.check();
  }

  #turn(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell('state', state);
  }

  #tell(event, fact) {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        listener(fact);
      } catch (thrown) {
        queueMicrotask(() => {
          throw thrown;
        });
      }
    }
  }

  /** Waits until something holds. */
  #until(holds, late, timeout) {
    if (this.#isClosed) return Promise.reject(new Error('The connection was closed.'));
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (how, what) => {
        clearTimeout(timer);
        this.#waiting.delete(one);
        how(what);
      };
      const timer = setTimeout(() => end(reject, new Error(late)), timeout);
      const one = { check: () => holds() && end(resolve), fail: (why) => end(reject, why) };
      this.#waiting.add(one);
    });
  }

  #fail(why) {
    for (const one of this.#waiting) one.fail(why);
  }

  #connect(protocol) {
    const address = `${this.#base.replace(/^http/, 'ws')}/ws/v1`;
    const open = (query) => new this.#WebSocket(address + query, protocol);
    return this.#token ? socketAfter(this.#ticket(), open) : open('');
  }

  /** What opens one WebSocket in the name of the token, which no browser lets a WebSocket send. @returns {Promise<string>} */
  async #ticket() {
    const { status, body } = await this.#ask('POST', 'api/v1/login/ticket');
    if (status === 201) return `?ticket=${encodeURIComponent(body.ticket)}`;
    if (status === 404) return ''; // nobody has to say who they are
    if (status === 401 || status === 403) this.#refused(body);
    throw new Error(`no ticket: ${status}`);
  }

  async #ask(method, path) {
    const headers = { accept: 'application/json', ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}) };
    try {
      const response = await fetch(`${this.#base}/${path}`, { method, headers });
      return { status: response.status, body: await response.json().catch(() => undefined) };
    } catch {
      return { status: 0, body: undefined };
    }
  }
}

/** Without what is undefined. */
const clean = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const newId = () => `js-${[Date.now(), Math.random() * 2 ** 52, Math.random() * 2 ** 52].map((n) => Math.floor(n).toString(36)).join('-')}`;

/**
 * A WebSocket that opens when what it needs is there, as far as a line knows one.
 *
 * @param {Promise<string>} query
 * @param {(query: string) => WebSocket} open
 */
const socketAfter = (query, open) => {
  /** @type {WebSocket|undefined} */
  let inner;
  let isClosed = false;
  const socket = {
    binaryType: 'arraybuffer',
    get readyState() {
      return inner?.readyState ?? 0;
    },
    send: (data) => inner.send(data),
    close: (code) => {
      isClosed = true;
      inner?.close(code);
    },
  };
  query.then(
    (found) => {
      if (isClosed) return;
      inner = open(found);
      inner.binaryType = socket.binaryType;
      for (const name of ['onopen', 'onmessage', 'onclose', 'onerror']) inner[name] = (event) => socket[name]?.(event);
    },
    () => isClosed || socket.onclose?.({ code: 1006 }),
  );
  return socket;
};
