import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Commands } from '../../main/resources/dashboard/live/commands.js';
import { Line } from '../../main/resources/dashboard/live/line.js';
import { Store } from '../../main/resources/dashboard/live/store.js';
import { dictionaryMessage, hello, sample, T0 } from './samples.js';

const PRESSURE = { snapshot: true, time: 0, series: [{ channel: 0, kind: 0, times: [5], values: [842], quality: [0] }] };

/** A line whose far end is the test; what it tells is kept by name. */
const line = () => {
  const sockets = [];
  const connect = () => {
    const socket = { sent: [], readyState: 0, send: (text) => socket.sent.push(JSON.parse(text)), close: () => {} };
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
  );
  const socket = () => sockets.at(-1);
  const open = () => {
    made.open();
    socket().readyState = 1;
    socket().onopen({});
  };
  const text = (message) => socket().onmessage({ data: JSON.stringify(message) });
  open();
  return { line: made, open, socket, text, told };
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

/** Commands whose messages leave while `leaves` says so. */
const commands = () => {
  const c = { time: 0, leaves: true, sent: [], ids: 0 };
  const world = { now: () => c.time, newId: () => `web-${++c.ids}`, get: async () => ({ status: 0, body: undefined }) };
  c.commands = new Commands(world, (message) => {
    if (c.leaves) c.sent.push(message);
    return c.leaves;
  });
  c.ask = (channel, value) => c.commands.ask({ channel, value }, sample(channel));
  c.tell = (message) => c.commands.message({ t: 'command', ...message });
  c.shown = () => [...c.commands.byChannel(c.time).values()].map(({ id, state }) => `${id} ${state}`);
  return c;
};

test('commands: show the latest of each channel, and forget the one before', () => {
  const c = commands();
  c.ask('water.pump', 1);
  c.time = 10;
  c.ask('water.pump', 0);
  assert.deepEqual(c.shown(), ['web-2 requested']);
  c.commands.dismiss('web-2');
  assert.deepEqual(c.shown(), []);
  c.tell({ id: 'web-1', state: 'confirmed' });
  assert.deepEqual(c.shown(), [], 'cannot be placed any more');
});

test('commands: forget what others have open when the connection is gone, and call their own unknown', () => {
  const c = commands();
  c.ask('water.pump', 1);
  c.tell({ id: 'other-1', channel: 'water.valve', value: 2, state: 'written' });
  assert.equal(c.shown().length, 2);
  c.commands.lost();
  assert.deepEqual(c.shown(), ['web-1 unknown']);
});

test('commands: try a lease that could not be renewed again at the next tick', () => {
  const c = commands();
  c.ask('heating.heater', 1);
  c.leaves = false;
  c.commands.tick((c.time = 3000));
  c.leaves = true;
  c.commands.tick((c.time = 3250));
  c.commands.tick((c.time = 3500));
  assert.equal(c.sent.length, 2);
  assert.deepEqual([...c.commands.held()], ['heating.heater']);
});

test('store: keeps what it was told when the connection is gone, but no line goes on', () => {
  const store = new Store();
  store.message(hello, 0);
  store.message(dictionaryMessage, 0);
  store.readings(PRESSURE);
  store.lost();
  const { dictionary, name, readings, time } = store.facts(2000);
  assert.deepEqual([dictionary.gen, name, time], [3, 'Greenhouse', T0 + 2000]);
  assert.equal(readings.latest('water.pressure').value, 8.42);
  assert.ok(Number.isNaN(readings.trace('water.pressure').value(1)));
});

test('store: counts what was merged and what was not understood', () => {
  const store = new Store();
  for (const count of [2, 3]) store.message({ t: 'merged', count }, 0);
  store.fault();
  const { build, dictionary, faults, merged, time } = store.facts(0);
  assert.deepEqual({ build, dictionary, faults, merged, time }, { build: '', dictionary: undefined, faults: 1, merged: 5, time: undefined });
});
