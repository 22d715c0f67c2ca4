import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterFirst, entriesOf, eventsPath, merged, outcomeOf, readEvents, titleOf, weightOf, whyOf } from '../../main/resources/dashboard/model/events.js';
import { eventsAddress } from '../../main/resources/dashboard/page/events/address.js';
import { dictionary, T0 } from './samples.js';

const row = (seq, more) => ({ seq, time: new Date(T0 + seq * 1000).toISOString(), trusted: true, run: 'r1', since_start: seq * 1000, kind: 'device', ...more });
const command = (seq, state, more) => row(seq, { kind: 'command', id: 'web-1', channel: 'water.pump', value: 1, state, actor: 'ben', ...more });
const read = (...rows) => readEvents({ events: rows }).events;

test('asks for what is looked at, and for older and newer ones', () => {
  assert.equal(eventsPath({ kind: '', about: '' }), 'api/v1/events?limit=200');
  assert.equal(eventsPath({ kind: 'command', about: 'water.*' }, 'before=7'), 'api/v1/events?limit=200&kind=command&channel=water.*&before=7');
});

test('reads records, and leaves out what has not their shape', () => {
  const { events, before } = readEvents({ events: [row(3), { seq: 'x' }, null, { ...row(2), time: 'never' }], before: 3 });
  assert.deepEqual([events.length, events[0].time, before], [1, T0 + 3000, 3]);
  assert.deepEqual(readEvents(undefined), { events: [], before: undefined });
});

test('tells the whole life of a command as one entry', () => {
  const events = merged(read(command(1, 'admitted'), command(2, 'written')), read(row(3, { subject: 'water', event: 'down' }), command(4, 'confirmed')));
  const entries = entriesOf(events);
  assert.deepEqual(entries.map(({ last, life }) => [last.word, life.map(({ word }) => word)]), [
    ['confirmed', ['admitted', 'written', 'confirmed']],
    ['down', ['down']],
  ]);
  assert.deepEqual(entries[0].life.map((event) => afterFirst(entries[0], event)), [0, 1000, 3000]);
});

test('does not count over a restart', () => {
  const [entry] = entriesOf(merged(read(command(1, 'written')), read(command(2, 'unknown', { run: 'r2', since_start: 5 }))));
  assert.equal(afterFirst(entry, entry.last), undefined);
});

test('has each record once, however often it came', () => {
  assert.deepEqual(merged(read(row(2), row(1)), read(row(2), row(3))).map(({ seq }) => seq), [3, 2, 1]);
});

test('says what it was in the words that stand beside the values', () => {
  const [asked] = read(command(1, 'rejected', { reason: 'interlock', text: 'The tank is empty.' }));
  assert.equal(titleOf(asked, dictionary), 'Water: Turn on pump');
  assert.deepEqual([outcomeOf(asked), whyOf(asked), weightOf(asked)], ['Rejected', 'The tank is empty.', 'refused']);
  const [gone] = read(row(1, { subject: 'water', event: 'down', text: 'unplugged' }));
  assert.deepEqual([titleOf(gone, dictionary), outcomeOf(gone), weightOf(gone)], ['Water', 'Down', 'wrong']);
  const [old] = read(command(1, 'unknown', { channel: 'gone.pump', reason: 'gateway_restart' }));
  assert.deepEqual([titleOf(old, dictionary), whyOf(old)], ['gone.pump = 1', 'gateway restart']);
});

test('keeps what is looked at in the address, and nothing that is no pattern', () => {
  const view = { kind: 'command', about: 'water.*' };
  const query = eventsAddress.write(view);
  assert.equal(String(query), 'k=command&a=water.*');
  assert.deepEqual(eventsAddress.read(query), view);
  assert.deepEqual(eventsAddress.read(new URLSearchParams('k=secrets&a=<b>')), { kind: '', about: '' });
});
