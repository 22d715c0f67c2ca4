import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Counting, readCounts } from '../../main/resources/dashboard/model/link/counts.js';
import { Readings } from '../../main/resources/dashboard/model/readings.js';
import { addressOf, readRoute } from '../../main/resources/dashboard/model/route.js';
import { Trace } from '../../main/resources/dashboard/model/trace.js';
import { availabilityText, notable, readRecorded, recordPaths, stretchesOf } from '../../main/resources/dashboard/page/device/availability.js';
import { deviceOf } from '../../main/resources/dashboard/page/device/facts.js';
import { answerTime, detailsOf, figuresOf, readingRate } from '../../main/resources/dashboard/page/device/health.js';
import { LinkWatch } from '../../main/resources/dashboard/page/device/link-watch.js';
import { PAGES } from '../../main/resources/dashboard/page/pages.js';
import { dictionary, T0 } from './samples.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('has the device in its path, there and back, and takes nothing else there', () => {
  const route = readRoute(PAGES, '/device/shed/boiler-2', '');
  assert.deepEqual([route.page, route.views.device], ['device', { device: 'shed/boiler-2' }]);
  assert.equal(addressOf(PAGES, route), '/device/shed/boiler-2');
  assert.equal(addressOf(PAGES, readRoute(PAGES, '/device', '')), '/device');
  for (const path of ['/device/<b>', '/device/a/b/c', '/device/Boiler']) assert.equal(readRoute(PAGES, path, '').views.device.device, '', path);
  assert.equal(readRoute(PAGES, '/trends/boiler', '').page, 'overview', 'nothing is below other pages');
});

const facts = (more = {}) => ({
  dictionary,
  readings: new Readings(),
  commands: new Map(),
  held: new Set(),
  phase: 'live',
  caller: { name: 'ann', role: 'operator', devices: ['*'] },
  now: 5000,
  time: T0,
  ...more,
});

test('has a row for every channel of the device, with age and quality in words', () => {
  const all = facts();
  all.readings.take({ series: [{ channel: 0, kind: 0, times: [-700], values: [842], quality: [0] }, { channel: 1, kind: 0, times: [-400], values: [5], quality: [0x83] }] }, dictionary);
  all.dictionary = { ...dictionary, t0: T0 };
  const shown = deviceOf(all, dictionary.devices.get('water'));
  assert.deepEqual(
    shown.rows.map(({ age, quality, tile }) => [tile.name, tile.digits, age, quality]),
    [
      ['pressure', '8.42', '0 s', 'Good'],
      ['temperature', '–––', '0 s', 'Bad: open circuit'],
      ['pump', '', '–', 'No value yet'],
      ['valve', '', '–', 'No value yet'],
    ],
  );
  assert.deepEqual(shown.controls.map(({ channel }) => channel.id), ['water.pump', 'water.valve']);
  assert.deepEqual(shown.about, [['Id', 'water'], ['Driver', 'firmware'], ['Port', '/dev/ttyACM0']]);
  assert.deepEqual(shown.trends, ['water.pressure', 'water.temperature', 'water.pump', 'water.valve']);
});

test('says why nothing can be pressed, and has nothing to press on a wall', () => {
  const water = dictionary.devices.get('water');
  const viewer = deviceOf(facts({ caller: { name: 'eve', role: 'viewer', devices: [] } }), water);
  assert.deepEqual(viewer.controls.map(({ inert }) => inert), ['Operator only', 'Operator only']);
  assert.deepEqual(deviceOf(facts({ kiosk: true }), water).controls, []);
  const lost = deviceOf(facts({ phase: 'offline' }), water);
  assert.deepEqual([lost.known, lost.standing], [false, 'Not known']);
});

const counts = (more) => ({ bytes: 0, frames: 0, ignored: 0, damaged: 0, lost: 0, bad_values: 0, details: {}, ...more });
const told = (more) => readCounts({ devices: [{ id: 'water', counts: counts(more) }] }, 'water');

