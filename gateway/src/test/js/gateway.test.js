import assert from 'node:assert/strict';
import { test } from 'node:test';
import { live, page } from './fake-page.js';
import { dictionaryMessage, hello, T0 } from './samples.js';

test('offers the binary protocol, subscribes once, and is live with the snapshot', () => {
  const p = live();
  assert.equal(p.socket().protocol, 'v1.bin.ferrule.dev');
  assert.deepEqual(p.socket().sent, [{ t: 'subscribe', rate: 10 }]);
  assert.equal(p.facts().phase, 'live');
  assert.equal(p.facts().readings.latest('water.pressure').value, 8.42);
  assert.equal(p.facts().time, T0 + 1000);
});

test('goes offline when closed, resyncs when open, and tells how long it was away', () => {
  const p = live();
  p.close();
  assert.equal(p.facts().phase, 'offline');
  p.world.time += 600;
  p.gateway.tick();
  p.socket().readyState = 1;
  p.socket().onopen({});
  assert.equal(p.facts().phase, 'resync');
  p.world.time += 400;
  p.connect();
  assert.equal(p.facts().phase, 'restored');
  assert.equal(p.facts().connection.away, 1000);
});

test('gives a silent line up after 12 s and opens another', () => {
  const p = live();
  const first = p.socket();
  p.world.time += 12_001;
  p.gateway.tick();
  assert.equal(first.closedWith, 4000);
  p.world.time += 600;
  p.gateway.tick();
  assert.equal(p.world.sockets.length, 2);
});

test('hears nothing more from a socket that it gave up', () => {
  const p = live();
  const first = p.socket();
  p.close();
  p.gateway.retry();
  first.onmessage({ data: JSON.stringify({ ...hello, gateway: 'Ghost' }) });
  first.onclose({ code: 1006 });
  assert.equal(p.facts().name, 'Greenhouse');
  assert.equal(p.facts().connection.socket, 'opening');
});

test('sends a command once, with its time to live, and follows it to its end', () => {
  const p = live();
  assert.equal(p.gateway.command({ channel: 'water.pump', value: 1 }), true);
  assert.deepEqual(p.socket().sent.at(-1), { t: 'command', id: 'web-1', channel: 'water.pump', value: 1, ttl: 3000 });
  const state = () => p.facts().commands.get('water.pump')?.state;
  assert.equal(state(), 'requested');
  for (const next of ['admitted', 'written', 'acknowledged', 'confirmed']) {
    p.text({ t: 'command', id: 'web-1', channel: 'water.pump', value: 1, state: next });
    assert.equal(state(), next);
  }
  p.world.time += 6000;
  assert.equal(state(), undefined);
});

test('confirms only what was confirmed', () => {
  const p = live();
  p.gateway.command({ channel: 'heating.heater', value: 1, confirm: true });
  assert.equal(p.socket().sent.at(-1).confirm, true);
});

test('holds an output by sending its command again, until somebody else takes it', () => {
  const p = live();
  const commands = () => p.socket().sent.filter(({ t }) => t === 'command');
  const tellConfirmed = (more) => p.text({ t: 'command', id: 'web-1', channel: 'heating.heater', value: 1, state: 'confirmed', ...more });
  p.gateway.command({ channel: 'heating.heater', value: 1, confirm: true });
  tellConfirmed({ lease: 9000 });
  p.world.time += 2999;
  p.gateway.tick();
  assert.equal(commands().length, 1);
  p.world.time += 1;
  p.gateway.tick();
  assert.deepEqual(commands()[1], commands()[0]);
  p.world.time += 6000;
  p.gateway.tick();
  assert.equal(p.facts().commands.size, 0);
  tellConfirmed({ lease: 9000 });
  assert.equal(p.facts().commands.size, 0, 'a renewal is no news');
  assert.deepEqual([...p.facts().held], ['heating.heater']);
  p.text({ t: 'command', id: 'other-01', channel: 'heating.heater', value: 1, state: 'admitted', lease: 9000 });
  assert.deepEqual([...p.facts().held], []);
});

test('holds nothing that is over, safe, or was held on another line', () => {
  const p = live();
  p.gateway.command({ channel: 'heating.heater', value: 1 });
  p.text({ t: 'command', id: 'web-1', channel: 'heating.heater', value: 1, state: 'confirmed', lease: 0 });
  assert.equal(p.facts().held.size, 0);
  p.gateway.command({ channel: 'heating.heater', value: 0 });
  assert.equal(p.facts().held.size, 0);
  p.gateway.command({ channel: 'heating.heater', value: 1 });
  assert.equal(p.facts().held.size, 1);
  p.close();
  assert.equal(p.facts().held.size, 0);
});

