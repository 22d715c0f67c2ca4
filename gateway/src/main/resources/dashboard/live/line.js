/**
 * The line to the gateway: one socket after another, and what the protocol asks of who holds it. Owner of the
 * connection's life, of the decoder, and of the count of damaged messages. What arrives goes down as events, checked;
 * what it means is not its concern.
 *
 * @typedef {import('../model/connection.js').Connection} Connection
 * @typedef {import('./gateway.js').World} World
 *
 * @typedef {object} LineEvents
 * @property {(message: object) => void} message  one of the messages in JSON
 * @property {(message: import('@ferrule/protocol').Message) => void} readings  of the last dictionary
 * @property {(words?: string) => void} fault  one side did not understand the other; words for the console, if any
 * @property {(how: {code: number, opened: boolean}) => void} lost  the connection is gone, or never was `opened`
 * @property {() => void} changed  something is different
 */
import { streamDecoder } from '@ferrule/protocol';
import { closed, due, heard, newConnection, opened, opening, phaseOf, subscribed, synced } from '../model/connection.js';
import { readMessage } from '../model/wire/messages.js';

const PROTOCOL = 'v1.bin.ferrule.dev';
/** Messages a second: digits are painted four times a second, traces may have a little more. */
const RATE = 10;
/** Damaged messages before the connection is given up (PROTOCOL.md, B1). */
const DAMAGED_AT_MOST = 8;
/** Stands for 1007, which a browser is not allowed to send. */
const DAMAGED_CODE = 4007;
const SILENT_CODE = 4000;
/** Why readings may be refused without being damaged. */
const UNDAMAGED = new Set(['version', 'generation', 'reference']);

export class Line {
  // Per page.
  #world;
  #events;
  /** @type {Connection} */
  #connection;
  /** @type {number|undefined} of the last dictionary */
  #generation;

  // Per connection.
  /** @type {WebSocket|undefined} */
  #socket;
  #decode = streamDecoder();
  #damaged = 0;
  #askedForDictionary = false;

  /** @param {World} world @param {LineEvents} events */
  constructor(world, events) {
    this.#world = world;
    this.#events = events;
    this.#connection = newConnection(world.now());
  }

  get connection() {
    return this.#connection;
  }

  /** @param {number} now */
  phase(now) {
    return phaseOf(this.#connection, now);
  }

  open() {
    this.#connection = opening(this.#connection, this.#world.now());
    this.#decode = streamDecoder();
    this.#damaged = 0;
    this.#askedForDictionary = false;
    const socket = this.#world.connect(PROTOCOL);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const whenMine = (take) => (event) => {
      if (socket !== this.#socket) return;
      take(event);
      this.#events.changed();
    };
    socket.onopen = whenMine(() => (this.#connection = opened(this.#connection, this.#world.now())));
    socket.onmessage = whenMine(({ data }) => this.#take(data));
    socket.onclose = whenMine(({ code }) => this.#closed(code));
    this.#events.changed();
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
    switch (message.t) {
      case 'dictionary':
        this.#generation = message.gen;
        this.#askedForDictionary = false;
        if (!this.#connection.subscribedAt) this.send({ t: 'subscribe', rate: RATE });
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
