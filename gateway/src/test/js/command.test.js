import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as life from '../../main/resources/dashboard/model/command.js';
import { actionOn, actionText, commandText } from '../../main/resources/dashboard/model/command-words.js';
import { controlOf, isAsked, readSetPoint, stepped, switchActions } from '../../main/resources/dashboard/model/control.js';
import { tileOf } from '../../main/resources/dashboard/model/tile.js';
import { dictionary, sample, T0 } from './samples.js';

const pump = sample('water.pump');
const setPoint = sample('heating.set_point');
const nameOf = (id) => sample(id)?.name ?? id;
const words = (command, now = 1500) => commandText(command, pump, nameOf, now);
const asked = (more = {}) => ({ ...life.newCommand({ id: 'web-1', channel: pump.id, value: 1, ttl: 3000 }, 1000), ...more });
const told = (state, more = {}, now = 1400) => life.toldCommand({ t: 'command', id: 'web-1', state, ...more }, asked(), now);
const control = (command, { now = 1500, value = 0, device = {}, phase = 'live', channel = pump, age = 0 } = {}) => {
  const reading = { time: T0, value, quality: 0 };
  const of = { ...dictionary.devices.get(channel.device), ...device };
  const actual = tileOf(channel, reading, of, phase === 'live', T0 + age);
  return controlOf({ channel, actual, reading, device: of, command, nameOf, phase }, now);
};

test('says every state in words: what happened, what did not', () => {
  const text = words;
  assert.equal(text(asked()), 'Sending…');
  assert.equal(text(told('written')), 'Sent, waiting for device');
  assert.equal(text(told('acknowledged')), 'Device says done, waiting for the reading');
  assert.equal(text(told('confirmed')), 'Now on, after 0.4 s.');
  assert.equal(text(told('rejected', { reason: 'device_interlock' })), 'Device refused: an interlock forbids it. Nothing changed.');
  assert.equal(text(told('rejected', { reason: 'new_reason', text: 'too wet' })), 'Refused: too wet. Nothing changed.');
  assert.equal(text(told('failed', { reason: 'device_failed' })), 'The device tried and could not. Look at the device.');
  assert.equal(text(told('expired', { reason: 'ttl' })), 'No answer in 3 s. It did not happen and will not be retried.');
  assert.equal(text(told('unknown', { reason: 'link_lost' })), 'Link lost while sending. It may have happened.');
});

test('keeps what is and what was asked for apart until they agree', () => {
  assert.equal(control(told('written')).requested, 'On');
  assert.equal(control(told('written')).actual.digits, 'Off');
  assert.equal(control(told('confirmed'), { value: 1 }).requested, '');
  assert.equal(control(told('unknown', { reason: 'not_seen' })).requested, 'On');
});

test('empties the ring with the time to live', () => {
  assert.equal(control(asked(), { now: 1000 }).ring, 1);
  assert.equal(control(asked(), { now: 2500 }).ring, 0.5);
  assert.equal(control(asked(), { now: 9000 }).ring, 0);
  assert.equal(control(told('confirmed')).ring, undefined);
});

test('ticks for 2 s and is idle again after 5', () => {
  const confirmed = told('confirmed');
  assert.equal(control(confirmed, { now: 3400 - 1 }).tick, true);
  assert.equal(control(confirmed, { now: 3400 }).tick, false);
  assert.equal(life.isOver(confirmed, 6400), false);
  assert.equal(life.isOver(confirmed, 6401), true);
});

test('keeps what went wrong until somebody has seen it, and offers to ask again', () => {
  for (const state of ['rejected', 'failed', 'expired']) {
    assert.equal(life.isOver(told(state), 9_999_999), false);
    assert.equal(control(told(state)).retry, true);
  }
});

test('makes the value doubtful while the outcome is unknown, and offers to check, not to repeat', () => {
  const { actual, check, retry } = control(told('unknown', { reason: 'link_lost' }));
  assert.deepEqual([actual.state, actual.digits, check, retry], ['uncertain', '≈\u202fOff', true, false]);
});

test('makes an open command unknown when the connection goes, and no other', () => {
  assert.deepEqual([life.lostCommand(asked(), 2000).state, life.lostCommand(asked(), 2000).reason], ['unknown', 'connection_lost']);
  assert.equal(life.lostCommand(told('rejected'), 2000).state, 'rejected');
});

test('gives up on a command that nobody ends, long after its time to live', () => {
  assert.equal(life.agedCommand(asked(), 1000 + 18_000).state, 'requested');
  assert.deepEqual(life.agedCommand(asked(), 1000 + 18_001).reason, 'no_answer');
});

