import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tileOf } from '../../main/resources/dashboard/model/tile.js';
import { dictionary, sample, T0 } from './samples.js';

const up = dictionary.devices.get('water');
const down = { ...up, state: 'down', reason: 'port is gone' };
const pressure = sample('water.pressure');
const pump = sample('water.pump');
const reading = (value, quality = 0) => ({ time: T0, value, quality });
const tile = (channel, r, age = 0, device = up, trusted = true) => tileOf(channel, r, device, trusted, T0 + age);
const look = ({ state, digits, unit, note, last }) => ({ state, digits, unit, note, last });

test('shows a good value with its unit and decimals and nothing else', () => {
  assert.deepEqual(look(tile(pressure, reading(8.4), 900)), { state: 'good', digits: '8.40', unit: 'bar', note: '', last: '' });
});

test('says the age when a reading is late, and takes it back when it is not', () => {
  assert.equal(tile(pressure, reading(8.42), 1500).state, 'good');
  assert.deepEqual(look(tile(pressure, reading(8.42), 2400)), {
    state: 'delayed',
    digits: '8.42',
    unit: 'bar',
    note: '2 s ago',
    last: '',
  });
});

test('puts a value in brackets after three periods', () => {
  assert.equal(tile(pressure, reading(8.42), 3000).state, 'delayed');
  const { state, digits, note, last, place } = tile(pressure, reading(8.42), 3001);
  assert.deepEqual([state, digits, note], ['stale', '[8.42]', 'No data 00:00:03']);
  assert.equal(tile(pressure, reading(8.42), 61_001).brief, '1 min ago', 'where there is room for a few words only');
  assert.match(last, /^last \d\d:\d\d:\d\d$/);
  assert.equal(place, undefined, 'the marker of the range bar goes away');
});

test('puts a value in brackets at once when its device is not up, whatever its age', () => {
  for (const state of ['down', 'silent', 'connecting', 'refused']) {
    assert.equal(tile(pressure, reading(8.42), 0, { ...down, state }).digits, '[8.42]');
  }
});

test('puts every value in brackets without a connection to the gateway', () => {
  assert.equal(tile(pressure, reading(8.42), 0, up, false).state, 'stale');
  assert.equal(tile(pump, reading(1), 0, up, false).digits, '[On]');
});

test('puts a value in brackets that the gateway calls stale', () => {
  assert.equal(tile(pressure, reading(8.42, 0xc5)).digits, '[8.42]');
});

test('never shows a number of bad quality', () => {
  const bad = tile(pressure, reading(8.42, 0x83));
  assert.deepEqual(look(bad), { state: 'bad', digits: '–––', unit: '', note: 'open circuit', last: '' });
  assert.equal(tile(pressure, reading(8.42, 0x83), 99_000).digits, '–––');
  assert.equal(tile(pressure, reading(NaN)).digits, '–––');
});

test('marks an uncertain value', () => {
  assert.deepEqual(look(tile(pressure, reading(8.42, 0x41))), {
    state: 'uncertain',
    digits: '≈\u202f8.42',
    unit: 'bar',
    note: 'clock not set',
    last: '',
  });
});

test('waits for a first value instead of showing 0', () => {
  assert.deepEqual(look(tile(pressure, undefined)), {
    state: 'never',
    digits: '',
    unit: '',
    note: 'waiting for first value',
    last: '',
  });
});

test('does not age a channel that tells only changes', () => {
  assert.equal(tile(pump, reading(1), 86_400_000).state, 'good');
});

test('gives a fast channel time to be painted before it is late', () => {
  const fast = { ...pressure, period: 20 };
  assert.deepEqual([400, 600, 1100].map((age) => tile(fast, reading(1), age).state), ['good', 'delayed', 'stale']);
});

test('shows switches and enumerations as words without a unit or a range', () => {
  assert.equal(tile(pump, reading(0)).digits, 'Off');
  assert.equal(tile(sample('water.valve'), reading(2)).digits, 'Open');
  assert.equal(tile(sample('water.valve'), reading(7)).digits, '7');
  assert.equal(tile(pump, reading(0)).low, undefined);
});

test('places a value in its range, and keeps it inside', () => {
  assert.equal(tile(pressure, reading(2.5)).place, 0.25);
  assert.equal(tile(pressure, reading(12)).place, 1);
});

test('says all of it in one sentence', () => {
  assert.equal(tile(pressure, reading(8.42)).spoken, 'pressure: 8.42 bar');
  assert.match(tile(pressure, reading(8.42), 9000).spoken, /^pressure: \[8.42\] bar, stale: No data 00:00:09, last /);
});
