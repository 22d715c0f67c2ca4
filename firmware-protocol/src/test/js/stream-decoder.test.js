import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streamDecoder } from '../../main/js/stream-decoder.js';
import { Bytes, encodeMessage } from './stream-encoder.js';

const GEN = 5;
const hex = (text) => Uint8Array.from(text.replaceAll(' ', '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
const decode = (bytes) => streamDecoder()(bytes, GEN);
const values = (message) => message.series.map((s) => [s.channel, [...s.times], [...s.values]]);

test('reads one reading of one channel', () => {
  const message = decode(hex('45 e807 00 03 2a'));
  assert.deepEqual(values(message), [[3, [1000], [21]]]);
  assert.deepEqual([message.snapshot, message.time, message.position], [false, 1000, undefined]);
});

test('reads the position of an extension and skips one that it does not know', () => {
  const message = decode(hex('45 01 ff 07 02 aabb ff 01 02 9601 00 00 02'));
  assert.equal(message.position, 150);
  assert.deepEqual(values(message), [[0, [1], [1]]]);
});

test('reads a message without blocks', () => {
  assert.deepEqual(decode(hex('45 00')).series, []);
});

test('reads a part of a larger buffer', () => {
  const whole = hex('ffff 45 01 00 00 02 ffff');
  assert.deepEqual(values(decode(whole.subarray(2, 7))), [[0, [1], [1]]]);
});

test('reads floats from an odd offset', () => {
  const bytes = encodeMessage({
    gen: GEN,
    time: 1,
    blocks: [
      { channel: 1, kind: 1, times: [1, 2], columns: [[0.5, NaN]] },
      { channel: 2, kind: 2, times: [1], columns: [[-Infinity], [Math.PI]] },
    ],
  });
  assert.deepEqual(values(decode(bytes)), [
    [1, [1, 2], [0.5, NaN]],
    [2, [1], [-Infinity]],
    [3, [1], [Math.PI]],
  ]);
});

test('reads floats of a Node Buffer, which is a part of a larger one', () => {
  const bytes = encodeMessage({
    gen: GEN,
    time: 1,
    blocks: [
      { channel: 1, kind: 1, times: [1, 2], columns: [[0.5, -3.25]] },
      { channel: 2, kind: 2, times: [1], columns: [[Math.E], [Math.PI]] },
    ],
  });
  for (const before of [0, 1, 4, 8, 13]) {
    const pool = Buffer.alloc(before + bytes.length + 8, 0x55);
    pool.set(bytes, before);
    const message = decode(pool.subarray(before, before + bytes.length));
    assert.deepEqual(values(message), [
      [1, [1, 2], [0.5, -3.25]],
      [2, [1], [Math.E]],
      [3, [1], [Math.PI]],
    ]);
    pool.fill(0);
    assert.deepEqual(values(message)[1][2], [Math.E], 'what was read is not a view of what came');
  }
});

test('wraps differences at 32 bits', () => {
  const bytes = encodeMessage({
    gen: GEN,
    time: 0,
    blocks: [{ channel: 0, times: [0, 1, 2], columns: [[2147483647, -2147483648, 2147483647]] }],
  });
  assert.deepEqual(values(decode(bytes))[0][2], [2147483647, -2147483648, 2147483647]);
});

test('adds the reference to a relative message, and 0 where it has none', () => {
  const decoder = streamDecoder();
  const blocks = [{ channel: 4, times: [100], columns: [[1000]] }];
  assert.equal(decoder(encodeMessage({ gen: GEN, snapshot: true, time: 100, blocks }), GEN).snapshot, true);
  const relative = encodeMessage({
    gen: GEN,
    reference: { time: 100, last: new Map([[4, 1000]]) },
    time: 130,
    blocks: [{ channel: 4, times: [130], columns: [[1001], [7]] }],
  });
  for (let twice = 0; twice < 2; twice++) {
    assert.deepEqual(values(decoder(relative, GEN)), [
      [4, [130], [1001]],
      [5, [130], [7]],
    ]);
  }
});

test('lets a new reference replace the old one wholly', () => {
  const decoder = streamDecoder();
  const key = (time, channel, value) =>
    encodeMessage({ gen: GEN, snapshot: true, time, blocks: [{ channel, times: [time], columns: [[value]] }] });
  decoder(key(1, 4, 1000), GEN);
  decoder(key(2, 5, 2000), GEN);
  assert.deepEqual(values(decoder(hex('55 00 01 04 02 04'), GEN)), [
    [4, [2], [1]],
    [5, [2], [2002]],
  ]);
});

test('keeps its reference when the next reference message is damaged', () => {
  const decoder = streamDecoder();
  decoder(hex('65 00 01 00 00 04 02'), GEN);
  assert.deepEqual(decoder(hex('65 09 01 00 00 04 08 00 05'), GEN), { refused: 'short' });
  assert.deepEqual(values(decoder(hex('55 00 00 04 02'), GEN)), [[4, [0], [2]]]);
});

test('counts the time of a relative message in beats, and goes as much further as it says', () => {
  const decoder = streamDecoder();
  decoder(hex('65 e807 e0d403 07 00 04 02'), GEN);
  const message = decoder(hex('75 02 05 40 04 0e 02'), GEN);
  assert.deepEqual([message.time, message.position], [121_000, 5]);
  assert.deepEqual(values(message), [[4, [121_007], [2]]]);
  assert.deepEqual(decoder(hex('75 02'), GEN), { refused: 'short' });
  assert.deepEqual(decoder(hex('55 ffffffffffff7f'), GEN), { refused: 'damaged' });
  assert.deepEqual(decoder(hex('55 02 ff 01 01 05'), GEN), { refused: 'damaged' });
});

test('starts a column where the block before left its channel', () => {
  assert.deepEqual(values(decode(hex('45 00 00 04 14 40 04 0e 02'))), [
    [4, [0], [10]],
    [4, [7], [11]],
  ]);
});

test('ignores what is not for this client, by name', () => {
  assert.deepEqual(decode(hex('85 00')), { refused: 'version' });
  assert.deepEqual(decode(hex('46 00')), { refused: 'generation' });
  assert.deepEqual(decode(hex('55 00')), { refused: 'reference' });
  const decoder = streamDecoder();
  decoder(hex('65 00 01 00'), 5);
  assert.deepEqual(decoder(hex('56 00'), 6), { refused: 'reference' });
  assert.deepEqual(decoder(hex('55 00'), 21), { refused: 'reference' }, 'sixteen generations later');
});

const damaged = {
  'no byte': ['', 'short'],
  'no time': ['45', 'short'],
  'a reference without its position': ['65 00 01', 'short'],
  'a beat of 0': ['65 00 00 00', 'damaged'],
  'a beat of more than a day': ['65 00 81b89929 00', 'damaged'],
  'an extension with the position of a reference': ['65 00 01 00 ff 01 01 05', 'damaged'],
  'an overlong time': ['45 8000', 'damaged'],
  'a time of 2^49': ['45 8080808080808001', 'damaged'],
  'a varint without end': ['45 ffff', 'short'],
  'a channel of 2^32': ['45 00 00 8080808010 00', 'damaged'],
  'channel 16384': ['45 00 00 808001 00', 'damaged'],
  'a last channel of 16384': ['45 00 01 ff7f 0000', 'damaged'],
  'zero bits of x set': ['45 00 80 00 10 00', 'damaged'],
  'kind 3': ['45 00 80 00 0c 00', 'damaged'],
  'single floats of 11 decimals': ['45 00 80 00 05 0b 00', 'damaged'],
  'bits of double floats': ['45 00 80 00 09 0a 00', 'damaged'],
  '4097 cells': ['45 00 38 f91f 00 00 01 00', 'damaged'],
  'half a float': ['45 00 80 00 04 0000', 'short'],
  'a column too few': ['45 00 01 00 02', 'short'],
  'a Rice parameter of times that are not packed': ['45 00 08 00 0c 01 00 02 02', 'damaged'],
  'a Rice parameter of regular times': ['45 00 88 00 01 08 01 02 1f', 'damaged'],
  'Rice parameter 31 of times': ['45 00 88 00 01 fc 01 02 1f', 'damaged'],
  'a constant column with a mode': ['45 00 88 00 01 00 01 02 3f', 'damaged'],
  'a divisor of 1': ['45 00 88 00 01 00 01 02 40 01 ff', 'damaged'],
  'a run of zeros past the last row': ['45 00 88 00 01 00 01 02 20 ff 00', 'damaged'],
  'fill bits that are set': ['45 00 88 00 01 00 01 02 00 fe', 'damaged'],
  'a Rice code past the end': ['45 00 88 00 01 00 01 02 00 ff', 'short'],
  'a Rice code past 32 bits': ['45 00 88 00 01 00 01 02 1e ff 00 00 00 00 00', 'damaged'],
  'a quality list without runs': ['45 00 80 00 02 00 02', 'damaged'],
  'a quality run of no cells': ['45 00 80 00 02 01 00 00 80 02', 'damaged'],
  'a quality run past the last cell': ['45 00 80 00 02 01 00 02 80 02', 'damaged'],
  'a quality that is good with a reason': ['45 00 80 00 02 01 00 01 03 02', 'damaged'],
  'an extension past the end': ['45 00 ff 07 02 aa', 'short'],
  'a position of another length': ['45 00 ff 01 02 01 00 00 02', 'damaged'],
};
for (const [what, [bytes, refused]] of Object.entries(damaged)) {
  test(`refuses ${what}`, () => assert.deepEqual(decode(hex(bytes)), { refused }));
}

test('refuses a message of 65537 bytes and takes one of 65536', () => {
  const filled = (length) => {
    const out = new Bytes();
    out.u8(0x45, 0, 255, 7);
    out.varint(length - 7);
    return Uint8Array.from([...out.list, ...new Array(length - out.list.length).fill(0)]);
  };
  assert.deepEqual(decode(filled(65537)), { refused: 'damaged' });
  assert.deepEqual(decode(filled(65536)).series, []);
});

test('refuses more than 65536 readings in a message', () => {
  const times = Array.from({ length: 4096 }, (_, i) => i);
  const block = { channel: 0, packed: true, times, columns: [new Array(4096).fill(1)] };
  const message = (count) => encodeMessage({ gen: GEN, time: 0, blocks: new Array(count).fill(block) });
  assert.equal(decode(message(16)).series.length, 16);
  assert.deepEqual(decode(message(17)), { refused: 'damaged' });
});
