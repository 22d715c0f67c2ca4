/**
 * The line to a gateway: one socket after another, and what the protocol asks of who holds it. Owner of the connection's
 * life, of the decoder, of the position, and of the count of damaged messages. What arrives goes down as events, checked;
 * what it means is not its concern. Time, chance and sockets come from outside.
 *
 * @typedef {import('./connection.js').Connection} Connection
 *
 * @typedef {object} World
 * @property {() => number} now  steady ms
 * @property {() => number} chance  0 to 1
 * @property {(protocol: string) => WebSocket} connect
 *
 * @typedef {object} Subscription
 * @property {string[]} [channels]  patterns of channel ids; without them every channel
 * @property {number} [rate]  messages a second at most, with the newest reading per channel each; without it every reading
 *
 * @typedef {object} LineEvents
 * @property {(message: object) => void} message  one of the messages in JSON
 * @property {(message: import('./stream-decoder.js').Message) => void} readings  of the last dictionary
 * @property {(words?: string) => void} fault  one side did not understand the other; words for the console, if any
 * @property {(how: {code: number, opened: boolean}) => void} lost  the connection is gone, or never was `opened`
 * @property {() => void} changed  something is different
 */
import { closed, due, heard, newConnection, opened, opening, subscribed, synced } from './connection.js';
import { readMessage } from './messages.js';
import { Position } from './position.js';
import { streamDecoder } from './stream-decoder.js';

const PROTOCOL = 'v1.bin.ferrule.dev';
/** Damaged messages before the connection is given up (PROTOCOL.md, B1). */
const DAMAGED_AT_MOST = 8;
/** Stands for 1007, which a browser is not allowed to send. */
const DAMAGED_CODE = 4007;
const SILENT_CODE = 4000;
const LOST_CODE = 4410;
/** Why readings may be refused without being damaged. */
const UNDAMAGED = new Set(['version', 'generation', 'reference']);

export class Line {
  // For good.
  #world;
  #events;
  /** @type {Connection} */
  #connection;
  /** @type {number|undefined} of the last dictionary */
  #generation;
  /** @type {Subscription} */
  #subscription;
  #resumes;
  #position = new Position();

  // Per connection.
  /** @type {WebSocket|undefined} */
  #socket;
  #decode = streamDecoder();
  #damaged = 0;
  #askedForDictionary = false;
  #subscribes = false;

  /**
   * @param {World} world
   * @param {LineEvents} events
   * @param {Subscription} [subscription]
   * @param {boolean} [resumes]  whether what was missed while there was no connection is wanted
   */
  constructor(world, events, subscription = {}, resumes = false) {
    this.#world = world;
    this.#events = events;
    this.#subscription = subscription;
    this.#resumes = resumes;
    this.#connection = newConnection(world.now());
  }

  get connection() {
    return this.#connection;
  }

  open() {
    this.#connection = opening(this.#connection, this.#world.now());
    this.#decode = streamDecoder();
    this.#damaged = 0;
    this.#askedForDictionary = false;
    this.#subscribes = false;
    this.#position.interrupted();
    const socket = this.#world.connect(PROTOCOL);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const whenMine = (take) => (event) => {
      if (socket !== this.#socket) return;
      take(event);
      this.#events.changed();
    };
    socket.onerror = () => {}; // it is closed next, and that is what counts
    socket.onopen = whenMine(() => (this.#connection = opened(this.#connection, this.#world.now())));
    socket.onmessage = whenMine(({ data }) => this.#take(data));
    socket.onclose = whenMine(({ code }) => this.#closed(code));
    this.#events.changed();
  }

  /**
   * Wants other readings from now on. What was missed of them before is not asked for.
   *
   * @param {Subscription} subscription
   * @param {boolean} resumes
   */
  subscribe(subscription, resumes) {
    this.#subscription = subscription;
    this.#resumes = resumes;
    this.#position.forget();
    if (this.#subscribes) this.send({ t: 'subscribe', ...subscription });
  }

  /** Tries again now. */
  retry() {
    if (this.#connection.socket === 'closed') this.open();
  }

  /** Tries again now, with what has changed since an attempt that may be under way. */
  renew() {
    if (this.#connection.socket === 'open') return;
    const before = this.#socket;
    this.open();
    before?.close();
  }

  /** Lets time have its effects. @param {number} now */
  tick(now) {
    switch (due(this.#connection, now)) {
      case 'open':
        this.open();
        break;
      case 'close':
        this.#drop(SILENT_CODE);
        break;
      case 'synced':
        this.#connection = synced(this.#connection, now);
        this.#events.changed();
        break;
      case 'wait':
        break;
    }
  }

  /** @param {object} message @returns {boolean} whether it left */
  send(message) {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Ends for good: no event follows, and nothing is tried again until it is opened. */
  close() {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(1000);
  }

  /** Closes without waiting for the other side, which may not be there any more. */
  #drop(code) {
    const socket = this.#socket;
    this.#closed(code);
    socket?.close(code);
    this.#events.changed();
  }

  #closed(code) {
    const opened = this.#connection.socket === 'open';
    this.#socket = undefined;
    this.#connection = closed(this.#connection, this.#world.now(), code, this.#world.chance());
    this.#events.lost({ code, opened });
    if (due(this.#connection, this.#world.now()) === 'open') this.open();
  }

  #take(data) {
    this.#connection = heard(this.#connection, this.#world.now());
    if (typeof data === 'string') this.#takeText(data);
    else this.#takeReadings(new Uint8Array(data));
  }

  #takeText(json) {
    const { message, fault } = readMessage(json);
    if (fault) {
      this.#events.fault(`from the gateway: ${fault}`);
      return;
    }
    this.#position.told(message);
    switch (message.t) {
      case 'dictionary':
        this.#generation = message.gen;
        this.#askedForDictionary = false;
        if (!this.#subscribes) {
          this.#subscribes = true;
          this.send({ t: 'subscribe', ...this.#subscription, ...(this.#resumes ? this.#position.last : {}) });
        }
        break;
      case 'subscribed':
        this.#connection = subscribed(this.#connection, this.#world.now());
        break;
      case 'error':
        this.#events.fault(`the gateway refused a message: ${message.text}`);
        break;
    }
    this.#events.message(message);
  }

  #takeReadings(bytes) {
    if (this.#generation === undefined) return;
    const message = this.#decode(bytes, this.#generation);
    if (message.refused) {
      this.#refused(message.refused);
      return;
    }
    if (!this.#position.heard(message)) {
      this.#events.fault('messages of the gateway were lost on the way');
      this.#drop(LOST_CODE);
      return;
    }
    this.#events.readings(message);
    if (message.snapshot) this.#connection = synced(this.#connection, this.#world.now());
  }

  #refused(rule) {
    this.#events.fault();
    if (rule === 'generation' && !this.#askedForDictionary) {
      this.#askedForDictionary = true;
      this.send({ t: 'dictionary' });
    }
    if (!UNDAMAGED.has(rule) && ++this.#damaged >= DAMAGED_AT_MOST) this.#drop(DAMAGED_CODE);
  }
}
