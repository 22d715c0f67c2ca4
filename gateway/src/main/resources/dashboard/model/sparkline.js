/**
 * The shape of a sparkline, in a box of 1 by 1 with the origin at the top left.
 *
 * @typedef {import('./trace.js').Trace} Trace
 * @typedef {import('./dictionary.js').Channel} Channel
 *
 * @typedef {object} Sparkline
 * @property {[number, number][][]} lines  one for each stretch without a gap
 * @property {number} end  where the last value stands, 0 to 1 from the left; 0 when there is none
 */

/** What sparklines show: all of a page the same, and no more than there is to see. */
export const SPANS = [
  { length: 60_000, text: '1 min' },
  { length: 5 * 60_000, text: '5 min' },
  { length: 15 * 60_000, text: '15 min' },
];

/**
 * The shortest span that shows all that was received.
 *
 * @param {number|undefined} oldest  ms since 1970; undefined when nothing was received
 * @param {number} time
 */
export const spanFor = (oldest, time) =>
  SPANS.find(({ length }) => time - (oldest ?? time) <= length) ?? SPANS.at(-1);

/**
 * The values at the bottom and at the top. They follow what was seen, but never show less than a fifth of the channel's
 * range, so that noise does not look like an event; and they move in steps, so that the line does not swim.
 *
 * @param {number} least
 * @param {number} greatest
 * @param {Channel} channel
 * @returns {[number, number]}
 */
export const scaleOf = (least, greatest, { kind, min, max, decimals }) => {
  if (kind === 'switch') return [-0.1, 1.1];
  const ranged = kind !== 'counter' && min !== undefined && max !== undefined && max > min;
  const spread = Math.max(greatest - least, 10 * 10 ** -decimals);
  const grid = ranged ? (max - min) / 20 : 10 ** Math.floor(Math.log10(spread)) / 2;
  const low = Math.floor(least / grid) * grid;
  const high = Math.ceil(greatest / grid) * grid;
  const missing = Math.max(0, 4 - Math.round((high - low) / grid));
  return [low - Math.floor(missing / 2) * grid, high + Math.ceil(missing / 2) * grid];
};

const extremes = (trace, first) => {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = first; i < trace.length; i++) {
    const value = trace.value(i);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
};

/**
 * @param {Trace} trace
 * @param {Channel} channel
 * @param {number} time  right end, ms since 1970
 * @param {number} span  ms from left to right
 * @param {number} columns  how many places there are from left to right
 * @returns {Sparkline}
 */
export const sparklineOf = (trace, channel, time, span, columns) => {
  const from = time - span;
  const first = Math.max(0, trace.indexFrom(from) - 1);
  const [least, greatest] = extremes(trace, first);
  if (!(least <= greatest)) return { lines: [], end: 0 };
  const [bottom, top] = scaleOf(least, greatest, channel);
  const apart = channel.period ? Math.max(3 * channel.period, 2000, 3 * trace.spacing) : Infinity;
  const steps = !channel.period || channel.kind === 'switch' || channel.kind === 'enum';
  const x = (at) => Math.max(0, (at - from) / span);
  const y = (value) => 1 - (value - bottom) / (top - bottom);

  const lines = [];
  let line;
  let column = -1;
  let crowd = 0;
  let before = -Infinity;
  let end = 0;
  for (let i = first; i < trace.length; i++) {
    const at = trace.time(i);
    const value = trace.value(i);
    if (Number.isNaN(value) || at - before > apart) line = undefined;
    before = at;
    if (Number.isNaN(value)) continue;
    end = x(at);
    if (!line) {
      lines.push((line = []));
      column = -1;
    }
    if (steps && line.length) line.push([end, line.at(-1)[1]]);
    const here = Math.floor(end * columns);
    crowd = here === column ? crowd + 1 : 1;
    column = here;
    // In one place there is room for the least, the greatest and the last; no more is drawn.
    if (crowd > 3 && !steps) line.splice(-3, 3, ...kept([...line.slice(-3), [end, y(value)]]));
    else line.push([end, y(value)]);
  }
  if (!channel.period && line) {
    line.push([1, line.at(-1)[1]]);
    end = 1;
  }
  return { lines, end };
};

/** Of four points in one place: the two extremes in their order, and the last. */
const kept = (points) => {
  const last = points.at(-1);
  const rest = points.slice(0, -1);
  const low = rest.reduce((a, b) => (b[1] < a[1] ? b : a));
  const high = rest.reduce((a, b) => (b[1] > a[1] ? b : a));
  return low === high ? [low, high, last] : [low, high].sort((a, b) => a[0] - b[0]).concat([last]);
};
