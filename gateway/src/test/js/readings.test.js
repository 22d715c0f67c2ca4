import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alikeDigits } from '../../main/resources/dashboard/model/numbers.js';
import { Readings } from '../../main/resources/dashboard/model/readings.js';
import { scaleOf, spanFor, sparklineOf, SPANS } from '../../main/resources/dashboard/model/sparkline.js';
import { KEPT, Trace } from '../../main/resources/dashboard/model/trace.js';
import { fullName, panesOf, seriesOf, summaryOf, tableMoments, valueAt } from '../../main/resources/dashboard/page/trends/series.js';
import { dictionary, sample, T0 } from './samples.js';

const SPAN = SPANS.at(-1).length;
const message = (series, snapshot = false) => ({ snapshot, time: 0, series });
const one = (channel, time, value, quality = 0) => ({ channel, kind: 0, times: [time], values: [value], quality: [quality] });
const traceOf = (points) => {
  const trace = new Trace();
  for (const [time, value] of points) trace.add(time, value);
  return trace;
};
const all = (trace) => Array.from({ length: trace.length }, (_, i) => [trace.time(i), trace.value(i)]);

test('scales integers by decimals or by a fraction, and floats not at all', () => {
  const readings = new Readings();
  readings.take(message([one(0, 5, 842), one(1, 5, 5230), { ...one(4, 5, 21.25), kind: 2 }]), dictionary);
  assert.deepEqual(readings.latest('water.pressure'), { time: T0 + 5, value: 8.42, quality: 0 });
  assert.equal(readings.latest('water.temperature').value, 5230 / 256);
  assert.equal(readings.latest('heating.set_point').value, 21.25);
});

test('keeps the last row as the latest reading and all rows in the trace', () => {
  const readings = new Readings();
  const series = { channel: 0, kind: 0, times: [0, 1000, 2000], values: [1, 2, 3], quality: [0, 0x83, 0] };
  readings.take(message([series]), dictionary);
  assert.equal(readings.latest('water.pressure').time, T0 + 2000);
  assert.deepEqual(all(readings.trace('water.pressure')).map(([, value]) => value), [0.01, NaN, 0.03]);
});

test('leaves out channels that the dictionary does not have', () => {
  const readings = new Readings();
  readings.take(message([one(99, 0, 1)]), dictionary);
  assert.equal(readings.latest('99'), undefined);
});

test('forgets what a snapshot leaves out: the gateway has no value for it any more', () => {
  const readings = new Readings();
  readings.take(message([one(0, 5, 842), one(2, 5, 1)]), dictionary);
  readings.take(message([one(0, 6, 842)], true), dictionary);
  assert.equal(readings.latest('water.pump'), undefined);
  assert.ok(readings.latest('water.pressure'));
});

test('takes a repetition of a snapshot only once', () => {
  const trace = traceOf([[1000, 1], [1000, 1], [900, 3], [2000, 2]]);
  assert.deepEqual(all(trace), [[1000, 1], [2000, 2]]);
});

test('begins a trace again when the clock of the gateway was set back', () => {
  assert.deepEqual(all(traceOf([[100_000, 1], [39_999, 2]])), [[39_999, 2]]);
});

test('keeps 15 minutes and no more, whatever comes', () => {
  const trace = new Trace();
  for (let time = 0; time < 3 * KEPT; time += 50) trace.add(time, time);
  assert.ok(trace.length <= 9000);
  assert.equal(trace.time(trace.length - 1), 3 * KEPT - 50);
  const slow = new Trace();
  for (let time = 0; time <= 2 * KEPT; time += 1000) slow.add(time, time);
  assert.equal(slow.length, 901);
  assert.equal(slow.time(0), KEPT);
});

test('finds the first reading from a moment on', () => {
  const trace = traceOf([[10, 1], [20, 2], [30, 3]]);
  assert.deepEqual([5, 10, 11, 30, 31].map((time) => trace.indexFrom(time)), [0, 0, 1, 2, 3]);
});

test('does not go on with a line over an interruption', () => {
  const readings = new Readings();
  readings.take(message([one(2, 0, 1)]), dictionary);
  readings.interrupted(dictionary.byId.values());
  readings.take(message([one(2, 5000, 1)]), dictionary);
  assert.equal(sparklineOf(readings.trace('water.pump'), sample('water.pump'), T0 + 6000, SPAN, 100).lines.length, 2);
});

test('draws a gap where readings are missing, and a hatch can begin where they end', () => {
  const points = [0, 1000, 2000, 9000, 10_000].map((time) => [T0 + time, 5]);
  const { lines, end } = sparklineOf(traceOf(points), sample('water.pressure'), T0 + 20_000, SPAN, 200);
  assert.deepEqual(lines.map((line) => line.length), [3, 2]);
  assert.equal(end, 1 - 10_000 / SPAN);
});

test('draws no more than three points in one place of a sparkline, the extremes among them', () => {
  const trace = new Trace();
  for (let i = 0; i < 9000; i++) trace.add(T0 + i * 100, i === 4321 ? 9 : Math.sin(i));
  const { lines } = sparklineOf(trace, { ...sample('water.pressure'), period: 100 }, T0 + 900_000, SPAN, 200);
  assert.equal(lines.length, 1);
  assert.ok(lines[0].length <= 603, `${lines[0].length} points`);
  assert.ok(Math.min(...lines[0].map(([, y]) => y)) < 0.15, 'the one high value is drawn');
});