test('sends nothing while what is shown is not the present', () => {
  const p = live();
  p.close();
  assert.equal(p.gateway.command({ channel: 'water.pump', value: 1 }), false);
  p.gateway.retry();
  p.socket().readyState = 1;
  p.socket().onopen({});
  assert.equal(p.gateway.command({ channel: 'water.pump', value: 1 }), false, 'resync');
  assert.deepEqual(p.socket().sent, []);
});

test('never sends an open command again, and calls it unknown', () => {
  const p = live();
  p.gateway.command({ channel: 'water.pump', value: 1 });
  p.close();
  assert.deepEqual(p.facts().commands.get('water.pump').reason, 'connection_lost');
  p.gateway.retry();
  p.connect();
  assert.deepEqual(p.socket().sent.filter(({ t }) => t === 'command'), []);
});

test('asks the gateway what became of a command', async () => {
  const p = live();
  p.gateway.command({ channel: 'water.pump', value: 1 });
  p.close();
  p.gateway.retry();
  p.connect();
  p.world.answers.set('api/v1/commands/web-1', { status: 200, body: { id: 'web-1', channel: 'water.pump', value: 1, state: 'confirmed' } });
  await p.gateway.check('web-1');
  assert.equal(p.facts().commands.get('water.pump').state, 'confirmed');
});

test('believes "never heard of it" only from the run of the gateway that should have', async () => {
  const p = live();
  p.gateway.command({ channel: 'water.pump', value: 1 });
  p.close();
  p.gateway.retry();
  p.connect({ session: 's2' });
  await p.gateway.check('web-1');
  assert.equal(p.facts().commands.get('water.pump').reason, 'not_received');

  const q = live();
  q.gateway.command({ channel: 'water.pump', value: 1 });
  q.close();
  q.gateway.retry();
  q.connect();
  q.text({ ...hello, session: 's2', stream: 'run-2' });
  await q.gateway.check('web-1');
  assert.equal(q.facts().commands.get('water.pump').state, 'unknown');
  assert.equal(q.facts().commands.get('water.pump').reason, 'forgotten', 'to check has an effect that is seen');

  q.world.answers.set('api/v1/commands/web-1', { status: 0, body: undefined });
  await q.gateway.check('web-1');
  assert.equal(q.facts().commands.get('water.pump').reason, 'not_told');
});

test('ends the lines of a device that is gone, and of no other', () => {
  const p = live();
  const lengths = () => ['water.pressure', 'heating.set_point'].map((id) => p.facts().readings.trace(id).length);
  const [water, heating] = lengths();
  p.text({ t: 'device', id: 'water', state: 'down', since: T0, reason: 'unplugged' });
  assert.deepEqual(lengths(), [water + 1, heating]);
  assert.ok(Number.isNaN(p.facts().readings.trace('water.pressure').value(water)));
});

test('closes after eight damaged messages and starts afresh', () => {
  const p = live();
  for (let i = 0; i < 7; i++) p.bytes(0x43, 0x80);
  assert.equal(p.facts().phase, 'live');
  const first = p.socket();
  p.bytes(0x43, 0x80);
  assert.equal(first.closedWith, 4007);
  assert.equal(p.facts().phase, 'offline');
});

test('asks for the dictionary once when readings are of another, and takes it', () => {
  const p = live();
  for (let i = 0; i < 3; i++) p.bytes(0x44, 0);
  assert.deepEqual(p.socket().sent.filter(({ t }) => t === 'dictionary').length, 1);
  p.text({ ...dictionaryMessage, gen: 4, channels: [] });
  assert.equal(p.facts().readings.latest('water.pressure'), undefined);
});

test('counts and survives what it does not understand', () => {
  const p = live();
  const warn = console.warn;
  console.warn = () => {};
  for (const junk of ['', '{', '{"t":"hello"}', '{"t":"command","id":"x","state":"odd"}']) p.text(junk);
  console.warn = warn;
  assert.equal(p.facts().faults, 4);
  assert.equal(p.facts().phase, 'live');
});

test('says that there is a new version without loading it', () => {
  const p = live();
  assert.equal(p.facts().newBuild, '');
  p.close();
  p.gateway.retry();
  p.text({ ...hello, build: '1.0.1' });
  assert.equal(p.facts().newBuild, '1.0.1');
});

test('follows the state of a device', () => {
  const p = live();
  p.text({ t: 'device', id: 'water', state: 'down', since: T0, reason: 'port is gone' });
  p.text({ t: 'device', id: 'nobody', state: 'down', since: T0 });
  assert.equal(p.facts().dictionary.devices.get('water').state, 'down');
});
