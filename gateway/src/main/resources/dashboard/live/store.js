/**
 * What the page knows because the gateway told it: dictionary, readings, clock, names, who it is, and what went wrong on the way.
 * Owner of all that; it outlives connections.
 *
 * @typedef {import('../model/dictionary.js').Dictionary} Dictionary
 */
import { ANYBODY } from '../model/access/caller.js';
import { GatewayClock } from '../model/clock.js';
import { dictionaryOf } from '../model/dictionary.js';
import { Readings } from '../model/readings.js';

export class Store {
  /** @type {Dictionary|undefined} */
  #dictionary;
  #readings = new Readings();
  #clock = new GatewayClock();
  #name = '';
  /** @type {import('../model/access/caller.js').Caller|undefined} who this page is; kept while there is no connection */
  #caller;
  /** @type {string|undefined} the build that served this page */
  #build;
  #newBuild = '';
  #merged = 0;
  #faults = 0;

  /** @param {string} id @returns {import('../model/dictionary.js').Channel|undefined} */
  channel(id) {
    return this.#dictionary?.byId.get(id);
  }

  get caller() {
    return this.#caller;
  }

  /** Its share of what views show. @param {number} now  steady ms */
  facts(now) {
    return {
      time: this.#clock.at(now),
      name: this.#name,
      caller: this.#caller,
      build: this.#build ?? '',
      newBuild: this.#newBuild,
      dictionary: this.#dictionary,
      readings: this.#readings,
      merged: this.#merged,
      faults: this.#faults,
    };
  }

  /** A message came. @param {object} message @param {number} now */
  message(message, now) {
    switch (message.t) {
      case 'hello':
        this.#hello(message, now);
        break;
      case 'dictionary':
        this.#dictionary = dictionaryOf(message);
        this.#readings.keepOnly(this.#dictionary);
        break;
      case 'device':
        this.#device(message);
        break;
      case 'merged':
        this.#merged += message.count;
        break;
      case 'time':
      case 'pong':
        this.#clock.heard(message.time, now);
        break;
    }
  }

  /** Readings came. @param {import('@ferrule/client/stream-decoder.js').Message} message  of the last dictionary */
  readings(message) {
    this.#readings.take(message, this.#dictionary);
  }

  get dictionary() {
    return this.#dictionary;
  }

  /** The gateway's time; undefined before it told it. @param {number} now  steady ms */
  time(now) {
    return this.#clock.at(now);
  }

  /** What the gateway remembers of a channel. @param {string} id @param {{times: number[], values: number[]}} piece */
  remembered(id, piece) {
    this.#readings.remembered(id, piece);
  }

  /** One side did not understand the other. */
  fault() {
    this.#faults++;
  }

  /** The connection is gone. */
  lost() {
    this.#readings.interrupted(this.#dictionary?.byId.values() ?? []);
  }

  #hello({ gateway, build, time, caller = ANYBODY }, now) {
    this.#clock.heard(time, now);
    this.#name = gateway;
    this.#caller = caller;
    this.#build ??= build;
    this.#newBuild = build === this.#build ? '' : build;
  }

  #device({ id, state, since, reason = '' }) {
    const device = this.#dictionary?.devices.get(id);
    if (!device) return;
    this.#dictionary.devices.set(id, { ...device, state, since, reason });
    if (state !== 'up') this.#readings.interrupted([...this.#dictionary.byId.values()].filter((channel) => channel.device === id));
  }
}