test('never blows noise up: a sparkline shows at least a fifth of the range', () => {
  const [low, high] = scaleOf(4.99, 5.01, sample('water.pressure'));
  assert.ok(high - low >= 2 && low <= 4.99 && high >= 5.01);
  const [flat, top] = scaleOf(7, 7, { kind: 'number', decimals: 1 });
  assert.ok(top > flat);
});

test('shows the shortest span that has all that was received, on every tile the same', () => {
  const texts = [0, 60_000, 60_001, 900_000, 9_900_000].map((age) => spanFor(T0 - age, T0).text);
  assert.deepEqual(texts, ['1 min', '1 min', '5 min', '15 min', '15 min']);
  assert.equal(spanFor(undefined, T0).text, '1 min');
  const readings = new Readings();
  assert.equal(readings.oldest(), undefined);
  readings.take(message([one(2, 0, 1)], true), dictionary);
  assert.equal(readings.oldest(), undefined, 'an old value alone is no line');
  readings.take(message([one(0, 5000, 1), one(0, 6000, 1)]), dictionary);
  assert.equal(readings.oldest(), T0 + 5000);
});

test('gives trends null at gaps, and what was measured everywhere else', () => {
  const trace = traceOf([[T0, 1], [T0 + 1000, 2], [T0 + 1500, NaN], [T0 + 2000, 3], [T0 + 60_000, 4]]);
  const [times, values] = seriesOf(trace, sample('water.pressure'), T0, T0 + 60_000);
  assert.deepEqual(values, [1, 2, null, 3, null, 4]);
  assert.equal(times[0], T0 / 1000);
});

test('holds a value that is told only when it changes, but not over a gap', () => {
  const pump = sample('water.pump');
  const held = seriesOf(traceOf([[T0, 1]]), pump, T0, T0 + 5000);
  assert.deepEqual(held, [[T0 / 1000, T0 / 1000 + 5], [1, 1]]);
  assert.deepEqual(seriesOf(traceOf([[T0, 1], [T0 + 9, NaN]]), pump, T0, T0 + 5000)[1], [1, null]);
});

test('thins what a screen cannot show, and keeps the extremes and the gaps', () => {
  const trace = new Trace();
  for (let i = 0; i < 9000; i++) trace.add(T0 + i * 100, i === 5000 ? 77 : i === 7000 ? NaN : i % 10);
  const [times, values] = seriesOf(trace, { ...sample('water.pressure'), period: 100 }, T0, T0 + 900_000);
  assert.ok(times.length <= 3010, `${times.length}`);
  assert.ok(values.includes(77) && values.includes(null));
  assert.ok(times.every((time, i) => !i || time > times[i - 1]), 'in order');
});

test('groups channels by unit, words apart', () => {
  const ids = ['water.pressure', 'water.temperature', 'heating.set_point', 'water.pump', 'heating.heater'];
  const panes = panesOf(ids.map(sample), dictionary.devices);
  assert.deepEqual(panes.map(({ series }) => series.map(({ slot }) => slot)), [[0], [1, 2], [3], [4]]);
});

test('says in a table what the picture shows', () => {
  const trace = traceOf([[T0, 1], [T0 + 1000, 3], [T0 + 2000, NaN]]);
  const pressure = sample('water.pressure');
  const gone = { min: 1, max: 3, mean: 2, count: 2, value: undefined };
  assert.deepEqual(summaryOf(trace, pressure, T0, T0 + 5000, T0 + 5000), gone);
  assert.equal(summaryOf(trace, pressure, T0, T0 + 5000, T0 + 1500).value, 3);
  assert.equal(valueAt(trace, pressure, T0 - 1), undefined);
  assert.equal(summaryOf(new Trace(), pressure, T0, T0 + 1, T0).count, 0);
});

test('says no value where a line has ended, though nobody told of a gap', () => {
  const trace = traceOf([[T0, 70.5]]);
  assert.equal(valueAt(trace, sample('water.pressure'), T0 + 3000), 70.5);
  assert.equal(valueAt(trace, sample('water.pressure'), T0 + 3001), undefined);
  assert.equal(valueAt(trace, sample('water.pump'), T0 + 9e5), 70.5, 'told only when it changes');
});

test('names series as short as it can, and with their devices where they need it', () => {
  const pressure = sample('water.pressure');
  const other = { ...pressure, id: 'heating.pressure', device: 'heating' };
  const names = (channels) => panesOf(channels, dictionary.devices).flatMap(({ series }) => series.map(({ name }) => name));
  assert.deepEqual(names([pressure, sample('water.pump')]), ['pressure', 'pump']);
  assert.deepEqual(names([pressure, other]), ['Water: pressure', 'Heating: pressure']);
  assert.equal(fullName(sample('water.pump'), dictionary.devices), 'Water: pump');
});

test('tells the ticks of an axis apart, whatever the decimals of the channel', () => {
  assert.deepEqual(alikeDigits([69.75, 70, 70.25, 70.5]), ['69.75', '70.00', '70.25', '70.50']);
  assert.deepEqual(alikeDigits([0, 0.1, 0.1 + 0.2]), ['0.0', '0.1', '0.3']);
  assert.deepEqual(alikeDigits([-500, 0, 500]), ['−500', '0', '500']);
});

test('has a table of at most about thirty rows, newest first', () => {
  const moments = tableMoments(T0, T0 + 300_000);
  assert.ok(moments.length <= 31 && moments[0] > moments[1]);
});