test('is inert with a reason', () => {
  assert.equal(control(undefined).inert, '');
  assert.equal(control(undefined, { phase: 'offline' }).inert, 'Not connected to the gateway');
  assert.equal(control(undefined, { phase: 'resync' }).inert, 'Updating…');
  assert.equal(control(undefined, { device: { state: 'down' } }).inert, 'Device is down');
  assert.equal(control(undefined, { channel: setPoint, value: 50, age: 12_000 }).inert, 'No data for 00:00:12');
});

test('shows what somebody else did', () => {
  const other = life.toldCommand({ t: 'command', id: 'x', channel: pump.id, value: 1, state: 'confirmed', actor: 'Ben' }, undefined, 1000);
  assert.equal(words(other, 4000), 'Set to on by Ben 3 s ago');
  assert.equal(control(other).retry, false);
});

test('cannot place a command without a channel', () => {
  assert.equal(life.toldCommand({ t: 'command', id: 'x', state: 'rejected' }, undefined, 0), undefined);
});

test('names the action on the button, not the state', () => {
  assert.deepEqual(switchActions(control(undefined, { value: 1 })), [{ value: 0, text: 'Turn off' }]);
  assert.equal(actionText(sample('water.valve'), 2), 'Set to open');
  assert.equal(actionOn(setPoint, 40), 'Set set_point to 40.0\u202f°C');
});

test('offers both when nobody knows how a switch stands', () => {
  assert.equal(switchActions({ channel: pump, value: undefined, last: undefined, inert: '' }).length, 2);
  assert.equal(switchActions({ channel: pump, value: undefined, last: 1, inert: 'Device is down' }).length, 1);
});

test('takes a set-point within the limits and names them when it is not', () => {
  assert.deepEqual(readSetPoint(setPoint, '40,5'), { value: 40.5 });
  assert.match(readSetPoint(setPoint, '90').fault, /20.0 to 75.0\u202f°C.* Nothing was sent/);
  assert.match(readSetPoint(setPoint, '19.9').fault, /Outside the limits/);
  assert.match(readSetPoint(setPoint, '40.3').fault, /steps of 0.5/);
  assert.match(readSetPoint(setPoint, 'warm').fault, /Type a number/);
  assert.match(readSetPoint(setPoint, '').fault, /Type a number/);
});

test('steps within the limits, onto whole steps', () => {
  assert.equal(stepped(setPoint, 40, 1), 40.5);
  assert.equal(stepped(setPoint, 40.3, 1), 41);
  assert.equal(stepped(setPoint, 75, 1), 75);
  assert.equal(stepped(setPoint, 20, -1), 20);
});

test('asks for a proof only where a value is not the safe one', () => {
  const heater = sample('heating.heater');
  assert.equal(isAsked(heater, 1), true);
  assert.equal(isAsked(heater, 0), false);
  assert.equal(isAsked(pump, 1), false);
});

test('lets the gateway say what a rule needs', () => {
  const refused = { reason: 'interlock', text: 'water.pump needs valve = on and x.y > 1.5; now water.valve is closed.' };
  const said = 'pump needs valve = on and x.y > 1.5; now valve is closed. Nothing was sent.';
  assert.equal(words(told('rejected', refused)), said, 'names where the gateway has ids');
  assert.equal(words(told('rejected', { reason: 'interlock' })), 'An interlock forbids it. Nothing was sent.');
});

test('counts down how long a rule still forbids it', () => {
  const refused = told('rejected', { reason: 'min_time', text: 'water.pump must stay on for at least 30 s.', retry_after: 12_000 }, 1400);
  assert.equal(words(refused, 1400), 'pump must stay on for at least 30 s. Try again in 12 s.');
  assert.equal(words(refused, 8400), 'pump must stay on for at least 30 s. Try again in 5 s.');
  assert.equal(words(refused, 13_400), 'pump must stay on for at least 30 s. It may be tried again now.');
});

test('forgets the request with the refusal: nobody is asked any more', () => {
  assert.equal(control(told('rejected', { reason: 'busy' })).requested, '');
  assert.equal(control(told('expired')).requested, 'On');
});

test('says that a gateway which has restarted cannot tell, and does not offer to ask it again', () => {
  const forgotten = life.forgottenCommand(told('unknown'), 2000);
  assert.match(words(forgotten), /restarted.*Look at the device/);
  assert.equal(control(forgotten).check, false);
});
