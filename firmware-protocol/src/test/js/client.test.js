import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { connect } from '../../main/js/ferrule.js';
import { gateway } from './fake-gateway.js';
import { hello, T0 } from './samples.js';

let g;
const begin = (options, answers) => (g = gateway(options, answers));
afterEach(() => {
  g?.end();
  g = undefined;
});

/** One more reading of a channel, 10 ms after the snapshot each; integers below 64. */
const reading = (channel, integer, at = 1) => g.bytes(0x53, at, 0, channel, integer * 2);

test('tells the value of a channel with its name and unit, as soon as there is one', async () => {
  begin();
  assert.equal(g.socket().address, 'ws://gateway:8080/ws/v1');
  assert.equal(g.client.state, 'connecting');
  const value = g.client.value('water.pressure');
  g.greet();
  assert.deepEqual(await value, {
    ...{ channel: 'water.pressure', name: 'Pressure', unit: 'bar', time: T0 + 10 },
    ...{ value: 8.42, quality: 'good', code: 0, past: false },
  });
  assert.equal(g.client.state, 'live');
  assert.equal(g.client.latest('water.pump'), undefined);
  assert.equal(g.client.devices.get('water').state, 'up');
});

test('says when a channel does not exist, and when nothing comes in time', async () => {
  begin();
  const late = g.client.value('water.pressure', 1000);
  const missing = g.client.value('water.presure');
  await Promise.all([assert.rejects(late, /in time/), g.pass(1250)]);
  g.greet();
  await assert.rejects(missing, /no channel "water.presure"/);
  assert.throws(() => connect('gateway:8080', { WebSocket: class {} }), /http:/);
  assert.throws(() => connect('http://gateway', { WebSocket: null }), /WebSocket/);
});

test('subscribes to patterns, and to others later', () => {
  begin({ channels: ['water.*'], rate: 2 });
  g.greet();
  g.client.subscribe(['*.pump']);
  assert.deepEqual(g.socket().sent, [
    { t: 'subscribe', channels: ['water.*'], rate: 2 },
    { t: 'subscribe', channels: ['*.pump'] },
  ]);
});

test('tells each reading once, whatever snapshots repeat', () => {
  begin();
  g.greet();
  reading(2, 1, 1);
  reading(2, 0, 2);
  g.bytes(0x63, 10, 1, 3, 0, 0, 0x94, 0x0d, 0x40, 2, 4, 0); // the snapshot has both again
  reading(2, 1, 3);
  assert.deepEqual(
    g.heard('reading').map(({ channel, value, time }) => [channel, value, time - T0]),
    [
      ['water.pressure', 8.42, 10],
      ['water.pump', 1, 11],
      ['water.pump', 0, 12],
      ['water.pump', 1, 13],
    ],
  );
});

test('scales by ratio, gives floats as short as they are, and hides what is bad', () => {
  begin();
  g.greet();
  g.bytes(0x53, 1, 0, 1, 0x80, 0x54); // 5376 / 256
  const float = new Uint8Array(new Float32Array([0.1]).buffer);
  g.bytes(0x53, 2, 0x80, 4, 4, ...float);
  g.bytes(0x53, 3, 0x80, 0, 2, 1, 0, 1, 0x83, 0); // sensor fault
  const [, ratio, short, bad] = g.heard('reading');
  assert.deepEqual([ratio.value, ratio.name, short.value], [21, 'water.temperature', 0.1]);
  assert.deepEqual([bad.value, bad.quality, bad.code], [undefined, 'bad', 0x83]);
});

