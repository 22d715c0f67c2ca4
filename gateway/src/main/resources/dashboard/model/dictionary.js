/**
 * The dictionary: what devices and channels there are (PROTOCOL.md, B3).
 *
 * @typedef {'down'|'connecting'|'up'|'silent'|'refused'} DeviceState
 *
 * @typedef {object} Device
 * @property {string} id
 * @property {string} name
 * @property {string} area  where it is; may be empty
 * @property {string} driver
 * @property {string} link
 * @property {DeviceState} state
 * @property {number} since  ms since 1970
 * @property {string} reason  why it is not up; may be empty
 *
 * @typedef {object} Channel
 * @property {number} n  its number in readings messages
 * @property {string} id
 * @property {string} device  id of its device
 * @property {string} name
 * @property {string} unit  for people; empty when it has none
 * @property {'number'|'switch'|'enum'|'counter'} kind
 * @property {number} numerator  value = integer × numerator / denominator
 * @property {number} denominator
 * @property {number} decimals  to show
 * @property {number|undefined} min
 * @property {number|undefined} max
 * @property {number|undefined} step  of commands
 * @property {number} period  ms between readings; 0: only on change
 * @property {boolean} readable
 * @property {boolean} writable
 * @property {''|'confirm'|'hold'|'type'} danger  what a person must do so that a command is believed
 * @property {number} lease  ms that a command holds without being sent again; 0: for ever
 * @property {number|undefined} safe  value that needs no proof and no lease
 * @property {string} needs  what must hold while it is away from its safe value, as the wire has it; may be empty
 * @property {string[]} others  ids of the outputs that must be safe meanwhile
 * @property {Map<number, string>} labels  words for values
 *
 * @typedef {object} Dictionary
 * @property {number} gen
 * @property {number} t0
 * @property {Map<string, Device>} devices
 * @property {Map<number, Channel>} channels  by number
 * @property {Map<string, Channel>} byId
 * @property {Map<string, Channel[]>} byDevice  by the id of their device, in the order of their numbers
 */
import { decimalsFor } from './numbers.js';
import { prettyUnit } from './units.js';

const ON_OFF = [
  [0, 'off'],
  [1, 'on'],
];

/** Decimals of a channel without a scale: four digits of its range, or two when it has none. */
const floatDecimals = ({ min, max }) =>
  min !== undefined && max !== undefined && max > min ? Math.min(4, decimalsFor((max - min) / 2000)) : 2;

/** What the counters of boards run to: no range that anybody meant. */
const COUNTER_ENDS = new Set([2 ** 16 - 1, 2 ** 32 - 1, 2 ** 53 - 1]);
const isRangeless = ({ kind, min, max }) => kind === 'counter' && min === 0 && COUNTER_ENDS.has(max);

/** @returns {Channel} */
const channelOf = (wire) => {
  const [numerator, denominator] = wire.scale ?? [1, 10 ** (wire.decimals ?? 0)];
  const decimals = wire.float ? floatDecimals(wire) : (wire.decimals ?? decimalsFor(numerator / denominator));
  const labels = Object.entries(wire.labels ?? {}).map(([value, word]) => [Number(value), word]);
  return {
    n: wire.n,
    id: wire.id,
    device: wire.device,
    name: wire.name || wire.id,
    unit: prettyUnit(wire.unit ?? ''),
    kind: wire.kind,
    numerator,
    denominator,
    decimals,
    min: isRangeless(wire) ? undefined : wire.min,
    max: isRangeless(wire) ? undefined : wire.max,
    step: wire.step,
    period: wire.period ?? 0,
    readable: wire.access.includes('r'),
    writable: wire.access.includes('w'),
    danger: wire.danger ?? '',
    lease: wire.lease ?? 0,
    safe: wire.safe,
    needs: wire.needs ?? '',
    others: wire.others ?? [],
    labels: new Map(labels.length || wire.kind !== 'switch' ? labels : ON_OFF),
  };
};

const byDevice = (channels) => {
  const lists = new Map();
  for (const channel of [...channels].sort((a, b) => a.n - b.n)) {
    if (!lists.has(channel.device)) lists.set(channel.device, []);
    lists.get(channel.device).push(channel);
  }
  return lists;
};

/**
 * @param {object} message  a `dictionary` message that was checked
 * @returns {Dictionary}
 */
export const dictionaryOf = (message) => {
  const channels = message.channels.map(channelOf);
  return {
    gen: message.gen,
    t0: message.t0,
    devices: new Map(message.devices.map((device) => [device.id, { area: '', reason: '', ...device }])),
    channels: new Map(channels.map((channel) => [channel.n, channel])),
    byId: new Map(channels.map((channel) => [channel.id, channel])),
    byDevice: byDevice(channels),
  };
};

/** Whether people read its values as words. @param {Channel} channel */
export const isWordy = (channel) => channel.kind === 'enum' || channel.kind === 'switch';

/** The word for a value of a switch or an enumeration, as in a sentence. @param {Channel} channel @param {number} value */
export const wordFor = (channel, value) => channel.labels.get(value) ?? String(value);

/** The same where it stands alone. @param {Channel} channel @param {number} value */
export const labelFor = (channel, value) => wordFor(channel, value).replace(/^./u, (first) => first.toUpperCase());
