/**
 * How devices stand, in one word each: what the strip on every page counts, and what the overview is filtered and sorted
 * by.
 *
 * @typedef {'down'|'refused'|'silent'|'connecting'|'doubtful'|'normal'} Condition
 *
 * @typedef {object} Count
 * @property {Condition} condition
 * @property {number} count
 * @property {string} text  "2 silent"
 *
 * @typedef {import('../dictionary.js').Channel} Channel
 * @typedef {import('../dictionary.js').Device} Device
 * @typedef {import('../dictionary.js').Dictionary} Dictionary
 * @typedef {import('../readings.js').Readings} Readings
 */
import { tileState } from '../tile.js';

/** From worst to best, with the word that stands behind a number of them. @type {[Condition, string][]} */
export const CONDITIONS = [
  ['down', 'down'],
  ['refused', 'refused'],
  ['silent', 'silent'],
  ['connecting', 'connecting'],
  ['doubtful', 'with doubtful values'],
  ['normal', 'normal'],
];

const NAMES = CONDITIONS.map(([name]) => name);

/** How bad: 0 is worst. @param {Condition} condition */
export const rankOf = (condition) => NAMES.indexOf(condition);

/** Values that nobody should act on. One that is late, or the first that is awaited, is no reason to come running. */
const DOUBTFUL = new Set(['stale', 'bad', 'uncertain']);

/**
 * @param {Device} device
 * @param {Channel[]} channels  of it
 * @param {Readings} readings
 * @param {number} time  the gateway's clock
 * @returns {Condition}
 */
export const conditionOf = (device, channels, readings, time) => {
  if (device.state !== 'up') return device.state;
  const isDoubtful = (channel) =>
    channel.readable && DOUBTFUL.has(tileState(channel, readings.latest(channel.id), device, true, time));
  return channels.some(isDoubtful) ? 'doubtful' : 'normal';
};

/** The condition of every device by its id. @param {Dictionary} dictionary @param {Readings} readings @param {number} time */
export const conditionsOf = ({ devices, byDevice }, readings, time) =>
  new Map(
    [...devices.values()].map((device) => [device.id, conditionOf(device, byDevice.get(device.id) ?? [], readings, time)]),
  );

/** How many are in each condition, the worst first; those that no device is in are left out. @returns {Count[]} */
export const countsOf = (conditions) => {
  const all = [...conditions.values()];
  return CONDITIONS.map(([condition, word]) => {
    const count = all.filter((each) => each === condition).length;
    return { condition, count, text: `${count} ${word}` };
  }).filter(({ count }) => count);
};
