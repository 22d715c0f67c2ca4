/** What a small gateway says. */
export const T0 = 1_767_225_600_000;

export const hello = { t: 'hello', version: 1, gateway: 'Greenhouse', build: '1.0.0', session: 's1', stream: 'run-1', time: T0, tick: 10 };

export const dictionaryMessage = {
  t: 'dictionary',
  gen: 3,
  t0: T0,
  devices: [{ id: 'water', name: 'Water', driver: 'firmware', link: '/dev/ttyACM0', state: 'up', since: T0 - 60_000, reason: '' }],
  channels: [
    { n: 0, id: 'water.pressure', device: 'water', name: 'Pressure', unit: 'bar', kind: 'number', decimals: 2, access: 'r' },
    { n: 1, id: 'water.temperature', device: 'water', unit: 'Cel', kind: 'number', scale: [1, 256], access: 'r' },
    { n: 2, id: 'water.pump', device: 'water', name: 'Pump', kind: 'switch', access: 'rw' },
    { n: 3, id: 'water.heater', device: 'water', name: 'Heater', kind: 'switch', access: 'rw', safe: 0, lease: 9000 },
    { n: 4, id: 'water.flow', device: 'water', name: 'Flow', unit: 'L/min', kind: 'number', float: true, access: 'r' },
  ],
};
