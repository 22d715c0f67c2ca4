import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dictionaryOf } from '../../main/resources/dashboard/model/dictionary.js';
import { hiddenToggled, keysOf, keyToggled, layoutOf, moved, MOST_KEYS, pinToggled, PROPOSED, resized } from '../../main/resources/dashboard/model/fleet/layout.js';
import { indexOf, search } from '../../main/resources/dashboard/model/fleet/search.js';
import { conditionsOf, countsOf } from '../../main/resources/dashboard/model/fleet/standing.js';
import { Readings } from '../../main/resources/dashboard/model/readings.js';
import { overviewAddress } from '../../main/resources/dashboard/page/overview/address.js';
import { arrangementOf, SteadyArrangement } from '../../main/resources/dashboard/page/overview/arrangement.js';
import { breadthOf, columnsIn, rowsHigh, sizeOf } from '../../main/resources/dashboard/page/overview/measures.js';
import { dictionaryMessage, sample, T0 } from './samples.js';

const quality = { good: 0, openCircuit: 0x83 };

/** A dictionary of rooms with one temperature each, all up and heard a moment ago. */
const rooms = (...states) => {
  const devices = states.map((state, i) => ({ id: `r${i}`, name: `Room ${i}`, area: i % 2 ? 'Attic' : 'Cellar', driver: 'text', link: '/dev/x', state, since: T0, reason: '' }));
  const channels = devices.map(({ id }, n) => ({ n, id: `${id}.t`, device: id, name: 'Temperature', unit: 'Cel', kind: 'number', decimals: 1, period: 1000, access: 'r' }));
  const dictionary = dictionaryOf({ t: 'dictionary', gen: 1, t0: T0, devices, channels });
  const readings = new Readings();
  const hear = (n, code) =>
    readings.take({ series: [{ channel: n, kind: 0, times: [0], values: [210], quality: [code] }] }, dictionary);
  channels.forEach(({ n }) => hear(n, quality.good));
  return { dictionary, readings, hear };
};
const texts = ({ dictionary, readings }, time = T0 + 100) => countsOf(conditionsOf(dictionary, readings, time)).map(({ text }) => text);

test('counts how devices stand, the worst first, and nothing of what no device is', () => {
  assert.deepEqual(texts(rooms('up', 'up', 'up')), ['3 normal']);
  assert.deepEqual(texts(rooms('up', 'silent', 'refused', 'up', 'down')), ['1 down', '1 refused', '1 silent', '2 normal']);
});

test('counts a device that is up with a bad or an old value, but not one that is late or has just come', () => {
  const fleet = rooms('up', 'up');
  fleet.hear(1, quality.openCircuit);
  assert.deepEqual(texts(fleet), ['1 with doubtful values', '1 normal']);
  assert.deepEqual(texts(rooms('up'), T0 + 2000), ['1 normal'], 'late');
  assert.deepEqual(texts(rooms('up'), T0 + 9000), ['1 with doubtful values'], 'stale');
  const waiting = { ...rooms('up'), readings: new Readings() };
  assert.deepEqual(texts(waiting), ['1 normal']);
});

const view = overviewAddress.read(new URLSearchParams());
const card = (id, condition = 'normal', area = '', heardAt = T0) => ({ id, name: id, area, condition, heardAt, tiles: [], controls: [] });
const shape = (groups) => groups.map(({ title, cards }) => `${title}: ${cards.map(({ id }) => id).join(' ')}`);

test('groups cards by area in the order of the configuration, and what is wrong before all of them, the worst first', () => {
  const cards = [card('a', 'normal', 'Cellar'), card('b', 'silent', 'Attic'), card('c', 'normal', 'Attic'), card('d', 'down', 'Cellar'), card('e')];
  const groups = arrangementOf(cards, view, PROPOSED);
  assert.deepEqual(shape(groups), ['Not normal: d b', 'Cellar: a', 'Attic: c', 'Elsewhere: e']);
  assert.deepEqual(groups[0].cards.map(({ told }) => told), [true, true], 'with a line for the reason');
  assert.deepEqual(shape(arrangementOf([card('a'), card('b')], view, PROPOSED)), [': a b'], 'no title where there is nothing to tell apart');
});

