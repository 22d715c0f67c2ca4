/**
 * The overview: a card for every device, in groups, and what stands on each. What a card shows of its channels is made
 * only for those that somebody can see.
 *
 * @typedef {object} Card
 * @property {string} id
 * @property {string} name
 * @property {string} area
 * @property {import('../../model/fleet/standing.js').Condition} condition
 * @property {number} heardAt  when its oldest value was told, ms since 1970; 0 when one never was
 * @property {Channel[]} tiles
 * @property {Channel[]} controls
 *
 * @typedef {import('../../model/fleet/shown.js').Facts & Arranged} Facts
 *
 * @typedef {object} Arranged
 * @property {import('../../model/fleet/layout.js').Layout} layout  how that one wants it
 * @property {boolean} [kiosk]  whether it is a screen to look at only: what could be controlled is shown like the rest
 *
 * @typedef {import('../../model/dictionary.js').Channel} Channel
 */
import { isTrusted } from '../../model/connection.js';
import { standingText } from '../../model/device.js';
import { tileFor } from '../../model/fleet/shown.js';
import { conditionOf } from '../../model/fleet/standing.js';

/** From worst to best; the word of the worst stands on the card. What is late, or still to come, its tile says alone. */
const WORST = [
  ['stale', 'stale'],
  ['bad', 'without value'],
  ['uncertain', 'uncertain'],
];

const worstOf = (tiles) => {
  for (const [state, word] of WORST) {
    const count = tiles.filter((tile) => tile.state === state).length;
    if (count) return count === tiles.length ? `All ${word}` : `${count} ${word}`;
  }
  return '';
};

/** @param {Facts} facts @returns {Card[]} in the order of the dictionary */
export const cardsOf = ({ dictionary, readings, kiosk = false, time }) =>
  [...dictionary.devices.values()].map((device) => {
    const channels = dictionary.byDevice.get(device.id) ?? [];
    const controls = kiosk ? [] : channels.filter(({ writable }) => writable);
    const tiles = channels.filter((channel) => channel.readable && !controls.includes(channel));
    const told = channels.filter(({ readable }) => readable).map(({ id }) => readings.latest(id)?.time ?? 0);
    return {
      id: device.id,
      name: device.name || device.id,
      area: device.area,
      condition: conditionOf(device, channels, readings, time),
      heardAt: Math.min(time, ...told),
      tiles,
      controls,
    };
  });

/**
 * What stands on the head of a card, beside its name: nothing while all is well.
 *
 * @param {Card} card
 * @param {Facts} facts
 * @returns {{known: boolean, state: import('../../model/dictionary.js').DeviceState, link: string, worst: string, detail: string}}
 */
export const headOf = (card, facts) => {
  const device = facts.dictionary.devices.get(card.id);
  const known = isTrusted(facts.phase);
  const up = known && device.state === 'up';
  const readable = [...card.tiles, ...card.controls].filter((channel) => channel.readable);
  return {
    known,
    state: device.state,
    link: up ? '' : standingText(device, known, facts.time),
    worst: up ? worstOf(readable.map((channel) => tileFor(channel, facts))) : '',
    detail: [device.link, device.driver].filter(Boolean).join(', '),
  };
};
