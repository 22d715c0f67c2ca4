/**
 * The page of a device: its channels and controls, as facts for the views.
 *
 * @typedef {object} Row
 * @property {import('../../model/tile.js').Tile} tile
 * @property {string} age  of the last reading
 * @property {string} quality  in words
 *
 * @typedef {object} DeviceFacts
 * @property {string} id
 * @property {string} name
 * @property {import('../../model/dictionary.js').DeviceState} state
 * @property {boolean} known  whether the state is that of now
 * @property {string} standing  the state in words: since when, and the reason when it is not up
 * @property {[string, string][]} about  what else is known of it
 * @property {Row[]} rows
 * @property {import('../../model/control.js').Control[]} controls
 * @property {string[]} trends  ids of the channels that its trends begin with
 */
import { isTrusted } from '../../model/connection.js';
import { standingText } from '../../model/device.js';
import { controlFor, tileFor } from '../../model/fleet/shown.js';
import { durationText } from '../../model/moments.js';

/** As many as trends take. */
const MOST_TRENDS = 8;

/** Quality in words, for a table that leaves nothing unsaid. @param {import('../../model/tile.js').Tile} tile */
export const qualityText = ({ state, note }) => {
  switch (state) {
    case 'good':
      return 'Good';
    case 'delayed':
      return 'Late';
    case 'uncertain':
      return note ? `Uncertain: ${note}` : 'Uncertain';
    case 'stale':
      return 'Stale';
    case 'bad':
      return `Bad: ${note}`;
    case 'never':
      return 'No value yet';
  }
};

const ageText = (reading, time) => (reading ? durationText(time - reading.time) : '–');

const aboutOf = ({ id, driver, link }) => [
  ['Id', id],
  ['Driver', driver],
  ['Port', link],
];

/**
 * @param {object} facts  what the page knows
 * @param {import('../../model/dictionary.js').Device} device
 * @returns {DeviceFacts}
 */
export const deviceOf = (facts, device) => {
  const { dictionary, readings, kiosk = false, phase, time } = facts;
  const trusted = isTrusted(phase);
  const channels = [...dictionary.channels.values()].filter((channel) => channel.device === device.id);
  const rows = channels
    .filter(({ readable }) => readable)
    .map((channel) => {
      const tile = tileFor(channel, facts);
      return { tile, age: ageText(readings.latest(channel.id), time), quality: qualityText(tile) };
    });
  const controls = kiosk ? [] : channels.filter(({ writable }) => writable).map((channel) => controlFor(channel, facts));
  return {
    id: device.id,
    name: device.name || device.id,
    state: device.state,
    known: trusted,
    standing: standingText(device, trusted, time),
    about: aboutOf(device).filter(([, text]) => text),
    rows,
    controls,
    trends: rows.slice(0, MOST_TRENDS).map(({ tile }) => tile.channel),
  };
};
