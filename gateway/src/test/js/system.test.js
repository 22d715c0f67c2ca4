import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesText } from '../../main/resources/dashboard/model/numbers.js';
import { brokerRows, clientRows, clockFigures, diskFigures, historyFigures, hostFigures, ledgerFigures, lifeOf, versionFigures, wearOf } from '../../main/resources/dashboard/page/system/figures.js';
import { PACE, SystemWatch } from '../../main/resources/dashboard/page/system/watch.js';
import { T0 } from './samples.js';

const HOUR = 3_600_000;
const at = (ago) => new Date(T0 - ago).toISOString();
const by = (figures) => new Map(figures.map((figure) => [figure.name, figure]));
const system = (more = {}) => ({
  version: '1.0.0',
  java: '25.0.1',
  system: 'Linux 6.12 aarch64',
  started: at(12 * HOUR),
  clock: { source: 'machine', trusted: true, ahead_ms: 0 },
  ledger: { state: 'open', text: '', bytes: 40_960, limit: 67_108_864, written: 1_000_000, last_commit: at(3000), commit_ms: 4, longest_commit_ms: 31 },
  clients: { total: 2, list: [{ name: 'ann', address: '10.0.0.2', protocol: 'v1.bin.ferrule.dev', since: at(HOUR), queued: 0, merged: 3 }, { protocol: 'v1.json.ferrule.dev', since: at(60_000), queued: 2048, merged: 0 }] },
  host: { disk: 32e9, disk_left: 20e9, written: 5_000_000, memory: 1e9, memory_left: 4e8, resident: 9e7, uptime: 86_400, load: 0.4, processors: 4, temperatures: [{ name: 'cpu-thermal', celsius: 48.3 }] },
  ...more,
});

test('writes sizes as disks are sold', () => {
  assert.deepEqual([0, 999, 1000, 12_345_678, 32e9, 5e15].map(bytesText), ['0\u202fB', '999\u202fB', '1.0\u202fkB', '12.3\u202fMB', '32.0\u202fGB', '5000\u202fTB']);
});

test('measures what is written a day, and says over how long', () => {
  assert.deepEqual(wearOf(5_000_000, T0 - 12 * HOUR, T0), { perDay: 10_000_000, measured: 12 * HOUR });
  assert.equal(wearOf(undefined, T0 - HOUR, T0), undefined);
  assert.equal(wearOf(5, T0, T0), undefined, 'not yet');
  const short = by(historyFigures({ state: 'on', text: '', bytes: 1, limit: 2, keep: 86_400, readings: 1, lost: 0, written: 60_000, since: at(60_000) }, T0));
  assert.equal(short.get('Written').note, 'measured over 1 min, which is too short to rely on');
});

test('estimates the life of a card, with what it is taken to bear', () => {
  const life = lifeOf(10_000_000, 32e9);
  assert.ok(life.years > 875 && life.years < 877, life.years);
  assert.equal(life.text, 'More than 100 years');
  assert.match(life.note, /32\.0.GB of the disk bear 1000 writes, and each write costs 10 times its size/);
  assert.equal(lifeOf(1e9, 8e9).text, 'Some 2 years');
  assert.equal(lifeOf(4e9, 8e9).text, 'Some 7 months');
  assert.equal(lifeOf(0, 8e9), undefined);
  assert.equal(lifeOf(1e9, undefined), undefined);
});

test('says how the disk takes what is kept', () => {
  const figures = by(ledgerFigures(system(), T0));
  assert.deepEqual([figures.get('State').value, figures.get('Size').value, figures.get('Written').value], ['Records', '41.0\u202fkB', '2.0\u202fMB a day']);
  assert.deepEqual([figures.get('Last commit').value, figures.get('Last commit').note], ['3 s ago', 'took 4\u202fms; the longest since the start 31\u202fms']);
  const shut = by(ledgerFigures(system({ ledger: { state: 'shut', text: 'The disk is full.', bytes: 0, limit: 1, written: 0 } }), T0));
  assert.deepEqual([shut.get('State').value, shut.get('State').note, shut.get('State').wrong], ['Records nothing', 'The disk is full.', true]);
  assert.equal(shut.get('Last commit').value, 'None yet');
  const disk = by(diskFigures(system(), T0));
  const early = by(diskFigures(system({ started: at(60_000) }), T0)).get('A card lasts');
  assert.deepEqual([early.value, early.note], ['Not known', 'yet: told after 10 min'], 'nothing is made of the first minutes');
  assert.deepEqual([disk.get('Free').value, disk.get('The gateway writes').value, disk.get('A card lasts').value], ['20.0\u202fGB', '10.0\u202fMB a day', 'More than 100 years']);
});

