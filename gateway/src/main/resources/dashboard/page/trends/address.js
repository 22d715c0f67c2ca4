/**
 * What the address of the trends says: which channels, and over which time.
 *
 * @typedef {object} TrendsView
 * @property {string[]} channels  at most 8
 * @property {number} range  ms
 * @property {number|undefined} until  right end, ms since 1970; undefined: live
 */

export const MOST_CHANNELS = 8;

/** The ranges that there are, with their names in the address and on the buttons. */
export const RANGES = [
  { name: '1m', text: '1 min', length: 60_000 },
  { name: '5m', text: '5 min', length: 300_000 },
  { name: '15m', text: '15 min', length: 900_000 },
  { name: '1h', text: '1 h', length: 3_600_000 },
  { name: '6h', text: '6 h', length: 21_600_000 },
  { name: '1d', text: '1 d', length: 86_400_000 },
  { name: '7d', text: '7 d', length: 7 * 86_400_000 },
  { name: '30d', text: '30 d', length: 30 * 86_400_000 },
  { name: '1y', text: '1 y', length: 365 * 86_400_000 },
];

/** Of ranges that were drawn with the mouse, ms. */
export const SHORTEST = 1000;
export const LONGEST = RANGES.at(-1).length;

const DEFAULT_RANGE = RANGES[1];

/** A range by its name, or by its length: "5m", "40s". */
const rangeOf = (text) => {
  const named = RANGES.find(({ name }) => name === text);
  const seconds = /^(\d{1,8})s$/.exec(text ?? '');
  const length = named?.length ?? Number(seconds?.[1]) * 1000;
  return length >= SHORTEST && length <= LONGEST ? length : DEFAULT_RANGE.length;
};

const rangeName = (range) =>
  RANGES.find(({ length }) => length === range)?.name ?? `${Math.round(range / 1000)}s`;

/** @type {import('../../model/route.js').Address} */
export const trendsAddress = {
  /** @returns {TrendsView} */
  read: (query) => {
    const named = (query.get('c') ?? '').split(',').filter((id) => /^[\w.-]{1,100}$/.test(id));
    const until = Number(query.get('t'));
    return {
      channels: [...new Set(named)].slice(0, MOST_CHANNELS),
      range: rangeOf(query.get('r')),
      until: Number.isInteger(until) && until > 0 && until < 2 ** 49 ? until : undefined,
    };
  },
  write: ({ channels, range, until }) => {
    const query = new URLSearchParams();
    if (channels.length) query.set('c', channels.join(','));
    query.set('r', rangeName(range));
    if (until !== undefined) query.set('t', String(until));
    return query;
  },
};
