import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as line from '../../main/js/connection.js';

const live = (now = 0) => line.synced(line.subscribed(line.opened(line.newConnection(now), now), now), now);
const lost = (c, now) => line.closed(c, now, 1006, 0.5);

test('closes a line that has been silent for 12 s, and one that does not open in 10 s', () => {
  const c = live();
  assert.deepEqual([12_000, 12_001].map((now) => line.due(c, now)), ['wait', 'close']);
  const trying = line.newConnection(0);
  assert.deepEqual([10_000, 10_001].map((now) => line.due(trying, now)), ['wait', 'close']);
});

test('keeps the moment of the loss over attempts that fail', () => {
  let c = lost(line.heard(live(), 2000), 2500);
  for (let now = 10_000; now < 60_000; now += 10_000) c = lost(line.opening(c, now), now + 10);
  assert.equal(c.lostAt, 2000);
});

test('tries again at once, then later and later, but at least every 19 s, and never stops', () => {
  let c = live();
  const waits = [];
  for (let i = 0; i < 50; i++) {
    c = line.closed(c, 1000, 1006, 0.5);
    waits.push(c.retryAt - 1000);
  }
  assert.deepEqual(waits.slice(0, 6), [500, 1000, 2000, 4000, 8000, 15_000]);
  assert.ok(waits.every((wait) => wait <= 18_750));
  assert.equal(line.due(c, c.retryAt - 1), 'wait');
  assert.equal(line.due(c, c.retryAt), 'open');
});

test('does not try in step with other pages', () => {
  const waits = [0, 0.5, 1].map((chance) => line.closed(live(), 0, 1006, chance).retryAt);
  assert.equal(new Set(waits).size, 3);
});

test('waits longer when the gateway says so, and keeps what it said until it succeeds', () => {
  assert.ok(line.closed(live(), 0, 1013, 0).retryAt >= 5000);
  assert.ok(line.closed(live(), 0, 1008, 0).retryAt >= 30_000);
  const restarting = line.closed(live(), 0, 1012, 0);
  assert.equal(restarting.code, 1012);
  assert.equal(line.closed(restarting, 10, 1006, 0).code, 1012);
  assert.equal(line.synced(line.opened(restarting, 20), 30).code, 0);
});

test('comes back at once when it is told to, but not again and again', () => {
  for (const code of [4403, 4410]) {
    const once = line.closed(live(), 0, code, 0.5);
    assert.equal(once.retryAt, 0);
    assert.equal(line.closed(once, 0, code, 0.5).retryAt, 1000);
  }
});

test('begins with short waits again after a success', () => {
  let c = live();
  for (let i = 0; i < 8; i++) c = lost(c, i);
  c = lost(line.synced(line.opened(c, 100), 100), 200);
  assert.equal(c.retryAt - 200, 500);
});

test('counts as synced 2 s after the subscription when there is nothing to tell', () => {
  const c = line.subscribed(line.opened(line.newConnection(0), 0), 100);
  assert.equal(line.due(c, 2100), 'wait');
  assert.equal(line.due(c, 2101), 'synced');
  assert.equal(line.due(line.opened(line.newConnection(0), 0), 5000), 'wait', 'not without a subscription');
});

test('gives up on a line that talks but takes no subscription', () => {
  const c = line.heard(line.opened(line.newConnection(0), 0), 10_001);
  assert.equal(line.due(c, 10_000), 'wait');
  assert.equal(line.due(c, 10_001), 'close');
});

