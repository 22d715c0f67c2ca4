/**
 * Readings for programs: the latest of each channel, and each one told once, however often the gateway repeats it.
 *
 * @typedef {object} Channel  as the dictionary has it (PROTOCOL.md, B3)
 * @property {string} id  `device.channel`
 * @property {string} device  id of its device
 * @property {string} name  for people
 * @property {string} unit  UCUM; empty without one
 * @property {'number'|'switch'|'enum'|'counter'} kind
 * @property {'r'|'w'|'rw'} access
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [step]
 * @property {number} [safe]
 * @property {number} [lease]  ms
 * @property {'confirm'|'hold'|'type'} [danger]
 * @property {Object<string, string>} [labels]  words for values
 *
 * @typedef {object} Reading
 * @property {string} channel  id
 * @property {string} name
 * @property {string} unit
 * @property {number} time  ms since 1970
 * @property {number|undefined} value  in the unit; undefined when it is bad
 * @property {'good'|'uncertain'|'bad'|'stale'} quality
 * @property {number} code  quality with its reason (PROTOCOL.md, 0.1)
 * @property {boolean} past  whether it was missed and is told afterwards
 */

const CLASSES = ['good', 'uncertain', 'bad', 'stale'];
const BAD = 2;
/** Link down: no data can come. */
const LINK_DOWN = 0xc5;

/** The shortest decimal that is this f32. */
const shortest = (value) => {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
};

export class Readings {
  #t0 = 0;
  /** @type {Map<number, Channel & {scale: number[]}>} by number */
  #numbers = new Map();
  /** @type {Map<string, Channel>} by id */
  channels = new Map();
  /** @type {Map<string, Reading>} */
  #latest = new Map();
  /** Times told since the last snapshot, by channel: what may be told again when the connection comes back. */
  #told = new Map();

  /** @param {object} message  a `dictionary` that was checked */
  dictionary({ t0, channels }) {
    this.#t0 = t0;
    const full = channels.map((wire) => ({ unit: '', ...wire, name: wire.name || wire.id, scale: wire.scale ?? [1, 10 ** (wire.decimals ?? 0)] }));
    this.#numbers = new Map(full.map((channel) => [channel.n, channel]));
    this.channels = new Map(full.map((channel) => [channel.id, channel]));
    for (const id of this.#latest.keys()) if (!this.channels.has(id)) this.#latest.delete(id);
  }

  /**
   * The latest reading; undefined before the first.
   *
   * @param {string} id
   * @param {boolean} isLive  whether it can be the present
   */
  latest(id, isLive) {
    const reading = this.#latest.get(id);
    return isLive || !reading || reading.quality === 'bad' ? reading : { ...reading, quality: 'stale', code: LINK_DOWN };
  }

  /**
   * Takes a message of the stream in.
   *
   * @param {import('./stream-decoder.js').Message} message
   * @param {boolean} past  whether it is of what was missed
   * @returns {Reading[]} those that were not told before
   */
  take({ snapshot, series }, past) {
    const fresh = [];
    const told = snapshot ? new Map() : this.#told;
    for (const one of series) {
      const channel = this.#numbers.get(one.channel);
      if (channel) this.#takeSeries(one, channel, past, told, fresh);
    }
    this.#told = told;
    return fresh;
  }

  #takeSeries({ kind, times, values, quality }, channel, past, told, fresh) {
    const { id, name, unit, scale } = channel;
    const known = this.#told.get(id);
    const from = told.get(id) ?? new Set();
    told.set(id, from);
    for (let i = 0; i < times.length; i++) {
      const time = this.#t0 + times[i];
      const latest = this.#latest.get(id);
      const isKnown = known?.has(time) || latest?.time === time;
      from.add(time);
      if (isKnown) continue;
      const code = quality[i];
      const number = kind === 0 ? (values[i] * scale[0]) / scale[1] : kind === 1 ? shortest(values[i]) : values[i];
      const value = code >> 6 === BAD ? undefined : number;
      const reading = { channel: id, name, unit, time, value, quality: CLASSES[code >> 6], code, past };
      if (!past || !latest || time > latest.time) this.#latest.set(id, reading);
      fresh.push(reading);
    }
  }
}
