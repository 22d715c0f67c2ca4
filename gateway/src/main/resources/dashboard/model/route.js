/**
 * The address of the page is the whole state of the view: what it shows can be bookmarked, sent and gone back to.
 *
 * @typedef {object} Route
 * @property {'overview'|'trends'} page
 * @property {string[]} channels  of the trends, at most 8
 * @property {number} range  ms
 * @property {number|undefined} until  right end of the trends, ms since 1970; undefined: live
 */

export const MOST_CHANNELS = 8;

/** The ranges that there are, with their names in the address and on the buttons. */
export const RANGES = [
  { name: '1m', text: '1 min', length: 60_000 },
  { name: '5m', text: '5 min', length: 300_000 },
  { name: '15m', text: '15 min', length: 900_000 },
];

const DEFAULT_RANGE = RANGES[1];

/** @param {string} path @param {string} search @returns {Route} */
export const readRoute = (path, search) => {
  const query = new URLSearchParams(search);
  const named = (query.get('c') ?? '').split(',').filter((id) => /^[\w.-]{1,100}$/.test(id));
  const until = Number(query.get('t'));
  return {
    page: path === '/trends' ? 'trends' : 'overview',
    channels: [...new Set(named)].slice(0, MOST_CHANNELS),
    range: (RANGES.find(({ name }) => name === query.get('r')) ?? DEFAULT_RANGE).length,
    until: Number.isInteger(until) && until > 0 && until < 2 ** 49 ? until : undefined,
  };
};

/** @param {Route} route @returns {string} path and query */
export const addressOf = ({ page, channels, range, until }) => {
  if (page === 'overview') return '/';
  const query = new URLSearchParams();
  if (channels.length) query.set('c', channels.join(','));
  query.set('r', RANGES.find(({ length }) => length === range)?.name ?? DEFAULT_RANGE.name);
  if (until !== undefined) query.set('t', String(until));
  return `/trends?${query.toString().replaceAll('%2C', ',')}`;
};
