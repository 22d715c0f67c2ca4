/**
 * What the gateway remembers of a channel, as its REST interface tells it (GET /api/v1/history).
 *
 * @typedef {object} Piece
 * @property {number[]} times  ms since 1970, ascending
 * @property {number[]} values  the mean of what each point stands for, of words the last; NaN is a gap
 * @property {number[]} low  the least
 * @property {number[]} high  the greatest
 * @property {number[]} counts  how many readings each stands for
 * @property {number} every  ms between readings that are remembered, where not all are; else 0
 */
import { isWordy } from './dictionary.js';
import { qualityClass } from './quality.js';

/** Where a history is asked for. @param {string[]} channels @param {number} from  ms since 1970 @param {number} to @param {string} how */
export const pastPath = (channels, from, to, how) =>
  `api/v1/history?channels=${channels.join(',')}&from=${Math.round(from)}&to=${Math.round(to)}&${how}`;

/** Gaps of a channel: of its device, and of all. */
const gapsOf = (gaps, device) =>
  gaps.filter((gap) => gap.device === undefined || gap.device === device).map(({ from }) => Date.parse(from));

/**
 * The pieces of an answer, by channel id. A channel whose unit changed has several series in it; the last is meant.
 *
 * @param {object} body
 * @param {Map<string, import('./dictionary.js').Channel>} byId
 * @returns {Map<string, Piece>}
 */
export const piecesOf = ({ channels, gaps }, byId) => {
  const pieces = new Map();
  for (const series of channels) {
    const channel = byId.get(series.id);
    if (channel) pieces.set(series.id, pieceOf(series, channel, gapsOf(gaps, channel.device)));
  }
  return pieces;
};

const pieceOf = ({ times, min, max, mean, last, count, quality, every = 0 }, channel, gaps) => {
  const piece = { times: [], values: [], low: [], high: [], counts: [], every };
  const push = (time, value, low = NaN, high = NaN, readings = 0) => {
    piece.times.push(time);
    piece.values.push(value);
    piece.low.push(low);
    piece.high.push(high);
    piece.counts.push(readings);
  };
  const waiting = [...gaps];
  times.forEach((time, i) => {
    let isBroken = false;
    while (waiting.length && waiting[0] <= time) {
      isBroken ||= piece.times.length > 0 && waiting[0] >= piece.times.at(-1);
      waiting.shift();
    }
    if (isBroken) push(Math.min(time - 1, piece.times.at(-1) + 1), NaN);
    const value = (isWordy(channel) ? last : mean)[i];
    push(time, value ?? NaN, min[i] ?? NaN, max[i] ?? NaN, count[i]);
    if (qualityClass(quality[i]) === 'stale') push(time + 1, NaN);
  });
  return piece;
};

/** The same with both extremes of each point in place of its mean, for who draws one line. @param {Piece} piece */
export const envelopeOf = ({ times, values, low, high, every }) => {
  const drawn = { times: [], values: [], every };
  times.forEach((time, i) => {
    if (low[i] < high[i] && time - 1 > (drawn.times.at(-1) ?? 0)) {
      drawn.times.push(time - 1);
      drawn.values.push(low[i]);
      drawn.times.push(time);
      drawn.values.push(high[i]);
    } else {
      drawn.times.push(time);
      drawn.values.push(values[i]);
    }
  });
  return drawn;
};
