import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Line } from '../../main/js/line.js';
import { dictionaryMessage, hello } from './samples.js';

/** A line whose far end is the test; what it tells is kept by name. */
const line = (resumes = false) => {
  const sockets = [];
  const connect = () => {
    const socket = { sent: [], readyState: 0, send: (text) => socket.sent.push(JSON.parse(text)), close: (code) => (socket.closedWith = code) };
    sockets.push(socket);
    return socket;
  };
  const told = { message: [], readings: [], fault: [], lost: 0 };
  const made = new Line(
    { now: () => 1000, chance: () => 0.5, connect },
    {
      message: (message) => told.message.push(message.t),
      readings: (message) => told.readings.push(message),
      fault: (words) => told.fault.push(words),
      lost: () => told.lost++,
      changed: () => {},
    },
    {},
    resumes,
  );
  const socket = () => sockets.at(-1);
  const open = () => {
    made.open();
    socket().readyState = 1;
    socket().onopen({});
  };
  const text = (message) => socket().onmessage({ data: JSON.stringify(message) });
  // Whatever a socket still says after it was given up is nobody's.
  const bytes = (...list) => socket().onmessage({ data: Uint8Array.from(list).buffer });
  const closedWith = () => sockets.map((one) => one.closedWith).find((code) => code !== undefined);
  open();
  return { bytes, closedWith, line: made, open, socket, text, told };
};

test('line: tells what arrives, checked, and a fault in words', () => {
  const l = line();
  l.text(hello);
  l.text({ t: 'merged', count: -1 });
  l.text({ t: 'error', code: 'rate', text: 'Too many messages.' });
  assert.deepEqual(l.told.message, ['hello', 'error']);
  assert.equal(l.told.fault.length, 2);
  assert.match(l.told.fault[0], /merged/);
  assert.match(l.told.fault[1], /Too many messages/);
});

test('line: subscribes once a connection, whatever the dictionary does later', () => {
  const l = line();
  const subscriptions = () => l.socket().sent.filter(({ t }) => t === 'subscribe').length;
  l.text(dictionaryMessage);
  l.text({ t: 'subscribed', channels: [0] });
  l.text({ ...dictionaryMessage, gen: 4 });
  assert.equal(subscriptions(), 1);
  l.socket().onclose({ code: 1006 });
  assert.equal(l.told.lost, 1);
  l.open();
  assert.equal(subscriptions(), 0);
  l.text(dictionaryMessage);
  assert.equal(subscriptions(), 1);
});

test('line: decodes no readings before a dictionary, and says whether a message left', () => {
  const l = line();
  l.socket().onmessage({ data: Uint8Array.of(0x63, 0, 1, 1, 0, 0, 2).buffer });
  assert.deepEqual([l.told.readings, l.told.fault], [[], []]);
  assert.equal(l.line.send({ t: 'ping' }), true);
  l.socket().readyState = 3;
  assert.equal(l.line.send({ t: 'ping' }), false);
});

/** A snapshot (K) at a position, and a message (R) that goes so much further; both of channel 0. */
const snapshot = (position) => [0x63, 0, 1, position, 0, 0, 2];
const update = (further) => (further === 1 ? [0x53, 1, 0, 0, 2] : [0x73, 1, further, 0, 0, 2]);

/** The same line, which wants what it missed, subscribed, and heard some messages. */
const counting = (...messages) => {
  const l = line(true);
  greet(l);
  for (const bytes of messages) l.bytes(...bytes);
  return l;
};
const greet = (l, resumed) => {
  l.text(hello);
  l.text(dictionaryMessage);
  if (resumed) l.text({ t: 'resumed', ...resumed });
  l.text({ t: 'subscribed', channels: [0], position: 7 });
};
const subscription = (l) => l.socket().sent.findLast(({ t }) => t === 'subscribe');

test('line: says what it has when it comes back', () => {
  const l = counting(snapshot(7), update(1), update(4));
  assert.deepEqual(subscription(l), { t: 'subscribe' });
  l.socket().onclose({ code: 1006 });
  l.open();
  l.text(hello);
  l.text(dictionaryMessage);
  assert.deepEqual(subscription(l), { t: 'subscribe', stream: 'run-1', position: 12 });
});

test('line: counts no messages of the past, and keeps what it had until the next snapshot', () => {
  const l = counting(snapshot(7), update(1));
  const cut = () => {
    l.socket().onclose({ code: 1006 });
    l.open();
    l.text(hello);
    l.text(dictionaryMessage);
    return subscription(l).position;
  };
  cut();
  l.text({ t: 'resumed', whole: true, from: 8, to: 20 });
  l.bytes(0x43, 1, 0xff, 1, 1, 12, 0, 0, 2);
  assert.equal(cut(), 8, 'cut in the past');
  l.text({ t: 'resumed', whole: true, from: 8, to: 20 });
  l.text({ t: 'subscribed', channels: [0], position: 20 });
  assert.equal(cut(), 8, 'cut before the snapshot');
  l.text({ t: 'subscribed', channels: [0], position: 20 });
  l.bytes(...snapshot(19));
  assert.equal(cut(), 19);
});

test('line: says nothing more of what cannot be filled', () => {
  const l = counting(snapshot(7));
  l.socket().onclose({ code: 1006 });
  l.open();
  greet(l, { whole: false, from: 90, to: 90 });
  l.socket().onclose({ code: 1006 });
  l.open();
  greet(l);
  assert.deepEqual(subscription(l), { t: 'subscribe' });
});

test('line: notices that messages were lost, closes, and comes back from what is sure', () => {
  const l = counting(snapshot(7), update(2), snapshot(9), update(1), snapshot(11));
  assert.equal(l.closedWith(), 4410);
  assert.equal(l.told.readings.length, 4);
  assert.match(l.told.fault[0], /lost/);
  l.open();
  greet(l);
  assert.deepEqual(subscription(l), { t: 'subscribe', stream: 'run-1', position: 9 });
});

test('line: takes nothing for lost that the gateway left out and said so, or that a new subscription begins', () => {
  const l = counting(snapshot(7), update(2));
  l.text({ t: 'merged', count: 0 });
  l.bytes(...snapshot(40));
  l.text({ t: 'subscribed', channels: [0], position: 50 });
  l.bytes(...snapshot(50));
  l.bytes(...update(1));
  l.bytes(...snapshot(51));
  assert.equal(l.closedWith(), undefined);
  assert.deepEqual(l.told.fault, []);
});

test('line: does not say of another subscription what it had of this one', () => {
  const l = counting(snapshot(7));
  l.line.subscribe({ channels: ['water.*'] }, true);
  l.bytes(...snapshot(8));
  assert.deepEqual(subscription(l), { t: 'subscribe', channels: ['water.*'] });
  l.socket().onclose({ code: 1006 });
  l.open();
  l.text(hello);
  l.text(dictionaryMessage);
  assert.deepEqual(subscription(l), { t: 'subscribe', channels: ['water.*'] });
});
