/**
 * A channel as every page shows it, out of what the page knows.
 *
 * @typedef {import('../dictionary.js').Channel} Channel
 * @typedef {object} Facts  What the page knows.
 * @property {import('../dictionary.js').Dictionary} dictionary
 * @property {import('../readings.js').Readings} readings
 * @property {Map<string, import('../command.js').Command>} commands  the latest that is not over, by channel id
 * @property {Set<string>} held  ids of the channels whose lease this page has
 * @property {import('../connection.js').Phase} phase
 * @property {import('../access/caller.js').Caller|undefined} caller  who this page is
 * @property {number} now  steady ms
 * @property {number} time  the gateway's clock
 */
import { isTrusted } from '../connection.js';
import { controlOf } from '../control.js';
import { tileOf } from '../tile.js';

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
