/**
 * The overview: every device with its tiles and controls, as facts for the views.
 *
 * @typedef {object} Card
 * @property {string} id
 * @property {string} name
 * @property {import('../../model/dictionary.js').DeviceState} state
 * @property {string} link  state of the link in words: since when, and the reason when it is not up
 * @property {boolean} known  whether that can be told at all
 * @property {string} worst  word for the worst tile; "Normal" when all are good
 * @property {boolean} normal
 * @property {string} detail  port and driver
 * @property {import('../../model/tile.js').Tile[]} tiles
 * @property {import('../../model/control.js').Control[]} controls
 *
 * @typedef {object} Facts  What the page knows.
 * @property {import('../../model/dictionary.js').Dictionary} dictionary
 * @property {import('../../model/readings.js').Readings} readings
 * @property {Map<string, import('../../model/command.js').Command>} commands  the latest that is not over, by channel id
 * @property {Set<string>} held  ids of the channels whose lease this page has
 * @property {import('../../model/connection.js').Phase} phase
 * @property {import('../../model/access/caller.js').Caller|undefined} caller  who this page is
 * @property {boolean} [kiosk]  whether it is a screen to look at only: what could be controlled is shown like the rest
 * @property {number} now  steady ms
 * @property {number} time  the gateway's clock
 */
import { isTrusted } from '../../model/connection.js';
import { controlOf } from '../../model/control.js';
import { standingText } from '../../model/device.js';
import { tileOf } from '../../model/tile.js';

/** From worst to best; the word of the worst stands on the card. */
const WORST = [
  ['stale', 'stale'],
  ['bad', 'without value'],
  ['uncertain', 'uncertain'],
  ['delayed', 'late'],
  ['never', 'not yet received'],
];

const worstOf = (tiles) => {
  for (const [state, word] of WORST) {
    const count = tiles.filter((tile) => tile.state === state).length;
    if (count) return count === tiles.length ? `All ${word}` : `${count} ${word}`;
  }
  return 'Normal';
};

/** Names for the ids of channels, as one device's part of the page would say them. */
const namesFrom = (device, { byId, devices }) => (id) => {
  const channel = byId.get(id);
  if (!channel) return id;
  return channel.device === device ? channel.name : `${channel.name} (${devices.get(channel.device)?.name || channel.device})`;
};

/** @param {Facts} facts @returns {Card[]} */
export const overviewOf = ({ dictionary, readings, commands, held, phase, caller, kiosk = false, now, time }) => {
  const trusted = isTrusted(phase);
  const cards = new Map(
    [...dictionary.devices.values()].map((device) => [device.id, { device, tiles: [], controls: [], all: [] }]),
  );
  for (const channel of dictionary.channels.values()) {
    const card = cards.get(channel.device);
    if (!card) continue;
    const reading = readings.latest(channel.id);
    const tile = tileOf(channel, reading, card.device, trusted, time);
    if (channel.readable) card.all.push(tile);
    if (channel.writable && !kiosk) {
      const facts = { channel, actual: tile, reading, device: card.device, command: commands.get(channel.id), nameOf: namesFrom(channel.device, dictionary), phase, caller, held: held.has(channel.id) };
      card.controls.push(controlOf(facts, now));
    } else if (channel.readable) {
      card.tiles.push(tile);
    }
  }
  return [...cards.values()].map(({ device, tiles, controls, all }) => {
    const worst = worstOf(all);
    return {
      id: device.id,
      name: device.name || device.id,
      state: device.state,
      link: standingText(device, trusted, time),
      known: trusted,
      worst,
      normal: trusted && device.state === 'up' && worst === 'Normal',
      detail: [device.link, device.driver].filter(Boolean).join(', '),
      tiles,
      controls,
    };
  });
};
