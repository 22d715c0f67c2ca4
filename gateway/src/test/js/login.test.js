import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyClosed } from '../../main/resources/dashboard/model/connection.js';
import { live, page } from './fake-page.js';

const problem = (status, kind, more) => ({ status, body: { type: `https://ferrule.dev/problems/${kind}`, title: kind, status, detail: kind, ...more } });
const loginNeeded = problem(401, 'login-needed');
const passwordNeeded = problem(403, 'password-needed');
const kim = { caller: { name: 'kim', role: 'admin', devices: ['*'] } };
const soon = () => new Promise(setImmediate);
const refused = async (p, code = 1006) => {
  p.close(code);
  await soon();
};

test('goes to log in, and back to the same address, when it was never let in', async () => {
  const p = page();
  p.world.answers.set('api/v1/login', loginNeeded);
  await refused(p);
  assert.deepEqual(p.world.left, ['login?next=%2Ftrends%3Fr%3D5m']);
  assert.equal(p.facts().loginNeeded, false, 'there is nothing to keep');
});

test('goes to set up where nobody can log in', async () => {
  const p = page();
  p.world.answers.set('api/v1/login', problem(401, 'setup-needed'));
  await refused(p);
  assert.deepEqual(p.world.left, ['setup']);
});

test('goes on trying at a gateway that asks for no login, or does not answer', async () => {
  for (const answer of [{ status: 404, body: {} }, { status: 0, body: undefined }, { status: 503, body: undefined }]) {
    const p = page();
    p.world.answers.set('api/v1/login', answer);
    await refused(p);
    assert.deepEqual([p.world.left, p.facts().loginNeeded], [[], false]);
    p.world.time += 1000;
    p.gateway.tick();
    assert.equal(p.world.sockets.length, 2);
  }
});

test('asks nothing when a line that was open is lost', async () => {
  const p = live(kim);
  p.world.asked.length = 0;
  await refused(p);
  assert.deepEqual(p.world.asked, []);
});

test('keeps the page when it is logged out, and connects at once after logging in', async () => {
  const p = live(kim);
  p.world.answers.set('GET api/v1/login', loginNeeded);
  await refused(p, 4401);
  assert.deepEqual([p.world.left, p.facts().loginNeeded], [[], true]);
  assert.match(whyClosed(p.facts().connection), /logged out/);

  p.world.answers.set('POST api/v1/login', problem(401, 'wrong-login'));
  assert.equal((await p.gateway.logIn('wrong')).status, 401);
  assert.equal(p.facts().loginNeeded, true);

  p.world.answers.set('POST api/v1/login', { status: 200, body: {} });
  await p.gateway.logIn('right');
  assert.deepEqual(p.world.asked.at(-1), ['POST', 'api/v1/login', { name: 'kim', password: 'right' }]);
  assert.equal(p.facts().loginNeeded, false);
  assert.equal(p.world.sockets.length, 2);
  p.connect(kim);
  assert.equal(p.facts().phase, 'live');
});

test('does not wait for an attempt that began before the login', async () => {
  const p = live(kim);
  p.world.answers.set('GET api/v1/login', loginNeeded);
  await refused(p, 4401);
  p.world.time += 1000;
  p.gateway.tick();
  const old = p.socket();
  p.world.answers.set('POST api/v1/login', { status: 200, body: {} });
  await p.gateway.logIn('right');
  assert.notEqual(p.socket(), old);
  old.onclose({ code: 1006 });
  assert.equal(p.facts().connection.socket, 'opening');
});

test('goes on by itself when somebody logged in in another tab', async () => {
  const p = live(kim);
  p.world.answers.set('GET api/v1/login', { status: 200, body: {} });
  await refused(p, 4401);
  assert.equal(p.facts().loginNeeded, false);
  p.world.time += 600;
  p.gateway.tick();
  assert.equal(p.world.sockets.length, 2);

  const q = live(kim);
  q.world.answers.set('GET api/v1/login', loginNeeded);
  await refused(q, 4401);
  q.world.time += 1000;
  q.gateway.tick();
  q.connect(kim);
  assert.equal(q.facts().loginNeeded, false);
});

test('connects at once when what it may has changed, and takes over what it may now', () => {
  const p = live(kim);
  assert.equal(p.facts().caller.role, 'admin');
  p.close(4403);
  assert.equal(p.world.sockets.length, 2);
  p.connect({ caller: { ...kim.caller, role: 'viewer' } });
  assert.equal(p.facts().caller.role, 'viewer');
  p.close(4403);
  p.close(4403);
  assert.equal(p.world.sockets.length, 3, 'not again and again');
});

test('is anybody at a gateway that does not say who it is', () => {
  assert.deepEqual(live().facts().caller, { name: 'local', role: 'admin', devices: ['*'] });
});

test('asks for the password once, whoever needs it, and goes on with what was wanted', async () => {
  const p = live(kim);
  let proven = false;
  p.world.prove = async () => {
    p.world.proofs.push('asked');
    return (proven = true);
  };
  const { ask } = p.world;
  p.world.ask = async (method, path, body) => (proven ? { status: 200, body: { path } } : ((await ask(method, path, body)), passwordNeeded));
  const [users, tokens] = await Promise.all(['api/v1/users', 'api/v1/tokens'].map((path) => p.gateway.ask('GET', path)));
  assert.deepEqual([users.body.path, tokens.body.path], ['api/v1/users', 'api/v1/tokens']);
  assert.deepEqual(p.world.proofs, ['asked']);
});

test('says what the gateway said when nobody gives the password', async () => {
  const p = live(kim);
  p.world.answers.set('api/v1/users', passwordNeeded);
  assert.equal((await p.gateway.ask('GET', 'api/v1/users')).status, 403);
});

test('asks for a login when the session ended before something was asked', async () => {
  const p = live(kim);
  p.world.answers.set('api/v1/users', loginNeeded);
  await p.gateway.ask('GET', 'api/v1/users');
  assert.equal(p.facts().loginNeeded, true);
});

test('leaves when it logs out, without asking for a login on the way', async () => {
  const p = live(kim);
  p.world.answers.set('GET api/v1/login', loginNeeded);
  p.world.answers.set('DELETE api/v1/login?all=1', { status: 204, body: undefined });
  const out = p.gateway.logOut(true);
  p.close(4401);
  await out;
  await soon();
  assert.deepEqual([p.world.left, p.facts().loginNeeded], [['login'], false]);

  const q = live(kim);
  q.world.answers.set('DELETE api/v1/login', { status: 0, body: undefined });
  assert.equal((await q.gateway.logOut(false)).status, 0);
  assert.deepEqual(q.world.left, [], 'nobody is logged out');
});
