import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserText, faultOf, kindOf, readPatterns, readRows } from '../../main/resources/dashboard/model/access/accounts.js';
import { ANYBODY, grantText, isAtLeast, isLoggedIn, refusalToCommand } from '../../main/resources/dashboard/model/access/caller.js';
import { newCommand, toldCommand } from '../../main/resources/dashboard/model/command.js';
import { commandText } from '../../main/resources/dashboard/model/command-words.js';
import { controlOf, reasonOf } from '../../main/resources/dashboard/model/control.js';
import { agoText, dateText } from '../../main/resources/dashboard/model/moments.js';
import { tileOf } from '../../main/resources/dashboard/model/tile.js';
import { readMessage } from '@ferrule/client/messages.js';
import { dictionary, hello, sample, T0 } from './samples.js';

const caller = (role, ...devices) => ({ name: 'kim', role, devices: devices.length ? devices : ['*'] });

test('knows who may command what, as the gateway does', () => {
  assert.equal(refusalToCommand(caller('viewer'), 'tank'), 'Operator only');
  assert.equal(refusalToCommand(caller('operator'), 'tank'), '');
  assert.equal(refusalToCommand(caller('admin', 'ta*', 'x'), 'tank'), '');
  assert.equal(refusalToCommand(caller('operator', 'tan', 'x/*'), 'tank'), 'Not your device');
  assert.equal(refusalToCommand(caller('operator', 'a.k'), 'tank'), 'Not your device', 'only * stands for anything');
  assert.equal(refusalToCommand(caller('a role of tomorrow'), 'tank'), 'Operator only');
  assert.equal(refusalToCommand(ANYBODY, 'tank'), '');
  assert.equal(refusalToCommand(undefined, 'tank'), '', 'not greeted yet');
  assert.deepEqual(['viewer', 'operator', 'engineer', 'admin'].map((role) => isAtLeast(caller(role), 'engineer')), [false, false, true, true]);
  assert.deepEqual([ANYBODY, undefined, caller('viewer')].map(isLoggedIn), [false, false, true]);
});

test('says in words what somebody may', () => {
  assert.equal(grantText(caller('viewer', 'tank')), 'Viewer: sees values.');
  assert.equal(grantText(caller('operator')), 'Operator: sees values and sends commands.');
  assert.equal(grantText(caller('operator', 'pump-*', 'tank')), 'Operator: sees values and sends commands; may command pump-*, tank.');
});

const control = (who, phase = 'live') => {
  const channel = sample('water.pump');
  const device = dictionary.devices.get('water');
  const reading = { time: T0, value: 0, quality: 0 };
  const actual = tileOf(channel, reading, device, phase === 'live', T0);
  return controlOf({ channel, actual, reading, device, command: undefined, nameOf: (id) => id, phase, caller: who }, 0);
};

test('makes a control inert that the caller may not use, with the reason, whatever else is', () => {
  assert.deepEqual([control(caller('viewer')).inert, control(caller('viewer'), 'offline').inert], ['Operator only', 'Operator only']);
  assert.equal(control(caller('operator', 'heating')).inert, 'Not your device');
  assert.deepEqual([control(caller('operator')).inert, control(caller('operator')).refusal], ['', '']);
  assert.equal(reasonOf(control(caller('viewer'))), ', operator only');
  assert.equal(reasonOf(control(caller('operator'), 'offline')), '', 'what passes is not part of the name');
});

test('says why the gateway did not permit a command', () => {
  const asked = newCommand({ id: 'web-1', channel: 'water.pump', value: 1, ttl: 3000 }, 0);
  const words = (text) =>
    commandText(toldCommand({ t: 'command', id: 'web-1', state: 'rejected', reason: 'not_permitted', text }, asked, 1), sample('water.pump'), (id) => id, 2);
  assert.equal(words('You may not command water; you have heating.'), 'You may not command water; you have heating. Nothing was sent.');
  assert.equal(words(''), 'You may not command this device. Nothing was sent.');
});

test('takes a greeting with who it is, and refuses one that is not of that shape', () => {
  const greeted = (who) => readMessage(JSON.stringify({ ...hello, caller: who })).message?.caller;
  assert.deepEqual(greeted(caller('viewer')), caller('viewer'));
  assert.equal(greeted({ name: 'kim', role: 'viewer' }), undefined);
  assert.equal(greeted({ name: 'k\u202eim', role: 'viewer', devices: [] }).name, 'k\\u202eim');
});

test('reads lists, and leaves out what is not of their shape', () => {
  const at = '2026-01-01T00:00:00.000Z';
  const token = { id: 'a', name: 'wall', role: 'viewer', devices: ['*'], created: at, expires: at };
  assert.deepEqual(readRows('tokens', { tokens: [token, { ...token, expires: 'never' }, 7, null] }), [
    { ...token, created: T0, expires: T0 },
  ]);
  const session = { id: 's', name: 'kim', created: at, used: at, expires: at, from: '127.0.0.1', agent: 'x'.repeat(60), own: true };
  const [row] = readRows('sessions', { sessions: [session] });
  assert.deepEqual([row.used, row.browser, row.own], [T0, `${'x'.repeat(40)}…`, true]);
  for (const body of [undefined, null, 'x', {}, { users: {} }]) assert.equal(readRows('users', body), undefined);
});

test('says what went wrong, and at which field', () => {
  const answer = { status: 422, body: { type: 'https://ferrule.dev/problems/refused', detail: 'The name is taken.', hint: 'Take another.', place: '/name' } };
  assert.equal(kindOf(answer), 'refused');
  assert.deepEqual(faultOf(answer), { text: 'The name is taken. Take another.', field: 'name' });
  assert.deepEqual(faultOf({ status: 400, body: { detail: 'No.', place: '/devices/0' } }), { text: 'No.', field: 'devices' });
  assert.deepEqual(faultOf({ status: 502, body: undefined }), { text: 'The gateway refused (status 502).', field: '' });
  assert.match(faultOf({ status: 403, body: { type: 'p/password-needed', detail: 'POST it' } }).text, /^This takes your password/);
  assert.match(faultOf({ status: 0, body: undefined }).text, /did not answer/);
  assert.equal(kindOf({ status: 404, body: 7 }), '');
});

test('names browsers as people do', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';
  assert.equal(browserText(chrome), 'Chrome on Linux');
  assert.equal(browserText(`${chrome} Edg/120.0.0.0`), 'Edge on Linux');
  assert.equal(browserText('Mozilla/5.0 (Windows NT 10.0; rv:121.0) Gecko/20100101 Firefox/121.0'), 'Firefox on Windows');
  assert.equal(browserText('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile Safari/604'), 'Safari on iPhone');
  assert.deepEqual(['', 'curl/8'].map(browserText), ['Unknown browser', 'curl/8']);
});

test('reads patterns as people type them, and writes moments by their largest part', () => {
  assert.deepEqual(readPatterns(' Pump-*, tank;x  '), ['pump-*', 'tank', 'x']);
  assert.deepEqual([0, 59_999, 3_720_000].map((ago) => agoText(T0 - ago, T0)), ['just now', 'just now', '1 h ago']);
  assert.match(dateText(T0), /^(31 Dec 2025|1 Jan 2026)$/);
});
