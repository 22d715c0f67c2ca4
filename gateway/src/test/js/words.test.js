import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatewayClock } from '../../main/resources/dashboard/model/clock.js';
import { newConnection } from '@ferrule/client/connection.js';
import { durationText, stopwatch } from '../../main/resources/dashboard/model/moments.js';
import { decimalsFor, digits, parseNumber } from '../../main/resources/dashboard/model/numbers.js';
import { qualityClass, qualityReason } from '../../main/resources/dashboard/model/quality.js';
import { connectionText, linkSince, linkWord, retryText } from '../../main/resources/dashboard/model/status.js';
import { prettyUnit } from '../../main/resources/dashboard/model/units.js';
import { T0 } from './samples.js';

test('writes units as they stand on instruments', () => {
  const codes = ['Cel', '%', '1', '', 'm/s2', 'uT', '[ppm]', 'L/min', 'kW.h', 'm3', '{rpm}', 'kOhm', 'mm[Hg]', '[pH]', 'ug/m3', '/min'];
  const words = ['°C', '%', '', '', 'm/s²', 'µT', 'ppm', 'L/min', 'kW·h', 'm³', 'rpm', 'kΩ', 'mmHg', 'pH', 'µg/m³', '/min'];
  assert.deepEqual(codes.map(prettyUnit), words);
});

test('writes numbers with decimals that stay, a true minus, and no minus zero', () => {
  assert.deepEqual([8, -0.04, -12.345].map((n) => digits(n, 1)), ['8.0', '0.0', '−12.3']);
  assert.equal(digits(1234567.8, 1), '1\u202f234\u202f567.8');
  assert.equal(digits(2000, 0), '2000');
  assert.deepEqual([NaN, Infinity, -Infinity].map((n) => digits(n, 1)), ['–––', '∞', '−∞']);
});

test('reads numbers as people type them', () => {
  assert.deepEqual(['1,5', ' 20 ', '−3', '+.5', '1\u202f000'].map(parseNumber), [1.5, 20, -3, 0.5, 1000]);
  assert.deepEqual(['', '1e3', '1.2.3', 'x', '0x10'].map(parseNumber), new Array(5).fill(undefined));
});

test('picks decimals that go with the resolution', () => {
  assert.deepEqual([1, 0.1, 0.5, 1 / 16, 1 / 256, 10].map(decimalsFor), [0, 1, 0, 1, 2, 0]);
});

test('writes durations by their two largest parts', () => {
  assert.deepEqual([0, 999, 4000, 130_000, 3_600_000, 100_000_000].map(durationText), ['0 s', '0 s', '4 s', '2 min 10 s', '1 h', '1 d 3 h']);
  assert.deepEqual([0, 192_000, 86_400_000 * 2 + 5000].map(stopwatch), ['00:00:00', '00:03:12', '2 d 00:00:05']);
});

test('names every quality', () => {
  assert.deepEqual([0, 0x41, 0x83, 0xc5].map(qualityClass), ['good', 'uncertain', 'bad', 'stale']);
  assert.deepEqual([0, 0x84, 0xc5, 0x95, 0xa1].map(qualityReason), ['', 'short circuit', 'link down', '', 'device code 33']);
});

test('follows the clock of the gateway by the fastest message, and by a jump', () => {
  const clock = new GatewayClock();
  assert.equal(clock.at(0), undefined);
  clock.heard(T0, 1000);
  clock.heard(T0 + 1000, 2300);
  assert.equal(clock.at(2300), T0 + 1300, 'a message that was 300 ms late changes nothing');
  clock.heard(T0 + 3_600_000, 3000);
  assert.equal(clock.at(3000), T0 + 3_600_000);
});

test('says in one word how the line is, and in a sentence what that means', () => {
  const wall = (steady) => T0 + steady;
  const c = { ...newConnection(0), socket: 'closed', everSynced: true, lostAt: 0, retryAt: 9000, heardAt: 0 };
  assert.equal(linkWord('delayed', c, 8400), 'Delayed 8 s');
  assert.equal(linkSince('live', c, 5000, wall), '');
  assert.match(linkWord('offline', c, 5000) + linkSince('offline', c, 5000, wall), /^Offline since \d\d:\d\d:\d\d$/);
  assert.match(
    connectionText('offline', c, 5000, wall),
    /^Not connected to gateway since \d\d:\d\d:\d\d\. The values shown are old\.$/,
  );
  assert.equal(retryText('offline', c, 5000), 'Retrying in 4 s.');
  assert.equal(retryText('live', c, 5000), '');
  assert.equal(connectionText('restored', { ...c, away: 130_000 }, 0, wall), 'Reconnected after 2 min 10 s.');
  assert.equal(connectionText('live', c, 0, wall), '');
});