test('shows those of a state or of an area only, and sorts as wished', () => {
  const cards = [card('b', 'normal', 'X', T0 - 5), card('a10', 'down', 'X', T0 - 9), card('a9', 'normal', 'Y')];
  const shown = (changes) => arrangementOf(cards, { ...view, ...changes }, PROPOSED).flatMap((group) => group.cards.map(({ id }) => id));
  assert.deepEqual(shown({ show: 'abnormal' }), ['a10']);
  assert.deepEqual(shown({ show: 'silent' }), []);
  assert.deepEqual(shown({ area: 'Y' }), ['a9']);
  assert.deepEqual(shown({ sort: 'age' }), ['a10', 'b', 'a9']);
  assert.deepEqual(shown({ sort: 'name' }), ['a9', 'a10', 'b']);
  assert.deepEqual(shown({ sort: 'worst' }), ['a10', 'b', 'a9']);
});

test('moves nothing while the page is used, but for what a person asked for', () => {
  const steady = new SteadyArrangement();
  const follow = (cards, wanted, busy) =>
    shape(steady.follow(arrangementOf(cards, view, PROPOSED), wanted, busy, new Map(cards.map((each) => [each.id, each]))));
  const well = [card('a'), card('b')];
  const ill = [card('a'), card('b', 'down')];
  assert.deepEqual(follow(well, 'v', true), [': a b'], 'the first time');
  assert.deepEqual(follow(ill, 'v', true), [': a b'], 'under the finger');
  assert.deepEqual(follow([...ill, card('c')], 'v', true), [': a b c'], 'what is new comes last');
  assert.deepEqual(follow([card('b', 'down'), card('c')], 'v', true), [': b c'], 'what is gone is gone');
  assert.deepEqual(follow(ill, 'v', false), ['Not normal: b', 'Elsewhere: a'], 'when it is left alone');
  assert.deepEqual(follow(well, 'w', true), [': a b'], 'another view');
});

test('has its whole view in the address, and makes the best of any', () => {
  const read = (query) => overviewAddress.read(new URLSearchParams(query));
  assert.equal(String(overviewAddress.write(view)), '');
  const wished = { show: 'silent', sort: 'age', area: 'Boiler room' };
  assert.deepEqual(read(String(overviewAddress.write(wished))), wished);
  assert.deepEqual(read('show=%3Cscript%3E&sort=x'), view);
});

const { devices, channels } = dictionaryMessage;
const room = { tiles: ['temperature', 'pressure', 'temperature'].map((key) => sample(`water.${key}`)), controls: [], told: false };
const boiler = { tiles: Array.from({ length: 9 }, () => sample('water.pressure')), controls: ['pump', 'valve'].map((key) => sample(`water.${key}`)), told: false };

test('makes a card as large as what is in it', () => {
  assert.deepEqual(sizeOf(room, 'comfortable', 4), { wide: 1, high: 8 });
  assert.equal(sizeOf(boiler, 'comfortable', 4).wide, 2);
  assert.equal(sizeOf(boiler, 'comfortable', 1).wide, 1, 'a phone has one column');
  assert.equal(sizeOf(room, 'comfortable', 4, 3).wide, 3, 'as a person wants it');
  assert.equal(sizeOf(room, 'comfortable', 2, 3).wide, 2, 'as far as there is room');
  assert.ok(sizeOf(room, 'compact', 4).high < sizeOf(room, 'comfortable', 4).high);
  assert.ok(sizeOf({ ...room, told: true }, 'compact', 4).high > sizeOf(room, 'compact', 4).high);
});

test('shows forty rooms of three values on two screens of 1440 by 900', () => {
  const columns = columnsIn(1440 - 32, 14);
  const rows = 5 * Math.ceil(8 / columns) + 1; // five areas of eight, and one device that is not normal
  const cards = rows * rowsHigh(sizeOf(room, 'comfortable', columns).high) * 0.5 * 14;
  const headings = 6 * 36;
  const bars = 48 + 33 + 56 + 16;
  assert.ok(cards + headings + bars <= 1800, `${cards + headings + bars} px`);
});

test('gives a long name and a long number room instead of cutting them', () => {
  const { min, max, ...plain } = sample('water.pressure');
  assert.equal(breadthOf({ ...plain, name: 'Pressure' }), 1);
  assert.equal(breadthOf({ ...plain, name: 'Outside temperature' }), 2);
  assert.equal(breadthOf({ ...plain, name: 'Energy since installation', kind: 'counter' }), 2);
  assert.equal(breadthOf({ ...plain, name: 'x'.repeat(64) }), 3);
  assert.equal(breadthOf({ ...plain, name: 'Energy', unit: 'kW·h', kind: 'counter', decimals: 2 }), 2);
});

