/**
 * What a tile shows of one channel. The state is the one thing that every part of the look follows.
 *
 * @typedef {'good'|'delayed'|'uncertain'|'stale'|'bad'|'never'} TileState
 *
 * @typedef {object} Tile
 * @property {string} channel  id
 * @property {string} device  id
 * @property {string} name
 * @property {TileState} state
 * @property {string} digits  what stands where the value stands; already in brackets when it must not be believed
 * @property {string} unit
 * @property {string} note  age or reason; empty when there is nothing to say
 * @property {string} brief  the same where there is room for a few words only
 * @property {string} last  when a value that is old was told; empty for others
 * @property {number|undefined} place  of the value in its range, 0 to 1; undefined when the bar has no marker
 * @property {string|undefined} low  ends of the range in words; undefined when it has none
 * @property {string|undefined} high
 * @property {string} spoken  all of it as one sentence, for who does not see it
 *
 * @typedef {import('./dictionary.js').Channel} Channel
 * @typedef {import('./dictionary.js').Device} Device
 * @typedef {import('./readings.js').Reading} Reading
 */
import { isWordy, labelFor } from './dictionary.js';
import { durationText, momentText, stopwatch } from './moments.js';
import { digits, NO_DIGITS, THIN } from './numbers.js';
import { qualityClass, qualityReason } from './quality.js';

/** A reading may be late by this before anybody is told: batching, painting, a busy line. */
const SLACK = 500;

/** Age at which a reading is said to be late. Without a period it never is. @param {Channel} channel */
export const delayedAfter = ({ period }) => (period ? period + Math.max(SLACK, period / 4) : Infinity);

/** Age at which a reading no longer counts as the present value. @param {Channel} channel */
export const staleAfter = ({ period }) => (period ? Math.max(3 * period, delayedAfter({ period }) + SLACK) : Infinity);

/**
 * @param {Channel} channel
 * @param {Reading|undefined} reading
 * @param {Device|undefined} device
 * @param {boolean} trusted  whether there is a connection to the gateway
 * @param {number} time  the gateway's clock
 * @returns {TileState}
 */
export const tileState = (channel, reading, device, trusted, time) => {
  if (!reading) return 'never';
  const quality = qualityClass(reading.quality);
  if (!trusted || device?.state !== 'up' || quality === 'stale') return 'stale';
  const age = time - reading.time;
  if (age > staleAfter(channel)) return 'stale';
  if (quality === 'bad' || Number.isNaN(reading.value)) return 'bad';
  if (quality === 'uncertain') return 'uncertain';
  return age > delayedAfter(channel) ? 'delayed' : 'good';
};

const bare = (channel, reading) => {
  if (qualityClass(reading.quality) === 'bad' || Number.isNaN(reading.value)) return NO_DIGITS;
  return isWordy(channel) ? labelFor(channel, reading.value) : digits(reading.value, channel.decimals);
};

const shownDigits = (channel, reading, state) => {
  switch (state) {
    case 'never':
      return '';
    case 'stale':
      return bare(channel, reading) === NO_DIGITS ? NO_DIGITS : `[${bare(channel, reading)}]`;
    case 'uncertain':
      return `≈${THIN}${bare(channel, reading)}`;
    default:
      return bare(channel, reading);
  }
};

const noteFor = (state, reading, time) => {
  switch (state) {
    case 'good':
      return '';
    case 'never':
      return 'waiting for first value';
    case 'delayed':
      return `${durationText(time - reading.time)} ago`;
    case 'stale':
      return `No data ${stopwatch(time - reading.time)}`;
    case 'bad':
      return qualityReason(reading.quality) || (Number.isNaN(reading.value) ? 'not a number' : 'bad value');
    case 'uncertain':
      return qualityReason(reading.quality) || 'uncertain';
  }
};

/** The same in a few words. */
const briefFor = (state, reading, time) => {
  switch (state) {
    case 'stale':
      return `${durationText(time - reading.time).split(' ', 2).join(' ')} ago`;
    case 'never':
      return 'no value yet';
    default:
      return noteFor(state, reading, time);
  }
};

const SPOKEN = { good: '', delayed: 'late: ', uncertain: 'uncertain: ', stale: 'stale: ', bad: 'no value: ', never: '' };

/** Where the value is in the range, when it has one and may be believed. */
const placeIn = ({ min, max }, reading, state) => {
  if (min === undefined || max === undefined || !(max > min) || !reading) return undefined;
  if (state === 'stale' || state === 'bad' || state === 'never') return undefined;
  return Math.min(1, Math.max(0, (reading.value - min) / (max - min)));
};

/**
 * @param {Channel} channel
 * @param {Reading|undefined} reading
 * @param {Device|undefined} device
 * @param {boolean} trusted
 * @param {number} time
 * @returns {Tile}
 */
export const tileOf = (channel, reading, device, trusted, time) => {
  const state = tileState(channel, reading, device, trusted, time);
  const wordy = isWordy(channel);
  const shown = shownDigits(channel, reading, state);
  const note = noteFor(state, reading, time);
  const last = state === 'stale' ? `last ${momentText(reading.time, time)}` : '';
  const ranged = !wordy && channel.min !== undefined && channel.max !== undefined && channel.max > channel.min;
  const unit = wordy || shown === '' || shown === NO_DIGITS ? '' : channel.unit;
  return {
    channel: channel.id,
    device: channel.device,
    name: channel.name,
    state,
    digits: shown,
    unit,
    note,
    brief: briefFor(state, reading, time),
    last,
    place: wordy ? undefined : placeIn(channel, reading, state),
    low: ranged ? digits(channel.min, endDecimals(channel)) : undefined,
    high: ranged ? digits(channel.max, endDecimals(channel)) : undefined,
    spoken: `${channel.name}: ${[`${shown}${unit && ` ${unit}`}`, SPOKEN[state] + note, last].filter(Boolean).join(', ')}`,
  };
};

/** The ends of a range need only the decimals that they have. */
const endDecimals = ({ min, max, decimals }) =>
  [min, max].every((end) => Number.isInteger(end)) ? 0 : decimals;
