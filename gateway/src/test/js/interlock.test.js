import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dictionaryOf } from '../../main/resources/dashboard/model/dictionary.js';
import { controlOf } from '../../main/resources/dashboard/model/control.js';
import { tileOf } from '../../main/resources/dashboard/model/tile.js';
import { againstText, needsText } from '../../main/resources/dashboard/model/rules/interlock.js';
import { dictionaryMessage, T0 } from './samples.js';

const named = { 'water.pressure': 'Pressure', 'water.pump': 'Pump', 'heating.heater': 'Heater' };
const rename = (channel) => ({ ...channel, name: named[channel.id] ?? channel.name, safe: channel.access === 'rw' ? 0 : undefined });
const { byId, devices } = dictionaryOf({ ...dictionaryMessage, channels: dictionaryMessage.channels.map(rename) });
const nameOf = (id) => byId.get(id)?.name ?? id;
const knowing = (values) => (id) => ({ channel: byId.get(id), value: values[id] });

test('says what an output needs with names, words and units, not ids and numbers', () => {
  const text = 'water.pump = 1 and (water.pressure > 1.5 or not (water.valve != 2))';
  assert.equal(needsText(text, knowing({}), nameOf), 'Pump on and (Pressure above 1.50\u202fbar or not (valve not open))');
  assert.equal(needsText('gone.x >= -3', knowing({}), nameOf), 'gone.x at least -3');
});

const against = (values, more) => againstText({ needs: 'water.pump = 1 and water.pressure > 1.5', others: [], ...more }, knowing(values), nameOf);

test('says before the press what is missing, and how it is now', () => {
  assert.equal(against({ 'water.pump': 1, 'water.pressure': 2 }), '');
  assert.equal(against({ 'water.pump': 1, 'water.pressure': 1 }), 'Needs Pressure above 1.50\u202fbar; Pressure is 1.00\u202fbar');
  assert.equal(against({ 'water.pressure': 2 }), 'Needs Pump on; Pump is not known');
  assert.equal(against({}, { needs: 'water.pump = 1 or water.pressure > 1' }), '', 'the gateway judges what has more to it');
});

test('says which other output stands in the way', () => {
  const group = { needs: '', others: ['heating.heater', 'water.pump'] };
  assert.equal(against({ 'heating.heater': 0, 'water.pump': 1 }, group), 'Not together: Pump is on');
  assert.equal(against({ 'heating.heater': 0 }, group), '');
});

test('warns on a control only while it could be used against its interlock', () => {
  const channel = { ...byId.get('heating.heater'), needs: 'water.pump = 1' };
  const device = devices.get('heating');
  const control = (value, pump) => {
    const reading = { time: T0, value, quality: 0 };
    const actual = tileOf(channel, reading, device, true, T0);
    return controlOf({ channel, actual, reading, device, command: undefined, nameOf, know: knowing({ 'water.pump': pump }), phase: 'live', caller: undefined }, 0);
  };
  assert.equal(control(0, 0).against, 'Needs Pump on; Pump is off');
  assert.equal(control(0, 1).against, '');
  assert.equal(control(1, 0).against, '', 'it is on: nothing to be warned of before the press');
  assert.equal(control(0, 1).hint, 'Needs Pump on. Asks before it acts');
});
