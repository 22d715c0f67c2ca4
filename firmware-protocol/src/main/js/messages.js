/** What may come over the stream, checked. Nothing that this file has not looked at gets any further. */
import { cleaned, integer, list, number, object, one, optional, plain, text, truth } from './shapes.js';

const time = integer(0, 2 ** 49);
const position = integer(0, 2 ** 49);
const name = (value) => text(value) && value.length > 0 && value.length <= 100;
const deviceState = one('down', 'connecting', 'up', 'silent', 'refused');
const labels = (value) =>
  object({})(value) && Object.entries(value).every(([key, word]) => /^-?\d{1,10}$/.test(key) && text(word));

const device = object({
  id: name,
  name: text,
  area: optional(text),
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
  needs: optional(text),
  others: optional(list(name, 1024)),
  labels: optional(labels),
});

const caller = object({ name, role: text, devices: list(text, 64) });

const SHAPES = new Map([
  [
    'hello',
    object({
      version: integer(1, 1),
      gateway: text,
      build: text,
      session: text,
      stream: optional(text),
      time,
      caller: optional(caller),
    }),
  ],
  ['dictionary', object({ gen: integer(0, 2 ** 32), t0: time, devices: list(device, 1000), channels: list(channel, 16384) })],
  ['resumed', object({ whole: truth, from: optional(position), to: optional(position) })],
  ['subscribed', object({ channels: list(integer(0, 16383), 16384), position: optional(position) })],
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
  const message = cleaned(value);
  return SHAPES.get('command')(message) ? { ...message, t: 'command' } : undefined;
};
