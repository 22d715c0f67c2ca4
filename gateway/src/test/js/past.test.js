import assert from 'node:assert/strict';
import { test } from 'node:test';
import { envelopeOf, piecesOf } from '../../main/resources/dashboard/model/past.js';
import { sparklineOf } from '../../main/resources/dashboard/model/sparkline.js';
import { Trace } from '../../main/resources/dashboard/model/trace.js';
import { PastTrace } from '../../main/resources/dashboard/page/trends/past-trace.js';
import { PastView } from '../../main/resources/dashboard/page/trends/past-view.js';
import { seriesOf, summaryOf } from '../../main/resources/dashboard/page/trends/series.js';
import { live, page } from './fake-page.js';
import { sample, T0 } from './samples.js';

const listed = (trace) => Array.from({ length: trace.length }, (_, i) => [trace.time(i), trace.value(i)]);
const byId = new Map([['water.pressure', sample('water.pressure')]]);
const series = (points) => ({
  id: 'water.pressure',
  unit: 'bar',
  times: points.map(([time]) => time),
  min: points.map(([, low]) => low),
  max: points.map(([, , high]) => high),
  mean: points.map(([, low, high]) => (low === null ? null : (low + high) / 2)),
  last: points.map(([, , high]) => high),
  count: points.map(() => 2),
  quality: points.map(([, , , quality = 0]) => quality),
});
const settled = () => new Promise((done) => setTimeout(done));

test('fills a trace with what came before, between and after, and keeps what it heard itself', () => {
  const trace = new Trace();
  for (const [time, value] of [[2000, 2], [3000, 3]]) trace.add(time, value);
  trace.gap();
  for (const [time, value] of [[7000, 7], [8000, 8]]) trace.add(time, value);
  trace.fill({ times: [1000, 2000, 4000, 5000, 6000, 7000], values: [1, 2.5, 4, 5, 6, 7] });
  assert.deepEqual(listed(trace), [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000].map((time) => [time, time === 2000 ? 2.5 : time / 1000]));
});

test('keeps a gap that nobody can fill', () => {
  const trace = new Trace();
  trace.add(1000, 1);
  trace.gap();
  trace.add(9000, 9);
  trace.fill({ times: [8000], values: [8] });
  assert.deepEqual(listed(trace), [[1000, 1], [1001, NaN], [8000, 8], [9000, 9]]);
});

test('shows the least and the greatest of a point, and nothing where there was nothing', () => {
  const body = { channels: [series([[1000, 1, 5], [2000, 3, 3], [3000, null, null, 0x83]])], gaps: [] };
  const piece = piecesOf(body, byId).get('water.pressure');
  assert.deepEqual(piece.values, [3, 3, NaN]);
  assert.deepEqual(envelopeOf(piece), { every: 0, times: [999, 1000, 2000, 3000], values: [1, 5, 3, NaN] });
});

test('breaks a line where the gateway did not run, its device was gone, or its value went stale', () => {
  const gaps = [
    { from: new Date(1500).toISOString(), to: new Date(1800).toISOString(), reason: 'stopped' },
    { device: 'water', from: new Date(2500).toISOString(), to: new Date(2600).toISOString(), reason: 'down' },
    { device: 'other', from: new Date(3500).toISOString(), to: new Date(3600).toISOString(), reason: 'down' },
  ];
  const body = { channels: [series([[1000, 1, 1], [2000, 2, 2], [3000, 3, 3], [4000, 4, 4, 0xc6], [5000, 5, 5]])], gaps };
  const { times, values } = piecesOf(body, byId).get('water.pressure');
  assert.deepEqual(times.map((time, i) => [time, values[i]]), [
    [1000, 1], [1001, NaN], [2000, 2], [2001, NaN], [3000, 3], [4000, 4], [4001, NaN], [5000, 5],
  ]);
});

test('asks for the last 15 minutes with the first readings, and for the end again', async () => {
  const p = page();
  const answer = (points) => ({ status: 200, body: { channels: [series(points)], gaps: [] } });
  p.world.ask = async (method, path) => {
    if (path.includes('history')) p.world.asked.push(path);
    return answer([[T0 - 60_000, 7, 7], [T0 - 59_000, 8, 8]]);
  };
  p.connect();
  await settled();
  assert.equal(p.world.asked.length, 1);
  assert.match(p.world.asked[0], new RegExp(`^api/v1/history\\?channels=\\*&from=${T0 + 1000 - 900_000}&to=${T0 + 1000}&points=900$`));
  assert.equal(p.facts().readings.trace('water.pressure').time(0), T0 - 60_000);
  p.world.time += 2500;
  p.gateway.tick();
  await settled();
  assert.equal(p.world.asked.length, 2);
  p.gateway.tick();
  assert.equal(p.world.asked.length, 2);
});