test('tells rates of the last ten seconds, and what went wrong in the last minute', () => {
  const counting = new Counting();
  assert.deepEqual(figuresOf(counting, 0, undefined, T0), [], 'nothing before the gateway told');
  for (let second = 0; second <= 40; second += 2) {
    counting.take(told({ frames: second * (second > 20 ? 5 : 2), bytes: second * 100, damaged: second > 30 ? 3 : 1, last_frame: new Date(T0 - 200).toISOString() }), second * 1000);
  }
  assert.equal(counting.rate('frames'), 5);
  assert.equal(counting.rate('bytes'), 100);
  const by = new Map(figuresOf(counting, 4, { ms: 12, of: 3 }, T0).map((figure) => [figure.name, figure]));
  assert.equal(by.get('Readings').value, '4.0 a second');
  assert.deepEqual([by.get('Damaged').value, by.get('Damaged').note, by.get('Damaged').wrong], ['3', '2 in the last minute', true]);
  assert.equal(by.get('Answers a command in').value, '12\u202fms');
  assert.equal(by.get('Last frame').value, '0 s ago');
});

test('begins anew when the gateway did, and leaves out what is no count', () => {
  const counting = new Counting();
  counting.take(told({ frames: 500, bytes: 9000, damaged: 7 }), 0);
  counting.take(told({ frames: 3, bytes: 40 }), 2000);
  assert.deepEqual([counting.rate('frames'), counting.lately('damaged'), counting.latest.frames], [undefined, 0, 3]);
  assert.equal(told({ frames: -1 }), undefined);
  assert.equal(readCounts({ devices: 'x' }, 'water'), undefined);
  assert.equal(readCounts(undefined, 'water'), undefined);
  counting.take(told({ frames: 4, bytes: 50, details: { crc: 2, 'unknown fields': 1, lost: 4, odd: 'x', none: 0 } }), 3000);
  assert.deepEqual(detailsOf(counting).map(({ name, value }) => [name, value]), [['Wrong check sums', '2'], ['Unknown fields', '1']]);
});

test('counts readings that this page heard', () => {
  const trace = new Trace();
  for (let i = 0; i < 200; i++) trace.add(T0 + i * 100, i);
  trace.gap();
  assert.equal(readingRate([trace, new Trace()], T0 + 20_000), 10);
});

test('knows how long the device takes to answer from what is recorded', () => {
  const life = (...steps) => ({ life: steps.map(([word, sinceStart, run = 'a']) => ({ word, sinceStart, run })) });
  const entries = [life(['written', 10], ['acknowledged', 22]), life(['written', 5]), life(['written', 9], ['acknowledged', 3, 'b']), life(['written', 0], ['acknowledged', 40], ['confirmed', 50])];
  assert.deepEqual(answerTime(entries), { ms: 40, of: 2 });
  assert.equal(answerTime([]), undefined);
});

// The last day.

const from = T0 - 24 * HOUR;
let seq = 0;
const record = (kind, word, hours, run = 'r1', text = '') => ({ seq: ++seq, time: new Date(from + hours * HOUR).toISOString(), run, kind, event: word, subject: 'water', text });
const strip = (records, { gaps = [], present } = {}) =>
  stretchesOf(readRecorded([{ events: records }], { gaps }), from, T0, present).map(({ from: begin, state, to, why }) => [state, (begin - from) / HOUR, (to - from) / HOUR, why]);
const up = (since) => ({ state: 'up', since: from + since * HOUR, reason: '' });

test('shows how a device stood, from what it was before the day to what it is', () => {
  const records = [record('gateway', 'started', -6), record('device', 'up', -5), record('device', 'down', 6, 'r1', 'unplugged'), record('device', 'up', 7)];
  assert.deepEqual(strip(records, { present: up(7) }), [
    ['up', 0, 6, ''],
    ['down', 6, 7, 'unplugged'],
    ['up', 7, 24, ''],
  ]);
});

test('does not know what nobody recorded', () => {
  assert.deepEqual(strip([]), [['unknown', 0, 24, 'Nothing is recorded of this time.']]);
  assert.deepEqual(strip([record('device', 'up', 10)], { present: up(10) }).map(([state, begin]) => [state, begin]), [
    ['unknown', 0],
    ['up', 10],
  ]);
});

