/**
 * The line to the gateway: socket, reconnection, and everything that the page knows because of it. It owns that
 * knowledge; views get it as facts and send wishes back. Time, chance, socket and timers come from outside, so that
 * tests can be in charge of them.
 *
 * @typedef {import('../model/command.js').Command} Command
 * @typedef {import('../model/connection.js').Connection} Connection
 * @typedef {import('../model/dictionary.js').Dictionary} Dictionary
 *
 * @typedef {object} World
 * @property {() => number} now  steady ms
 * @property {() => number} chance  0 to 1
 * @property {() => string} newId  for commands
 * @property {(protocol: string) => WebSocket} connect
 * @property {(path: string) => Promise<{status: number, body: unknown}>} get  asks the REST interface
 */
import { streamDecoder } from '@ferrule/protocol';
import { GatewayClock } from '../model/clock.js';
import * as life from '../model/command.js';
import * as line from '../model/connection.js';
import { dictionaryOf } from '../model/dictionary.js';
import { isDue, isHeld, leaseOf } from '../model/lease.js';
import { readCommand, readMessage } from '../model/messages.js';
import { Readings } from '../model/readings.js';

const PROTOCOL = 'v1.bin.ferrule.dev';
/** Messages a second: digits are painted four times a second, traces may have a little more. */
const RATE = 10;
const COMMAND_TTL = 3000;
/** Damaged messages before the connection is given up (PROTOCOL.md, B1). */
const DAMAGED_AT_MOST = 8;
/** Stands for 1007, which a browser is not allowed to send. */
const DAMAGED_CODE = 4007;
const SILENT_CODE = 4000;
const NO_FAULT = new Set(['version', 'generation', 'reference']);

export class Gateway {
  // Per page.
  #world;
  #changed;
  #readings = new Readings();
  #clock = new GatewayClock();
  /** @type {Map<string, Command>} by command id */
  #commands = new Map();
  /** @type {Map<string, import('../model/lease.js').Lease>} by channel id */
  #leases = new Map();
  /** @type {Connection} */
  #connection;
  #name = '';
  /** @type {string|undefined} the build that served this page */
  #build;
  #newBuild = '';
  #faults = 0;
  #merged = 0;
  /** @type {Dictionary|undefined} */
  #dictionary;

  // Per connection.
  /** @type {WebSocket|undefined} */
  #socket;
  #decode = streamDecoder();
  #damaged = 0;
  #askedForDictionary = false;
  #session = '';

  /**
   * @param {World} world
   * @param {() => void} changed  called when something is different
   */
  constructor(world, changed) {
    this.#world = world;
    this.#changed = changed;
    this.#connection = line.newConnection(world.now());
  }

  /** Opens the line. From now on {@link tick} must be called a few times a second. */
  start() {
    this.#open();
  }

