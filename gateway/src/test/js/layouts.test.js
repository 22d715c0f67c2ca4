import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROPOSED } from '../../main/resources/dashboard/model/fleet/layout.js';
import { live } from './fake-page.js';

const PATH = 'api/v1/layout';
const settled = () => new Promise(setImmediate);
const asked = (p) => p.world.asked.filter(([, path]) => path === PATH);
const compact = { ...PROPOSED, density: 'compact', keys: ['water.pressure'] };

/** Time goes on, and what is due happens. */
const pass = async (p, ms) => {
  p.world.time += ms;
  p.gateway.tick();
  await settled();
};

test('shows what the gateway kept for the user, and asks once', async () => {
  const p = live();
  p.world.answers.set(PATH, { status: 200, body: { density: 'compact', keys: ['water.pressure'] } });
  await settled();
  assert.deepEqual(asked(p), [['GET', PATH]]);
  assert.deepEqual(p.facts().layout, PROPOSED, 'as long as nothing is known');

  const again = live();
  again.close();
  again.world.answers.set(PATH, { status: 200, body: compact });
  await pass(again, 1000);
  again.connect();
  await settled();
  assert.deepEqual(again.facts().layout, compact, 'asked again, since the first time it got no answer');
  again.close();
  await pass(again, 1000);
  again.connect();
  await settled();
  assert.equal(asked(again).length, 2);
});

test('lets the gateway keep the last of many changes, and forget what is as proposed', async () => {
  const p = live();
  p.world.answers.set(`PUT ${PATH}`, { status: 204 });
  p.world.answers.set(`DELETE ${PATH}`, { status: 204 });
  await settled();
  p.world.asked.length = 0;
  p.gateway.arrange({ ...PROPOSED, pinned: ['water'] });
  p.gateway.arrange(compact);
  assert.deepEqual(p.facts().layout, compact, 'seen at once');
  await pass(p, 500);
  assert.deepEqual(asked(p), []);
  await pass(p, 500);
  assert.deepEqual(asked(p), [['PUT', PATH, compact]]);
  p.gateway.arrange(PROPOSED);
  await pass(p, 1000);
  assert.deepEqual(asked(p).at(-1), ['DELETE', PATH]);
});

test('tries again what the gateway did not take', async () => {
  const p = live();
  p.world.answers.set(`PUT ${PATH}`, { status: 503, body: {} });
  await settled();
  p.gateway.arrange(compact);
  await pass(p, 1000);
  p.world.answers.set(`PUT ${PATH}`, { status: 204 });
  await pass(p, 5000);
  assert.equal(asked(p).filter(([method]) => method === 'PUT').length, 1);
  await pass(p, 6000);
  assert.equal(asked(p).filter(([method]) => method === 'PUT').length, 2);
  await pass(p, 60_000);
  assert.equal(asked(p).filter(([method]) => method === 'PUT').length, 2);
});