test('says that the gateway was off, and knows nothing after it was killed but what the history says', () => {
  const stopped = [record('device', 'up', -1), record('gateway', 'stopped', 3), record('gateway', 'started', 5, 'r2'), record('device', 'up', 5.5, 'r2')];
  assert.deepEqual(strip(stopped, { present: up(5.5) }).map(([state, begin, end]) => [state, begin, end]), [
    ['up', 0, 3],
    ['stopped', 3, 5],
    ['connecting', 5, 5.5],
    ['up', 5.5, 24],
  ]);
  const killed = [record('device', 'up', 1), record('gateway', 'started', 9, 'r2'), record('device', 'up', 9, 'r2')];
  assert.deepEqual(strip(killed, { present: up(9) }).map(([state, begin, end]) => [state, begin, end]), [
    ['unknown', 0, 1],
    ['unknown', 1, 9],
    ['up', 9, 24],
  ]);
  const gaps = [{ reason: 'stopped', from: new Date(from + 8 * HOUR).toISOString(), to: new Date(from + 9 * HOUR).toISOString() }];
  assert.deepEqual(strip(killed, { gaps, present: up(9) }).map(([state, begin, end]) => [state, begin, end]), [
    ['unknown', 0, 1],
    ['up', 1, 8],
    ['stopped', 8, 9],
    ['up', 9, 24],
  ]);
});

test('does not know what was before more than can be told', () => {
  const [long, late] = [record('device', 'up', -9), record('device', 'down', 20)];
  const read = (cut) => readRecorded([{ events: [late], ...cut }, { events: [long] }, {}, {}], undefined);
  assert.deepEqual(stretchesOf(read({}), from, T0, undefined).map(({ state }) => state), ['up', 'down']);
  assert.deepEqual(stretchesOf(read({ before: late.seq }), from, T0, undefined).map(({ state }) => state), ['unknown', 'down']);
});

test('stands in order when the clock jumped, and has no hole', () => {
  const records = [record('device', 'up', 2), record('device', 'down', 9), record('device', 'up', 4), record('device', 'silent', 30)];
  const found = strip(records);
  assert.equal(found[0][1], 0);
  assert.ok(found.every(([, begin, end], i) => begin < end && (i === 0 || found[i - 1][2] === begin)), JSON.stringify(found));
});

test('sums the day up without rounding an outage away', () => {
  const stretch = (state, hours) => ({ state, from: 0, to: hours * HOUR, why: '' });
  assert.equal(availabilityText([stretch('up', 24)]), 'Up 100\u202f% of the last 24 h.');
  assert.equal(availabilityText([stretch('up', 23.999), stretch('down', 0.001)]), 'Up 99.9\u202f% of the last 24 h. Not up once, for 3 s.');
  assert.equal(availabilityText([stretch('unknown', 12), stretch('up', 6), stretch('silent', 6)]), 'Up 50.0\u202f% of the 12 h that are known. Not up once, for 6 h.');
  assert.equal(availabilityText([stretch('stopped', 24)]), 'Nothing is known of the last 24 h.');
  assert.deepEqual(notable([stretch('up', 1), stretch('down', 0.0001), stretch('connecting', 0.0001), stretch('unknown', 1)]).map(({ state }) => state), ['unknown', 'down']);
});

test('asks for one device only, again when it changes, and not more than it needs', async () => {
  const asked = [];
  const answers = (path) => ({ status: 200, body: path.includes('devices') ? { devices: [{ id: 'water', counts: counts() }] } : { events: [], gaps: [] } });
  const watch = new LinkWatch(async (path) => (asked.push(path.split('&')[0]), answers(path)), () => {});
  const water = { id: 'water', since: T0, state: 'up' };
  watch.look(water, 0, T0);
  watch.look(water, 1000, T0);
  await new Promise(setImmediate);
  assert.equal(asked.length, 1 + recordPaths('water', 0).length + 1);
  assert.equal(watch.counting.latest.frames, 0);
  assert.deepEqual(watch.recorded.events, []);
  watch.look(water, 2000, T0);
  assert.equal(asked.at(-1), 'api/v1/devices?device=water');
  watch.look({ ...water, state: 'down' }, 4000, T0);
  assert.equal(asked.length, 6 + 2);
  watch.look({ ...water, state: 'down' }, 6000, T0);
  assert.equal(asked.length, 6 + 2 + 1 + 5, 'what changed is asked for soon');
});