  /** Everything that views show, as it is now. */
  facts() {
    const now = this.#world.now();
    const connection = this.#connection;
    return {
      now,
      time: this.#clock.at(now),
      name: this.#name,
      build: this.#build ?? '',
      newBuild: this.#newBuild,
      connection,
      phase: line.phaseOf(connection, now),
      dictionary: this.#dictionary,
      readings: this.#readings,
      commands: this.#commandsByChannel(now),
      held: new Set(this.#leases.keys()),
      merged: this.#merged,
      faults: this.#faults,
    };
  }

  /** Lets time have its effects. */
  tick() {
    const now = this.#world.now();
    switch (line.due(this.#connection, now)) {
      case 'open':
        this.#open();
        break;
      case 'close':
        this.#drop(SILENT_CODE);
        break;
      case 'synced':
        this.#connection = line.synced(this.#connection, now);
        break;
      case 'wait':
        break;
    }
    for (const command of this.#commands.values()) this.#keep(life.agedCommand(command, now));
    this.#renew(now);
    this.#changed();
  }

  /** Tries again now. */
  retry() {
    if (this.#connection.socket === 'closed') this.#open();
  }

  /**
   * Sends a command. It is never sent again by itself, but to renew its lease, which has no other effect.
   *
   * @param {{channel: string, value: number, confirm?: true|string}} wish
   * @returns {boolean} whether it left
   */
  command({ channel, value, confirm }) {
    const now = this.#world.now();
    if (!line.isTrusted(line.phaseOf(this.#connection, now))) return false;
    const wish = { id: this.#world.newId(), channel, value, ttl: COMMAND_TTL };
    this.#keep(life.newCommand(wish, now));
    const message = { t: 'command', ...wish, ...(confirm ? { confirm } : {}) };
    this.#send(message);
    const described = this.#dictionary?.byId.get(channel);
    const lease = described && leaseOf(described, message, now);
    if (lease) this.#leases.set(channel, lease);
    else this.#leases.delete(channel);
    this.#changed();
    return true;
  }

  /** Asks the gateway what became of a command. @param {string} id */
  async check(id) {
    const session = this.#session;
    const answer = await this.#world.get(`/api/v1/commands/${encodeURIComponent(id)}`);
    const command = this.#commands.get(id);
    const message = answer.status === 200 ? readCommand(answer.body) : undefined;
    const now = this.#world.now();
    if (!command) return;
    if (message) this.#keep(life.toldCommand(message, command, now));
    // Only the run of the gateway that should have got it can say that it did not.
    else if (answer.status === 404 && session === command.session) this.#keep(life.unheardCommand(command, now));
    this.#changed();
  }

  /** Somebody has seen the outcome. @param {string} id */
  dismiss(id) {
    this.#commands.delete(id);
    this.#changed();
  }

  /** The latest command of each channel that still has something to show; the others are let go. */
  #commandsByChannel(now) {
    const latest = new Map();
    for (const command of this.#commands.values()) {
      const other = latest.get(command.channel);
      if (life.isOver(command, now) || (other && other.askedAt > command.askedAt)) {
        this.#commands.delete(command.id);
        continue;
      }
      if (other) this.#commands.delete(other.id);
      latest.set(command.channel, command);
    }
    return latest;
  }

  /** Says of every output that this page holds that somebody is still here. */
  #renew(now) {
    for (const [channel, lease] of this.#leases) {
      if (!isDue(lease, now) || this.#socket?.readyState !== 1) continue;
      this.#send(lease.message);
      this.#leases.set(channel, { ...lease, sentAt: now });
    }
  }

  #keep(command) {
    if (!command) return;
    const session = this.#commands.get(command.id)?.session ?? this.#session;
    this.#commands.set(command.id, { ...command, session });
  }

  #open() {
    const now = this.#world.now();
    this.#connection = line.opening(this.#connection, now);
    this.#decode = streamDecoder();
    this.#damaged = 0;
    this.#askedForDictionary = false;
    const socket = this.#world.connect(PROTOCOL);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const whenMine = (take) => (event) => {
      if (socket !== this.#socket) return;
      take(event);
      this.#changed();
    };
    socket.onopen = whenMine(() => (this.#connection = line.opened(this.#connection, this.#world.now())));
    socket.onmessage = whenMine(({ data }) => this.#take(data));
    socket.onclose = whenMine(({ code }) => this.#closed(code));
    this.#changed();
  }

  /** Closes without waiting for the other side, which may not be there any more. */
  #drop(code) {
    const socket = this.#socket;
    this.#closed(code);
    socket?.close(code);
    this.#changed();
  }

  #closed(code) {
    const now = this.#world.now();
    this.#socket = undefined;
    this.#connection = line.closed(this.#connection, now, code, this.#world.chance());
    this.#readings.interrupted();
    this.#leases.clear(); // a gateway that restarted would take a renewal for a new command
    for (const command of this.#commands.values()) {
      if (command.own) this.#keep(life.lostCommand(command, now));
      else if (life.isPending(command)) this.#commands.delete(command.id);
    }
  }

  #send(message) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #take(data) {
    this.#connection = line.heard(this.#connection, this.#world.now());
    if (typeof data === 'string') this.#takeText(data);
    else this.#takeReadings(new Uint8Array(data));
  }

  #takeReadings(bytes) {
    const dictionary = this.#dictionary;
    if (!dictionary) return;
    const message = this.#decode(bytes, dictionary.gen);
    if (message.refused) {
      this.#refused(message.refused);
      return;
    }
    this.#readings.take(message, dictionary);
    if (message.snapshot) this.#connection = line.synced(this.#connection, this.#world.now());
  }

  #refused(rule) {
    this.#faults++;
    if (rule === 'generation' && !this.#askedForDictionary) {
      this.#askedForDictionary = true;
      this.#send({ t: 'dictionary' });
    }
    if (!NO_FAULT.has(rule) && ++this.#damaged >= DAMAGED_AT_MOST) this.#drop(DAMAGED_CODE);
  }

  #takeText(json) {
    const { message, fault } = readMessage(json);
    if (fault) {
      this.#faults++;
      console.warn(`from the gateway: ${fault}`);
      return;
    }
    const now = this.#world.now();
    switch (message.t) {
      case 'hello':
        this.#hello(message);
        break;
      case 'dictionary':
        this.#takeDictionary(message);
        break;
      case 'subscribed':
        this.#connection = line.subscribed(this.#connection, now);
        break;
      case 'device':
        this.#takeDevice(message);
        break;
      case 'command':
        this.#takeCommand(message, now);
        break;
      case 'merged':
        this.#merged += message.count;
        break;
      case 'time':
      case 'pong':
        this.#clock.heard(message.time, now);
        break;
      case 'error':
        this.#faults++;
        console.warn(`the gateway refused a message: ${message.text}`);
        break;
    }
  }

  #takeCommand(message, now) {
    const known = this.#commands.get(message.id);
    const lease = this.#leases.get(message.channel);
    if (lease && !isHeld(lease, message)) this.#leases.delete(message.channel);
    // The answer to a renewal is no news of a command that was shown long ago.
    if (lease?.message.id === message.id && !known) return;
    this.#keep(life.toldCommand(message, known, now));
  }

  #hello({ gateway, build, session, time }) {
    this.#clock.heard(time, this.#world.now());
    this.#name = gateway;
    this.#session = session;
    this.#build ??= build;
    this.#newBuild = build === this.#build ? '' : build;
  }

  #takeDictionary(message) {
    const first = !this.#connection.subscribedAt;
    this.#dictionary = dictionaryOf(message);
    this.#askedForDictionary = false;
    this.#readings.keepOnly(this.#dictionary);
    if (first) this.#send({ t: 'subscribe', rate: RATE });
  }

  #takeDevice({ id, state, since, reason = '' }) {
    const device = this.#dictionary?.devices.get(id);
    if (device) this.#dictionary.devices.set(id, { ...device, state, since, reason });
  }
}