test('calls values stale while there is no connection, and comes back by itself for what it missed', async () => {
  begin();
  g.greet();
  reading(2, 1);
  g.close();
  assert.equal(g.client.state, 'offline');
  assert.equal(g.client.latest('water.pressure').quality, 'stale');
  await g.pass(1000);
  g.open();
  assert.deepEqual(g.socket().sent, [{ t: 'subscribe', stream: 'run-1', position: 2 }]);
  g.text({ t: 'resumed', whole: true, from: 2, to: 5 });
  g.bytes(0x43, 11, 0x08, 2, 0, 1, 2, 1); // 11, that it had, and 12
  g.text({ t: 'subscribed', channels: [0, 1, 2, 3, 4], position: 5 });
  g.bytes(0x63, 10, 1, 5, 0, 0, 0x94, 0x0d, 0x40, 2, 4, 2);
  assert.equal(g.client.state, 'live');
  assert.deepEqual(
    g.heard('reading').slice(2).map(({ channel, value, time, past }) => [channel, value, time - T0, past]),
    [['water.pump', 0, 12, true]],
  );
  assert.deepEqual(g.heard('gap'), []);
  assert.deepEqual(g.heard('state'), ['live', 'offline', 'live']);
});

test('says from when to when it missed something', async () => {
  begin();
  g.greet();
  g.close();
  await g.pass(1000);
  g.open({ stream: 'run-2', time: T0 + 60_000 });
  g.text({ t: 'resumed', whole: false, from: 3, to: 3 });
  assert.deepEqual(g.heard('gap'), [{ from: T0 + 10, to: T0 + 60_000 }]);
});

test('asks for nothing that was missed when it wants only so many messages', async () => {
  begin({ rate: 1 });
  g.greet();
  g.close();
  await g.pass(1000);
  g.open();
  assert.deepEqual(g.socket().sent, [{ t: 'subscribe', rate: 1 }]);
});

test('follows a command to its end', async () => {
  begin();
  const states = [];
  const outcome = g.client.command('water.pump', 1, { onState: ({ state }) => states.push(state) });
  g.greet();
  await g.turn();
  const { t, id, ...rest } = g.socket().sent[1];
  assert.match(id, /^[A-Za-z0-9_-]{8,64}$/);
  assert.deepEqual([t, rest], ['command', { channel: 'water.pump', value: 1, ttl: 3000 }]);
  for (const state of ['admitted', 'written', 'written', 'confirmed']) g.text({ t: 'command', id, channel: 'water.pump', value: 1, state });
  const end = { id, channel: 'water.pump', value: 1, state: 'confirmed', reason: '', text: '', retryAfter: 0 };
  assert.deepEqual(await outcome, end);
  assert.deepEqual(states, ['admitted', 'written', 'confirmed']);
  assert.equal(g.heard('command').length, 4);
  await assert.rejects(g.client.command('water.pumps', 1), /no channel/);
});

test('asks what became of a command when the connection was cut, and never sends it again', async () => {
  begin({ token: undefined });
  g.greet();
  const outcome = g.client.command('water.pump', 1);
  await g.turn();
  const { id } = g.socket().sent[1];
  g.close();
  g.answers.set(`GET /api/v1/commands/${id}`, { status: 0 });
  await g.pass(1000);
  g.answers.set(`GET /api/v1/commands/${id}`, { status: 200, body: { id, channel: 'water.pump', value: 1, state: 'written' } });
  await g.pass(1000);
  g.answers.set(`GET /api/v1/commands/${id}`, { status: 200, body: { id, channel: 'water.pump', value: 1, state: 'failed', reason: 'device_failed' } });
  await g.pass(1000);
  const { state, reason } = await outcome;
  assert.deepEqual([state, reason], ['failed', 'device_failed']);
  assert.deepEqual(g.sockets.flatMap(({ sent }) => sent).filter(({ t }) => t === 'command').length, 1);
});

test('believes "never heard of it" only from the run of the gateway that should have', async () => {
  for (const [stream, end] of [
    ['run-1', 'rejected not_received'],
    ['run-2', 'unknown forgotten'],
  ]) {
    begin();
    g.greet();
    const outcome = g.client.command('water.pump', 1);
    await g.turn();
    const { id } = g.socket().sent[1];
    g.answers.set(`GET /api/v1/commands/${id}`, { status: 0 });
    g.close();
    await g.pass(1000);
    g.greet({ stream });
    g.answers.set(`GET /api/v1/commands/${id}`, { status: 404, body: {} });
    await g.pass(1000);
    const { state, reason } = await outcome;
    assert.equal(`${state} ${reason}`, end);
    g.end();
  }
});

