/**
 * The latest reading of each channel, and its trace, by channel id: numbers change with the dictionary, ids do not.
 *
 * @typedef {object} Reading
 * @property {number} time  ms since 1970
 * @property {number} value  in the channel's unit; meaningless when its quality is bad
 * @property {number} quality
 *
 * @typedef {import('./dictionary.js').Dictionary} Dictionary
 */
import { qualityClass } from './quality.js';
import { Trace } from './trace.js';

export class Readings {
  /** @type {Map<string, Reading>} */
  #latest = new Map();
  /** @type {Map<string, Trace>} */
  #traces = new Map();

  /**
   * Takes a message of the stream in.
   *
   * @param {import('@ferrule/client/stream-decoder.js').Message} message
   * @param {Dictionary} dictionary  of the message's generation
   */
  take(message, dictionary) {
    const told = new Set();
    for (const series of message.series) {
      const channel = dictionary.channels.get(series.channel);
      if (!channel) continue;
      told.add(channel.id);
      this.#takeSeries(series, channel, dictionary.t0);
    }
    // A snapshot has every channel that has a value: what it leaves out has none any more.
    if (message.snapshot) for (const id of this.#latest.keys()) if (!told.has(id)) this.#latest.delete(id);
  }

  #takeSeries({ kind, times, values, quality }, channel, t0) {
    const trace = this.trace(channel.id);
    let time;
    let value;
    for (let i = 0; i < times.length; i++) {
      time = t0 + times[i];
      value = kind ? values[i] : (values[i] * channel.numerator) / channel.denominator;
      const word = qualityClass(quality[i]);
      trace.add(time, word === 'bad' || word === 'stale' ? NaN : value);
    }
    this.#latest.set(channel.id, { time, value, quality: quality[times.length - 1] });
  }

  /** @param {string} id @returns {Reading|undefined} undefined before the first */
  latest(id) {
    return this.#latest.get(id);
  }

  /** @param {string} id */
  trace(id) {
    let trace = this.#traces.get(id);
    if (!trace) this.#traces.set(id, (trace = new Trace()));
    return trace;
  }

  /** What the gateway remembers of a channel. @param {string} id @param {{times: number[], values: number[]}} piece */
  remembered(id, piece) {
    this.trace(id).fill(piece);
  }

  /** When the oldest line that can be drawn begins; undefined when there is none. */
  oldest() {
    const starts = [...this.#traces.values()].filter(({ length }) => length > 1).map((trace) => trace.time(0));
    return starts.length ? Math.min(...starts) : undefined;
  }

  /** What leads to these channels was interrupted: no trace of them goes on as if nothing had been. @param {Iterable<{id: string}>} channels */
  interrupted(channels) {
    for (const { id } of channels) this.#traces.get(id)?.gap();
  }

  /** Forgets channels that the dictionary no longer has. @param {Dictionary} dictionary */
  keepOnly(dictionary) {
    for (const held of [this.#latest, this.#traces]) {
      for (const id of held.keys()) if (!dictionary.byId.has(id)) held.delete(id);
    }
  }
}
