/** A small greenhouse for tests. */
import { dictionaryOf } from '../../main/resources/dashboard/model/dictionary.js';

export const T0 = 1_767_225_600_000;

export const hello = { t: 'hello', version: 1, gateway: 'Greenhouse', build: '1.0.0', session: 's1', stream: 'run-1', time: T0, tick: 10 };

const channel = (n, device, key, more) => ({
  n,
  id: `${device}.${key}`,
  device,
  name: key,
  unit: '',
  kind: 'number',
  decimals: 0,
  period: 1000,
  access: 'r',
  ...more,
});

export const dictionaryMessage = {
  t: 'dictionary',
  gen: 3,
  t0: T0,
  devices: [
    { id: 'water', name: 'Water', driver: 'firmware', link: '/dev/ttyACM0', state: 'up', since: T0 - 60_000, reason: '' },
    { id: 'heating', name: 'Heating', driver: 'text', link: '/dev/ttyACM1', state: 'up', since: T0 - 60_000, reason: '' },
  ],
  channels: [
    channel(0, 'water', 'pressure', { unit: 'bar', decimals: 2, min: 0, max: 10 }),
    channel(1, 'water', 'temperature', { unit: 'Cel', scale: [1, 256], decimals: undefined, min: -10, max: 60 }),
    channel(2, 'water', 'pump', { kind: 'switch', access: 'rw', period: 0 }),
    channel(3, 'water', 'valve', { kind: 'enum', access: 'rw', period: 0, labels: { 0: 'closed', 1: 'half', 2: 'open' } }),
    channel(4, 'heating', 'set_point', { unit: 'Cel', decimals: 1, min: 20, max: 75, step: 0.5, access: 'rw' }),
    channel(5, 'heating', 'heater', { kind: 'switch', access: 'rw', period: 0, danger: 'confirm', safe: 0, lease: 9000 }),
  ],
};

export const dictionary = dictionaryOf(dictionaryMessage);

/** @param {string} id */
export const sample = (id) => dictionary.byId.get(id);