test('asks for what it missed when it comes back', async () => {
  const p = live();
  await settled();
  p.close();
  p.world.asked.length = 0;
  p.world.time += 30_000;
  p.gateway.retry();
  p.connect();
  await settled();
  const asked = p.world.asked.map(([, path]) => path).filter((path) => path.includes('history'));
  assert.match(asked[0], new RegExp(`from=${T0 + 1000 - 5000}&to=${T0 + 31_000}`));
});

test('shows what it hears when the gateway remembers nothing', async () => {
  const p = live();
  await settled();
  assert.equal(p.facts().readings.trace('water.pressure').length, 1);
});

test('shows the past in one shape with what was heard since', () => {
  const heard = new Trace();
  for (const [time, value] of [[2000, 2], [3000, 3], [4000, 4]]) heard.add(time, value);
  const piece = { times: [1000, 2000], values: [1.5, 2], low: [1, 2], high: [2, 2], counts: [10, 1], every: 0 };
  const trace = new PastTrace(piece, heard, 1000);
  assert.deepEqual(listed(trace), [[1000, 1.5], [2000, 2], [3000, 3], [4000, 4]]);
  assert.deepEqual(seriesOf(trace, sample('water.pressure'), 0, 5000), [[1, 2, 3, 4], [1.5, 2, 3, 4], [1, 2, 3, 4], [2, 2, 3, 4]]);
  const { min, max, mean, count } = summaryOf(trace, sample('water.pressure'), 0, 5000, 5000);
  assert.deepEqual([min, max, mean, count], [1, 4, (15 + 2 + 3 + 4) / 13, 13]);
});

test('joins points that stand for more than the channel takes between readings', () => {
  const piece = { times: [0, 60_000], values: [1, 2], low: [1, 2], high: [1, 2], counts: [60, 60], every: 0 };
  assert.deepEqual(seriesOf(new PastTrace(piece, new Trace(), 60_000), sample('water.pressure'), 0, 60_001)[1], [1, 2]);
  assert.deepEqual(seriesOf(new PastTrace(piece, new Trace(), 1000), sample('water.pressure'), 0, 60_001)[1], [1, null, 2]);
});

test('asks for the past when it is longer ago than the page remembers, and again as it moves on', async () => {
  const asked = [];
  const view = new PastView(async (path) => (asked.push(path), { status: 200, body: { channels: [], gaps: [] } }), () => {});
  const facts = (time) => ({ dictionary: { byId }, time });
  assert.equal(PastView.isOf({ range: 900_000 }, T0), false);
  assert.equal(PastView.isOf({ range: 3_600_000 }, T0), true);
  assert.equal(PastView.isOf({ range: 60_000, until: T0 - 900_000 }, T0), true);
  const day = { channels: ['water.pressure'], range: 86_400_000 };
  view.look(day, facts(T0));
  view.look(day, facts(T0 + 1000));
  assert.equal(asked.length, 2, 'T0 is a border');
  await settled();
  assert.equal(view.isThere, true);
  view.look(day, facts(T0 + 200_000));
  assert.equal(asked.length, 3);
  assert.equal(view.isThere, true, 'the picture before stays');
  view.look({ ...day, until: T0 - 5 }, facts(T0 + 200_000));
  assert.equal(view.isThere, false);
});

test('says why the past cannot be shown', async () => {
  const view = new PastView(async () => ({ status: 404, body: { detail: 'This gateway remembers nothing.' } }), () => {});
  view.look({ channels: ['water.pressure'], range: 86_400_000 }, { dictionary: { byId }, time: T0 });
  await settled();
  assert.equal(view.trouble, 'This gateway remembers nothing.');
});

test('joins what is kept once a minute', () => {
  const points = [[60_000, 1, 1], [120_000, 2, 2]];
  const piece = piecesOf({ channels: [{ ...series(points), every: 60_000 }], gaps: [] }, byId).get('water.pressure');
  assert.deepEqual(seriesOf(new PastTrace(piece, new Trace(), 1000), sample('water.pressure'), 0, 120_001)[1], [1, 2]);
  const trace = new Trace();
  trace.fill(envelopeOf(piece));
  assert.equal(sparklineOf(trace, sample('water.pressure'), 120_000, 120_000, 100).lines.length, 1);
});
