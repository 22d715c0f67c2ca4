/**
 * Traces as charts want them: panes by unit, one axis of moments for all series of a pane, nulls where there is a gap.
 *
 * @typedef {import('../../model/dictionary.js').Channel} Channel
 * @typedef {import('../../model/trace.js').Trace} Trace
 *
 * @typedef {object} Pane
 * @property {string} unit
 * @property {{channel: Channel, slot: number, name: string}[]} series  `slot` is the place in the list of all, which gives
 *   the look; `name` is as short as it can be and still mean one of them
 */
import { isWordy } from '../../model/dictionary.js';

/** How far apart readings may be and still belong together. Without a period, as far as they like. */
const joined = ({ period }, { spacing = 0 }) => (period ? Math.max(3 * period, 2000, 3 * spacing) : Infinity);

/** A view of a trace has at most this many readings; more than a screen has pixels helps nobody. */
const MOST_POINTS = 2000;

/**
 * Channels that share a unit share a pane, words have one each; the order of the first of each decides.
 *
 * @param {Channel[]} channels
 * @param {Map<string, import('../../model/dictionary.js').Device>} devices
 * @returns {Pane[]}
 */
export const panesOf = (channels, devices) => {
  const panes = new Map();
  channels.forEach((channel, slot) => {
    const key = isWordy(channel) ? channel.id : channel.unit;
    const alone = channels.every((other) => other === channel || other.name !== channel.name);
    const name = alone ? channel.name : fullName(channel, devices);
    if (!panes.has(key)) panes.set(key, { unit: isWordy(channel) ? '' : channel.unit, series: [] });
    panes.get(key).series.push({ channel, slot, name });
  });
  return [...panes.values()];
};

/** "Boiler: Pressure". @param {Channel} channel @param {Map<string, import('../../model/dictionary.js').Device>} devices */
export const fullName = ({ device, name }, devices) => `${devices.get(device)?.name || device}: ${name}`;

/**
 * One series between two moments: moments in seconds (what the chart counts in) and values, null at a gap; of the past
 * the least and the greatest of what each value stands for, too. Where there is more than a screen can show, the least
 * and the greatest of each stretch stay.
 *
 * @param {Trace} trace
 * @param {Channel} channel
 * @param {number} from  ms since 1970
 * @param {number} to
 * @returns {(number|null)[][]}
 */
export const seriesOf = (trace, channel, from, to) => {
  const times = [];
  const values = [];
  const low = [];
  const high = [];
  const push = (time, value, least = value, greatest = value) => {
    times.push(time / 1000);
    values.push(value);
    low.push(least);
    high.push(greatest);
  };
  const first = Math.max(0, trace.indexFrom(from) - 1);
  const last = Math.min(trace.length, trace.indexFrom(to) + 1);
  const apart = joined(channel, trace);
  let before = NaN;
  for (const i of thinned(trace, first, last)) {
    const time = trace.time(i);
    const value = trace.value(i);
    if (time - before > apart) push(before + 1, null);
    if (Number.isNaN(value)) push(time, null);
    else push(time, value, trace.low?.(i), trace.high?.(i));
    before = time;
  }
  // A value that is told only when it changes still holds; a gap does not.
  const held = values.at(-1);
  if (!channel.period && held !== undefined && held !== null && before < to) push(to, held);
  return trace.low ? [times, values, low, high] : [times, values];
};

/** Indices to draw: all of them, or the two extremes of each stretch in their order, and every gap. */
const thinned = function* (trace, first, last) {
  const stride = Math.ceil(((last - first) * 2) / MOST_POINTS);
  if (last - first <= MOST_POINTS) {
    for (let i = first; i < last; i++) yield i;
    return;
  }
  for (let from = first; from < last; from += stride) {
    let low = from;
    let high = from;
    let gap = -1;
    for (let i = from; i < Math.min(last, from + stride); i++) {
      const value = trace.value(i);
      if (Number.isNaN(value)) gap = i;
      else {
        if (!(value >= trace.value(low))) low = i;
        if (!(value <= trace.value(high))) high = i;
      }
    }
    yield* [...new Set([low, high, gap].filter((i) => i >= 0))].sort((a, b) => a - b);
  }
};

/**
 * What a table says about one series: the same that the picture says.
 *
 * @param {Trace} trace
 * @param {Channel} channel
 * @param {number} from
 * @param {number} to
 * @param {number} at  moment of the cursor
 */
export const summaryOf = (trace, channel, from, to, at) => {
  const end = trace.indexFrom(to);
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let count = 0;
  for (let i = trace.indexFrom(from); i < end; i++) {
    const value = trace.value(i);
    if (Number.isNaN(value)) continue;
    const readings = trace.count?.(i) ?? 1;
    min = Math.min(min, trace.low?.(i) ?? value);
    max = Math.max(max, trace.high?.(i) ?? value);
    sum += value * readings;
    count += readings;
  }
  return count ? { min, max, mean: sum / count, count, value: valueAt(trace, channel, at) } : { count, value: undefined };
};

/**
 * The value that held at a moment; undefined in a gap and before the first.
 *
 * @param {Trace} trace
 * @param {Channel} channel
 * @param {number} at
 */
export const valueAt = (trace, channel, at) => {
  const i = trace.indexFrom(at + 1) - 1;
  const value = i < 0 || at - trace.time(i) > joined(channel, trace) ? NaN : trace.value(i);
  return Number.isNaN(value) ? undefined : value;
};

/** Moments for the rows of a table: at most `most` of them, evenly spread, newest first. */
export const tableMoments = (from, to, most = 30) => {
  const step = niceStep((to - from) / most);
  const moments = [];
  for (let at = Math.floor(to / step) * step; at >= from; at -= step) moments.push(at);
  return moments;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14].map((n) => n * DAY),
];
const niceStep = (least) => STEPS.find((step) => step >= least) ?? STEPS.at(-1);
