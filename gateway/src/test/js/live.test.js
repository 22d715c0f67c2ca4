import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Commands } from '../../main/resources/dashboard/live/commands.js';
import { Store } from '../../main/resources/dashboard/live/store.js';
import { dictionaryMessage, hello, sample, T0 } from './samples.js';

const PRESSURE = { snapshot: true, time: 0, series: [{ channel: 0, kind: 0, times: [5], values: [842], quality: [0] }] };

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