test('does not make figures up that nobody told', () => {
  const mute = system({ host: { processors: 1, temperatures: [] }, clock: undefined });
  assert.deepEqual(diskFigures(mute, T0).map(({ name, value }) => [name, value]), [['The gateway writes', 'Not known'], ['A card lasts', 'Not known']]);
  assert.deepEqual(hostFigures(mute, T0).map(({ name }) => name), ['Gateway runs for']);
  assert.deepEqual(clockFigures(mute, String), []);
  for (const figures of [historyFigures, ledgerFigures, diskFigures, hostFigures, versionFigures]) assert.deepEqual(figures(undefined, T0), []);
  assert.deepEqual([clientRows(undefined, T0), brokerRows(undefined, T0)], [[], []]);
  assert.deepEqual(historyFigures({ state: 'off' }, T0).map(({ value }) => value), ['Off']);
});

test('says what a machine is short of, and what the clock goes by', () => {
  const host = by(hostFigures(system({ host: { ...system().host, memory_left: 3e7, temperatures: [{ name: 'cpu-thermal', celsius: 81 }] } }), T0));
  assert.deepEqual([host.get('Memory left').wrong, host.get('Temperature').wrong, host.get('Temperature').value], [true, true, '81.0\u202f°C']);
  assert.equal(host.get('Gateway runs for').value, '12 h');
  const gps = by(clockFigures(system({ clock: { source: 'device', device: 'gps', trusted: true, ahead_ms: -1500 } }), () => 'Roof GPS'));
  assert.deepEqual([gps.get('Goes by').value, gps.get('Offset').value, gps.get('Offset').note], ['Roof GPS', '1.500\u202fs', "behind the machine's own"]);
  assert.equal(by(clockFigures(system({ clock: { source: 'machine', trusted: false, ahead_ms: 0 } }), String)).get('Trusted').wrong, true);
});

test('tells clients with what waits for them, and brokers with why not', () => {
  assert.deepEqual(clientRows(system(), T0), [
    ['For admins to see', '–', 'v1.json.ferrule.dev', '1 min', '2.0\u202fkB', '0'],
    ['ann', '10.0.0.2', 'v1.bin.ferrule.dev', '1 h', '0\u202fB', '3'],
  ]);
  const down = { kind: 'mqtt', name: 'cloud', address: 'mqtt.example:8883', state: 'down', since: at(0), text: 'the name is not known' };
  const [broker, kept] = brokerRows({ upstream: [down, { ...down, backlog: { readings: 12_345, oldest: at(0), left: 172_800, told: 0, lost: 0 } }] }, T0);
  assert.deepEqual([broker.wrong, ...broker.cells.slice(3)], [true, 'Nothing is kept', '–', '–']);
  assert.deepEqual(kept.cells.slice(3), ['12\u202f345', kept.cells[4], '2 d']);
  assert.match(broker.cells[2], /^Not connected since .*: the name is not known$/);
});

test('asks a few times a minute, keeps what it was told, and says what it was not', async () => {
  const asked = [];
  let status = 200;
  const watch = new SystemWatch(async (path) => (asked.push(path), { status, body: status === 200 ? { version: '1', devices: [{ id: 'water', counts: { bytes: 1, frames: 2, ignored: 0, damaged: 0, lost: 0, bad_values: 0 } }] } : { title: 'Busy', detail: 'Busy.' } }), () => {});
  await watch.look(['water'], 0);
  await watch.look(['water'], PACE - 1);
  assert.deepEqual(asked, ['api/v1/system', 'api/v1/history/status', 'api/v1/upstream', 'api/v1/devices']);
  assert.deepEqual([watch.system.version, watch.counting('water').latest.frames, watch.fault], ['1', 2, '']);
  status = 503;
  await watch.look(['water'], PACE);
  assert.equal(watch.system.version, '1');
  assert.notEqual(watch.fault, '');
});
