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
];

const DEFAULT_RANGE = RANGES[1];

/** @type {import('../../model/route.js').Address} */
export const trendsAddress = {
  /** @returns {TrendsView} */
  read: (query) => {
    const named = (query.get('c') ?? '').split(',').filter((id) => /^[\w.-]{1,100}$/.test(id));
    const until = Number(query.get('t'));
    return {
      channels: [...new Set(named)].slice(0, MOST_CHANNELS),
      range: (RANGES.find(({ name }) => name === query.get('r')) ?? DEFAULT_RANGE).length,
      until: Number.isInteger(until) && until > 0 && until < 2 ** 49 ? until : undefined,
    };
  },
  write: ({ channels, range, until }) => {
    const query = new URLSearchParams();
    if (channels.length) query.set('c', channels.join(','));
    query.set('r', RANGES.find(({ length }) => length === range)?.name ?? DEFAULT_RANGE.name);
    if (until !== undefined) query.set('t', String(until));
    return query;
  },
};
