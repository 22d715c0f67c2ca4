import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAGES } from '../../main/resources/dashboard/page/pages.js';
import { Keys } from '../../main/resources/dashboard/shell/keys.js';
import { Navigation } from '../../main/resources/dashboard/shell/navigation.js';
import { Painter } from '../../main/resources/dashboard/shell/painter.js';

test('paints at most four times a second, and not while nobody looks', () => {
  const world = { time: 0, hidden: () => world.away, away: false, now: () => world.time };
  world.after = (call, ms) => (world.due = [world.time + ms, call]);
  world.frame = (call) => call();
  const pass = (ms) => {
    world.time += ms;
    if (world.due?.[0] <= world.time) world.due.splice(0, 2).at(1)();
  };
  let painted = 0;
  const painter = new Painter(() => painted++, world);
  for (let i = 0; i < 100; i++) {
    painter.request();
    pass(10);
  }
  assert.equal(painted, 4);
  pass(1000);
  painted = 0;
  world.away = true;
  painter.request();
  pass(1000);
  assert.equal(painted, 0);
  world.away = false;
  painter.request();
  pass(0);
  assert.equal(painted, 1);
  painter.now();
  assert.equal(painted, 2, 'what a person did is seen without waiting');
  world.away = true;
  painter.now();
  assert.equal(painted, 2);
});

const [overview, trends] = ['overview', 'trends'].map((name) => PAGES.find((page) => page.name === name));
const page = (name) => ({ name: 'page', detail: { page: name } });
const act = (name) => ({ name: 'act', detail: { act: name } });

test('knows keys and sequences, but not while somebody types', () => {
  let time = 0;
  const keys = new Keys(() => time, PAGES);
  const press = (key, more = {}) => keys.press({ key, typing: false, ...more }, overview);
  assert.deepEqual([press('g'), press('t')], [undefined, page('trends')]);
  assert.deepEqual([press('g'), press('o')], [undefined, page('overview')]);
  assert.equal(press('?').name, 'help');
  assert.equal(press('/').name, 'search');
  assert.equal(press('?', { typing: true }), undefined);
  assert.equal(press('?', { ctrlKey: true }), undefined);
  press('g');
  time += 1501;
  assert.equal(press('t'), undefined, 'too late');
});

test('gives a page its own keys, and only while it is shown', () => {
  const keys = new Keys(() => 0, PAGES);
  const press = (key, shown, more = {}) => keys.press({ key, typing: false, ...more }, shown);
  assert.deepEqual(['l', '[', ']', '+', '-', 'f'].map((key) => press(key, trends)), ['live', 'shorter', 'longer', 'in', 'out', 'search'].map(act));
  assert.deepEqual(['l', '[', ']', 'f'].map((key) => press(key, overview)), new Array(4).fill(undefined));
  assert.equal(press('l', trends, { ctrlKey: true }), undefined);
});

/** A browser whose pages come when the test says so. */
const browser = (path, search = '') => {
  const b = { address: () => ({ path, search }), steps: [], shown: [], fetched: new Map() };
  const write = (way) => (address) => {
    b.steps.push(`${way} ${address}`);
    [path, search] = address.split(/(?=\?)/);
    search ??= '';
  };
  b.back = (to) => ([path, search = ''] = to.split(/(?=\?)/));
  const load = (name) => () => new Promise((come) => b.fetched.set(name, () => come({ render: name })));
  const pages = PAGES.map((each) => ({ ...each, load: load(each.name) }));
  b.navigation = new Navigation(pages, { address: b.address, push: write('push'), replace: write('replace') }, (shown) => b.shown.push(shown));
  b.come = async (name) => {
    b.fetched.get(name)();
    await new Promise(setImmediate);
  };
  return b;
};

test('shows a page once it is fetched, with what its address says', async () => {
  const b = browser('/trends', '?c=a.b&r=1m');
  b.navigation.follow();
  assert.deepEqual(b.shown, []);
  await b.come('trends');
  assert.deepEqual(
    b.shown.map(({ page: { title }, render, view }) => ({ title, render, view })),
    [{ title: 'Trends', render: 'trends', view: { channels: ['a.b'], range: 60_000, until: undefined } }],
  );
  assert.deepEqual(b.steps, []);
});

test('makes a step to go back from for another page, not for another view', async () => {
  const b = browser('/');
  b.navigation.follow();
  b.navigation.page('overview');
  b.navigation.page('trends');
  b.navigation.view({ channels: ['a.b'] });
  b.navigation.view({ channels: ['a.b'] });
  b.navigation.page('overview');
  b.navigation.page('trends');
  assert.deepEqual(b.steps, ['push /trends?r=5m', 'replace /trends?c=a.b&r=5m', 'push /', 'push /trends?c=a.b&r=5m']);
});

test('shows nothing that somebody has already left', async () => {
  const b = browser('/');
  b.navigation.follow();
  b.navigation.page('trends');
  b.back('/');
  b.navigation.follow();
  await b.come('overview');
  await b.come('trends');
  assert.deepEqual(b.shown.map(({ page: { name } }) => name), ['overview']);
});
