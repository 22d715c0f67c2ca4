/**
 * What may come from the gateway, checked. Nothing that this file has not looked at gets any further.
 *
 * A shape is a function that says whether a value has it; fields that no shape names are ignored, as the protocol asks.
 */

const text = (value) => typeof value === 'string' && value.length <= 1000;
const number = (value) => typeof value === 'number' && Number.isFinite(value);
const integer = (low, high) => (value) => Number.isInteger(value) && value >= low && value <= high;
const truth = (value) => typeof value === 'boolean';
const one = (...words) => (value) => words.includes(value);
const optional = (shape) => (value) => value === undefined || value === null || shape(value);
const list = (shape, most) => (value) => Array.isArray(value) && value.length <= most && value.every(shape);
const object = (shapes) => (value) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(shapes).every(([name, shape]) => shape(value[name]));

const time = integer(0, 2 ** 49);
const name = (value) => text(value) && value.length > 0 && value.length <= 100;
const deviceState = one('down', 'connecting', 'up', 'silent', 'refused');
const labels = (value) =>
  object({})(value) && Object.entries(value).every(([key, word]) => /^-?\d{1,10}$/.test(key) && text(word));

const device = object({
  id: name,
  name: text,
  driver: text,
  link: text,
  state: deviceState,
  since: time,
  reason: optional(text),
});

const channel = object({
  n: integer(0, 16383),
  id: name,
  device: name,
  name: optional(text),
  unit: optional(text),
  kind: one('number', 'switch', 'enum', 'counter'),
  decimals: optional(integer(0, 9)),
  scale: optional((value) => list(integer(1, 2 ** 32), 2)(value) && value.length === 2),
  float: optional(truth),
  min: optional(number),
  max: optional(number),
  step: optional((value) => number(value) && value > 0),
  period: optional(integer(0, 2 ** 32)),
  access: one('r', 'w', 'rw'),
  danger: optional(one('confirm', 'hold', 'type')),
  lease: optional(integer(1, 2 ** 32)),
  safe: optional(number),
  labels: optional(labels),
});

const SHAPES = new Map([
  ['hello', object({ version: integer(1, 1), gateway: text, build: text, session: text, time })],
  ['dictionary', object({ gen: integer(0, 2 ** 32), t0: time, devices: list(device, 1000), channels: list(channel, 16384) })],
  ['subscribed', object({ channels: list(integer(0, 16383), 16384), position: optional(integer(0, 2 ** 49)) })],
  ['device', object({ id: name, state: deviceState, since: time, reason: optional(text) })],
  [
    'command',
    object({
      id: name,
      channel: optional(name),
      value: optional(number),
      state: one(
        ...['requested', 'admitted', 'written', 'acknowledged'],
        ...['confirmed', 'rejected', 'failed', 'expired', 'unknown'],
      ),
      reason: optional(text),
      text: optional(text),
      retry_after: optional(integer(0, 2 ** 49)),
      actor: optional(text),
      ttl: optional(number),
      lease: optional(integer(0, 2 ** 32)),
    }),
  ],
  ['merged', object({ count: integer(0, 2 ** 32) })],
  ['time', object({ time })],
  ['pong', object({ time })],
  ['error', object({ code: text, text, hint: optional(text) })],
]);

/** Characters that turn the text behind them around, or end a line: a board chooses its names. */
const MISLEADING = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const writtenOut = (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON knows null where the types here know undefined; text reads as it stands there. */
const plain = (_, value) => {
  if (typeof value === 'string') return value.replace(MISLEADING, writtenOut);
  return value === null ? undefined : value;
};

/**
 * @param {string} json
 * @returns {{message: object} | {fault: string}} the message, or what is wrong with it in a few words
 */
export const readMessage = (json) => {
  let message;
  try {
    message = JSON.parse(json, plain);
  } catch {
    return { fault: 'not JSON' };
  }
  const shape = SHAPES.get(message?.t);
  if (!shape) return { fault: `unknown message ${String(message?.t).slice(0, 20)}` };
  return shape(message) ? { message } : { fault: `${message.t} with a field that is missing or wrong` };
};

/** A command as REST tells it: the same fields, but for moments. @param {unknown} value */
export const readCommand = (value) => {
  const { message } = readMessage(JSON.stringify({ ...(object({})(value) ? value : {}), t: 'command' }));
  return message;
};
