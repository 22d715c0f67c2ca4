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
 * @typedef {object} Facts  What the page knows.
 * @property {import('../../model/dictionary.js').Dictionary} dictionary
 * @property {import('../../model/readings.js').Readings} readings
 * @property {Map<string, import('../../model/command.js').Command>} commands  the latest that is not over, by channel id
 * @property {Set<string>} held  ids of the channels whose lease this page has
 * @property {import('../../model/connection.js').Phase} phase
 * @property {import('../../model/access/caller.js').Caller|undefined} caller  who this page is
 * @property {import('../../model/fleet/layout.js').Layout} layout  how that one wants it
 * @property {boolean} [kiosk]  whether it is a screen to look at only: what could be controlled is shown like the rest
 * @property {number} now  steady ms
 * @property {number} time  the gateway's clock
 *
 * @typedef {import('../../model/dictionary.js').Channel} Channel
 */
import { isTrusted } from '../../model/connection.js';
import { controlOf } from '../../model/control.js';
import { standingText } from '../../model/device.js';
import { conditionOf } from '../../model/fleet/standing.js';
import { tileOf } from '../../model/tile.js';

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

/** Names for the ids of channels, as one device's part of the page would say them. */
const namesFrom = (device, { byId, devices }) => (id) => {
  const channel = byId.get(id);
  if (!channel) return id;
  return channel.device === device ? channel.name : `${channel.name} (${devices.get(channel.device)?.name || channel.device})`;
};

/** What a channel shows. @param {Channel} channel @param {Facts} facts */
export const tileFor = (channel, { dictionary, readings, phase, time }) =>
  tileOf(channel, readings.latest(channel.id), dictionary.devices.get(channel.device), isTrusted(phase), time);

const BELIEVED = new Set(['good', 'delayed', 'uncertain']);

/** What is known of a channel that another one's interlock looks at. */
const knowing = (facts) => (id) => {
  const channel = facts.dictionary.byId.get(id);
  if (!channel) return { channel, value: undefined };
  const isBelieved = BELIEVED.has(tileFor(channel, facts).state);
  return { channel, value: isBelieved ? facts.readings.latest(id).value : undefined };
};

/** What a channel that takes commands shows. @param {Channel} channel @param {Facts} facts */
export const controlFor = (channel, facts) => {
  const { dictionary, readings, commands, held, phase, caller, now } = facts;
  const device = dictionary.devices.get(channel.device);
  const nameOf = namesFrom(channel.device, dictionary);
  const actual = tileFor(channel, facts);
  const reading = readings.latest(channel.id);
  return controlOf(
    { channel, actual, reading, device, command: commands.get(channel.id), nameOf, know: knowing(facts), phase, caller, held: held.has(channel.id) },
    now,
  );
};

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
