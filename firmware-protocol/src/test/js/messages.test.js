import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommand, readMessage } from '../../main/js/messages.js';
import { dictionaryMessage, hello, T0 } from './samples.js';

const read = (message) => readMessage(JSON.stringify(message));
const without = (message, field) => ({ ...message, [field]: undefined });

const GOOD = [
  hello,
  dictionaryMessage,
  { t: 'subscribed', channels: [0, 1], rate: 10, position: 7 },
  { t: 'device', id: 'water', state: 'down', since: T0, reason: 'gone' },
  { t: 'command', id: 'web-1', channel: 'water.pump', value: 1, state: 'confirmed', actor: 'local', time: T0, ttl: 3000 },
  { t: 'merged', count: 3 },
  { t: 'time', time: T0 },
  { t: 'pong', id: 'x', time: T0 },
  { t: 'error', code: 'rate', text: 'Too many messages.', hint: '' },
  { t: 'resumed', whole: true, from: 7, to: 9 },
];

test('takes every message of the protocol, and fields that it does not know', () => {
  for (const message of GOOD) {
    assert.deepEqual(read(message).message?.t, message.t);
    assert.ok(read({ ...message, later: { version: 2 } }).message);
  }
});

test('takes null for what is not there', () => {
  assert.equal(read({ ...GOOD[3], reason: null }).message.reason, undefined);
});

test('writes out characters that turn text around', () => {
  const named = read({ ...GOOD[3], reason: '\u202egone\u2066 \u05d0\u2028' });
  assert.equal(named.message.reason, '\\u202egone\\u2066 \u05d0\\u2028');
});

test('refuses what is no message', () => {
  for (const json of ['', 'null', '3', '[]', '{}', '{"t":"other"}', '{"t":"constructor"}', '{"t":']) {
    assert.ok(readMessage(json).fault, json);
  }
});

test('refuses a message without a field that it needs, or with a wrong one', () => {
  assert.ok(read(without(hello, 'time')).fault);
  assert.ok(read({ ...hello, version: 2 }).fault);
  assert.ok(read({ ...hello, build: 7 }).fault);
  assert.ok(read({ ...GOOD[3], state: 'asleep' }).fault);
  assert.ok(read({ ...GOOD[4], state: 'done' }).fault);
  assert.ok(read({ ...GOOD[4], value: 'on' }).fault);
  assert.ok(read({ ...GOOD[5], count: -1 }).fault);
});

test('refuses a dictionary as a whole when one channel is wrong', () => {
  const wrong = (more) => read({ ...dictionaryMessage, channels: [{ ...dictionaryMessage.channels[0], ...more }] }).fault;
  assert.ok(wrong({ n: 16384 }));
  assert.ok(wrong({ kind: 'text' }));
  assert.ok(wrong({ access: 'x' }));
  assert.ok(wrong({ scale: [1, 0] }));
  assert.ok(wrong({ scale: [1] }));
  assert.ok(wrong({ decimals: 12 }));
  assert.ok(wrong({ labels: { one: 'on' } }));
  assert.ok(wrong({ step: 0 }));
  assert.equal(wrong({}), undefined);
});

test('reads a command of the REST interface, whatever its moments look like', () => {
  const rest = { id: 'web-1', channel: 'water.pump', value: 1, state: 'expired', time: '2026-01-01T00:00:00.000Z', ttl: 3000 };
  assert.equal(readCommand(rest).state, 'expired');
  assert.equal(readCommand('nonsense'), undefined);
  assert.equal(readCommand({ ...rest, t: 'hello' }).state, 'expired');
});
