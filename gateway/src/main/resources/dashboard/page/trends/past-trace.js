/**
 * What the gateway remembers of a channel, in the shape of a trace: what was heard since then is behind it.
 *
 * @typedef {import('../../model/past.js').Piece} Piece
 * @typedef {import('../../model/trace.js').Trace} Trace
 */
import { indexFrom } from '../../model/trace.js';

export class PastTrace {
  #piece;
  #live;
  #liveFrom;

  /**
   * @param {Piece} piece
   * @param {Trace} live  what the page heard itself
   * @param {number} spacing  ms that a point of the piece stands for
   */
  constructor(piece, live, spacing) {
    this.#piece = piece;
    this.#live = live;
    this.spacing = Math.max(spacing, piece.every);
    this.#liveFrom = live.indexFrom((piece.times.at(-1) ?? Infinity) + 1);
  }

  get length() {
    return this.#piece.times.length + this.#live.length - this.#liveFrom;
  }

  #at(i, own, live) {
    const past = this.#piece.times.length;
    return i < past ? own[i] : live(this.#liveFrom + i - past);
  }

  /** @param {number} i */
  time(i) {
    return this.#at(i, this.#piece.times, (at) => this.#live.time(at));
  }

  /** @param {number} i */
  value(i) {
    return this.#at(i, this.#piece.values, (at) => this.#live.value(at));
  }

  /** @param {number} i */
  low(i) {
    return this.#at(i, this.#piece.low, (at) => this.#live.value(at));
  }

  /** @param {number} i */
  high(i) {
    return this.#at(i, this.#piece.high, (at) => this.#live.value(at));
  }

  /** @param {number} i */
  count(i) {
    return this.#at(i, this.#piece.counts, () => 1);
  }

  /** Index of the first reading at `time` or later. @param {number} time */
  indexFrom(time) {
    return indexFrom(this, time);
  }
}