test('ends what nobody tells the end of as unknown', async () => {
  begin();
  g.greet();
  const outcome = g.client.command('water.pump', 1, { ttl: 1000 });
  await g.turn();
  for (let i = 0; i < 4; i++) {
    await g.pass(4000);
    g.text({ t: 'time', time: T0 });
  }
  assert.deepEqual([(await outcome).state, (await outcome).reason], ['unknown', 'no_answer']);
});

test('sends nothing without a connection, and says so', async () => {
  begin();
  g.greet();
  g.close();
  const { state, reason } = await g.client.command('water.pump', 1);
  assert.deepEqual([state, reason], ['rejected', 'not_connected']);
});

test('holds an output with a lease while it is asked to, and lets go with the connection', async () => {
  begin();
  g.greet();
  const outcome = g.client.command('water.heater', 1, { hold: true });
  await g.turn();
  const sent = () => g.socket().sent.filter(({ t }) => t === 'command');
  const { id } = sent()[0];
  g.text({ t: 'command', id, channel: 'water.heater', value: 1, state: 'confirmed', lease: 9000 });
  assert.equal((await outcome).state, 'confirmed');
  await g.pass(3000);
  assert.deepEqual(sent()[1], sent()[0]);
  g.close();
  await g.pass(1000);
  g.greet();
  await g.pass(6000);
  assert.deepEqual(sent(), []);
});

test('shows its token for a ticket, and opens with that', async () => {
  begin({ token: 'secret' }, { 'POST /api/v1/login/ticket': { status: 201, body: { ticket: 'one two' } } });
  assert.equal(g.sockets.length, 0);
  await g.turn();
  await g.turn();
  assert.equal(g.asked[0].headers.authorization, 'Bearer secret');
  assert.equal(g.socket().address, 'ws://gateway:8080/ws/v1?ticket=one%20two');
  g.greet();
  assert.equal((await g.client.value('water.pressure')).value, 8.42);
});

test('says so when the gateway does not let it in', async () => {
  begin();
  g.answers.set('GET /api/v1/login', { status: 401, body: { detail: 'The request shows neither.', hint: 'Log in.' } });
  const value = g.client.value('water.pressure');
  g.close();
  await assert.rejects(value, /does not let this client in: The request shows neither. Log in./);
  assert.equal(g.heard('fault').length, 1);
});

test('closes for good', async () => {
  begin();
  g.greet();
  const command = g.client.command('water.pump', 1);
  await g.turn();
  g.client.close();
  assert.equal(g.socket().closedWith, 1000);
  assert.deepEqual([(await command).state, (await command).reason], ['unknown', 'closed']);
  assert.equal(g.client.state, 'offline');
  await g.pass(20_000);
  assert.equal(g.sockets.length, 1);
  await assert.rejects(g.client.value('water.pressure'), /closed/);
});

test('hears all the same when one listener throws', async () => {
  begin();
  const thrown = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => thrown.push(error.message));
  const off = g.client.on('reading', () => {
    throw new Error('mine');
  });
  g.greet();
  await g.turn();
  off();
  reading(2, 1);
  await g.turn();
  process.removeAllListeners('uncaughtException');
  for (const listener of listeners) process.on('uncaughtException', listener);
  assert.deepEqual(thrown, ['mine']);
  assert.equal(g.heard('reading').length, 2);
});

test('keeps only what the protocol says of a device, a merge, a greeting', () => {
  begin();
  g.greet();
  g.text({ t: 'device', id: 'water', state: 'down', since: T0, reason: 'unplugged' });
  g.text({ t: 'merged', count: 3 });
  g.text({ t: 'merged', count: 0 });
  g.text({ ...hello, version: 9 });
  assert.deepEqual(g.heard('device').map(({ id, name, state, reason }) => [id, name, state, reason]), [['water', 'Water', 'down', 'unplugged']]);
  assert.deepEqual(g.heard('merged'), [3]);
  assert.equal(g.heard('fault').length, 1);
});