test('takes the ends of a counter for no range, since nobody meant them', () => {
  const counter = { ...channels[0], kind: 'counter', min: 0, max: 2 ** 32 - 1 };
  const read = (change) => dictionaryOf({ ...dictionaryMessage, devices, channels: [{ ...counter, ...change }] }).byId.get(counter.id);
  assert.deepEqual([read({}).min, read({}).max], [undefined, undefined]);
  assert.equal(read({ max: 5000 }).max, 5000);
});

test('arranges: pins, hides, moves, resizes, and takes all of it back', () => {
  assert.deepEqual(pinToggled(pinToggled(PROPOSED, 'a'), 'a'), PROPOSED);
  assert.deepEqual(hiddenToggled(PROPOSED, 'a').hidden, ['a']);
  const shown = ['a', 'b', 'c'];
  assert.deepEqual(moved(PROPOSED, shown, 'c', 'a').order, ['c', 'a', 'b']);
  assert.deepEqual(moved(PROPOSED, shown, 'a', 'b').order, ['b', 'a', 'c']);
  assert.equal(moved(PROPOSED, shown, 'a', 'gone'), PROPOSED);
  assert.deepEqual(resized(resized(PROPOSED, 'a', 99), 'b', 0).wide, { a: 6, b: 1 });
  const layout = { ...PROPOSED, pinned: ['b'], hidden: ['a', 'c'], order: ['c', 'a', 'b'] };
  const cards = [card('a'), card('b'), card('c', 'down')];
  assert.deepEqual(shape(arrangementOf(cards, view, layout)), ['Not normal: c', 'Pinned: b'], 'what is hidden shows itself when it is wrong');
  assert.deepEqual(shape(arrangementOf(cards, view, layout, true)), ['Pinned: b', 'Elsewhere: c a'], 'all of it, to be arranged');
});

test('chooses key values only where a page is long, and never more than fit', () => {
  const { dictionary } = rooms(...Array(12).fill('up'));
  assert.deepEqual(keysOf(PROPOSED, dictionary), [], 'rooms are all alike');
  const chosen = keyToggled(PROPOSED, [], 'r3.t');
  assert.deepEqual(keysOf(chosen, dictionary), ['r3.t']);
  assert.deepEqual(keyToggled(chosen, ['r3.t'], 'r3.t').keys, []);
  const full = Array.from({ length: MOST_KEYS }, (_, i) => `r${i}.t`);
  assert.equal(keyToggled(PROPOSED, full, 'r9.t').keys.length, MOST_KEYS);
  assert.deepEqual(keysOf({ ...PROPOSED, keys: ['gone.t', 'r1.t'] }, dictionary), ['r1.t']);
});

test('makes the best of a layout that was kept', () => {
  for (const kept of [undefined, null, 'x', 7, [], {}]) assert.deepEqual(layoutOf(kept), PROPOSED);
  const layout = { density: 'compact', keys: ['a.b'], pinned: ['a'], hidden: ['b'], order: ['b', 'a'], wide: { a: 2 } };
  assert.deepEqual(layoutOf(JSON.parse(JSON.stringify(layout))), layout);
  const wrong = { density: 'huge', keys: Array(9).fill('a.b'), pinned: [1, 'a', 'a'], wide: { a: -1, b: 'x', c: 3 } };
  assert.deepEqual(layoutOf(wrong), { ...PROPOSED, keys: ['a.b'], pinned: ['a'], wide: { c: 3 } });
});

test('finds pages, areas, devices and channels by any part of their names, the best first', () => {
  const { dictionary } = rooms('up', 'up');
  const index = indexOf([{ name: 'trends', title: 'Trends' }], dictionary);
  const found = (typed) => search(index, typed).map(({ kind, id }) => `${kind} ${id}`);
  assert.deepEqual(found(''), ['page trends', 'area Cellar', 'area Attic']);
  assert.deepEqual(found('ROOM 1'), ['device r1', 'channel r1.t']);
  assert.deepEqual(found('temp attic'), [], 'a channel is named by its device, not by its area');
  assert.deepEqual(found('temp 1'), ['channel r1.t']);
  assert.deepEqual(found('attic'), ['area Attic', 'device r1']);
  assert.deepEqual(found('r0.t'), ['channel r0.t']);
  assert.deepEqual(found('(.*'), []);
  assert.deepEqual(search(indexOf([], undefined), 'x'), []);
});
