import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as line from '@ferrule/client/connection.js';
import { isTrusted, phaseOf, whyClosed } from '../../main/resources/dashboard/model/connection.js';

const live = (now = 0) => line.synced(line.subscribed(line.opened(line.newConnection(now), now), now), now);
const lost = (c, now) => line.closed(c, now, 1006, 0.5);

test('is connecting until the first snapshot', () => {
  const c = line.newConnection(0);
  assert.equal(phaseOf(c, 0), 'connecting');
  assert.equal(phaseOf(line.opened(c, 10), 20), 'connecting');
  assert.equal(phaseOf(live(10), 20), 'live');
});

test('is live for 6 s after the last message, delayed for 12 s, and then offline', () => {
  const c = line.heard(live(), 1000);
  const phases = [1000, 7000, 7001, 13_000, 13_001].map((now) => phaseOf(c, now));
  assert.deepEqual(phases, ['live', 'live', 'delayed', 'delayed', 'offline']);
});

test('is offline when closed, resyncs when open, and is restored for 8 s with the time away', () => {
  let c = lost(line.heard(live(), 2000), 3000);
  assert.equal(phaseOf(c, 3000), 'offline');
  assert.equal(c.lostAt, 2000, 'the last message is the last thing known to be true');
  c = line.opened(line.opening(c, 60_000), 60_100);
  assert.equal(phaseOf(c, 60_100), 'resync');
  c = line.synced(c, 62_000);
  assert.equal(c.away, 60_000);
  assert.equal(phaseOf(c, 62_000), 'restored');
  assert.equal(phaseOf(line.heard(c, 69_000), 70_000), 'live');
});

test('is trusted only when what is shown is the present', () => {
  const trusted = ['connecting', 'live', 'delayed', 'offline', 'resync', 'restored'].filter(isTrusted);
  assert.deepEqual(trusted, ['live', 'delayed', 'restored']);
});

test('says why it was closed, for as long as nothing else did', () => {
  const restarting = line.closed(live(), 0, 1012, 0);
  assert.match(whyClosed(restarting), /restarting/);
  assert.match(whyClosed(lost(restarting, 10)), /restarting/);
  assert.equal(whyClosed(lost(live(), 0)), '');
});
