import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streamDecoder } from '../../main/js/stream-decoder.js';
import { random, SEED } from './random.js';
import { encodeMessage } from './stream-encoder.js';

const GEN = 9;
const CODES = [0, 0, 0, 0x40, 0x41, 0x83, 0x88, 0xc5, 0xff];

/** Runs `body` with a generator of its own, `times` over; a failure names the seed that repeats it. */
const property = (name, times, body) =>
  test(name, () => {
    for (let i = 0; i < times; i++) {
      try {
        body(random(SEED + i));
      } catch (failure) {
        failure.message += `\nrepeat with FERRULE_SEED=${SEED + i}`;
        throw failure;
      }
    }
  });

const anInteger = (r) => {
  const bits = r.pick([2, 7, 12, 20, 31, 32]);
  return bits === 32 ? r.integer(-(2 ** 31), 2 ** 31 - 1) : r.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
};

const aBlock = (r, time) => {
  const k = r.pick([1, 2, 7, 8, 9, 20]);
  const n = r.pick(k > 2 ? [1, 1, 2, 7, 8, 9] : [1, 2, 7, 8, 9, 64, 300]);
  // A block with k and n of 8 and more, x and dt is the one that cannot be written: it would begin as an extension does.
  const bare = k > 7 && n > 7;
  const kind = bare ? 0 : r.pick([0, 0, 0, 1, 2]);
  const unit = r.integer(0, 3);
  const steady = r.chance(0.5);
  const times = [time + r.integer(-5000, 5000)];
  const step = r.integer(0, 1000);
  for (let i = 1; i < n; i++) {
    times.push(times[i - 1] + (steady ? step : Math.max(0, step + r.integer(-9, 900))) * 10 ** unit);
  }
  const flat = r.chance(0.2);
  const packed = !bare && r.chance(0.5);
  const decimals = kind === 1 ? r.pick([0, 1, 4, 10]) : r.pick([0, 1, 5, 9]);
  const round = kind === 1 ? Math.fround : (v) => v;
  const decimal = () => round((anInteger(r) >> 4) / 10 ** decimals);
  const value = packed && kind && decimals < 10 ? decimal : kind ? () => (kind === 1 ? Math.fround(anInteger(r) / 7) : anInteger(r) / 7) : () => anInteger(r);
  const coarse = r.chance(0.3) ? r.integer(2, 1000) : 1;
  const still = r.pick([0, 0.5, 0.95]);
  const columns = Array.from({ length: k }, () => {
    let last = value();
    return times.map((_, i) => {
      if (i && !flat && !r.chance(still)) last = kind || coarse === 1 ? value() : (last + coarse * r.integer(-9, 9)) | 0;
      return last;
    });
  });
  const modes = columns.map(() => r.integer(0, 7));
  const quality = !bare && r.chance(0.3) ? Array.from({ length: k * n }, () => r.pick(CODES)) : undefined;
  return { channel: r.integer(0, 16383 - k), kind, packed, decimals, times, unit, columns, modes, quality };
};

const aMessage = (r, more = {}) => {
  const time = r.integer(6000, 2 ** 44);
  const blocks = Array.from({ length: r.integer(0, 4) }, () => aBlock(r, time));
  return { gen: GEN, time, position: r.chance(0.2) ? r.integer(0, 2 ** 48) : undefined, blocks, ...more };
};

/** What a decoder should make of a message. */
const seriesOf = ({ blocks }) =>
  blocks.flatMap(({ channel, kind, times, columns, quality }) =>
    columns.map((values, i) => ({
      channel: channel + i,
      kind,
      times,
      values,
      quality: quality?.slice(i * times.length, (i + 1) * times.length) ?? times.map(() => 0),
    })),
  );
const plain = ({ series }) =>
  series.map(({ channel, kind, times, values, quality }) => ({
    channel,
    kind,
    times: [...times],
    values: [...values],
    quality: [...quality],
  }));

property('decodes what was encoded', 600, (r) => {
  const message = aMessage(r, { snapshot: r.chance(0.3), beat: r.integer(1, 86_400_000) });
  const decoded = streamDecoder()(encodeMessage(message), GEN);
  assert.deepEqual(plain(decoded), seriesOf(message));
  assert.equal(decoded.snapshot, message.snapshot);
  assert.equal(decoded.position, message.position ?? (message.snapshot ? 0 : undefined));
  assert.equal(decoded.time, message.time);
});

property('gives a late joiner that misses a third of the relative messages no wrong value', 60, (r) => {
  const decoder = streamDecoder();
  const held = new Map(Array.from({ length: 12 }, (_, channel) => [channel, anInteger(r)]));
  let time = 10_000;
  let reference;
  let joined = false;
  for (let i = 0; i < 80; i++) {
    time += r.integer(1, 500);
    const snapshot = i % 32 === 0;
    const channel = r.integer(0, 9);
    const changed = snapshot ? [...held.keys()] : [channel, channel + 1, channel + 2].slice(0, r.integer(1, 3));
    for (const c of changed) held.set(c, (held.get(c) + r.integer(-50, 50)) | 0);
    const block = { channel: changed[0], times: [time], columns: changed.map((c) => [held.get(c)]) };
    const beat = snapshot ? r.pick([1, 10, 250]) : 1;
    const bytes = encodeMessage({ gen: GEN, snapshot, beat, reference: snapshot ? undefined : reference, time, blocks: [block] });
    if (snapshot) reference = { time, beat, last: new Map(held) };
    if (i < 5 || (!snapshot && r.chance(1 / 3))) continue;
    const decoded = decoder(bytes, GEN);
    joined ||= snapshot;
    if (joined) assert.deepEqual(plain(decoded), seriesOf({ blocks: [{ kind: 0, ...block }] }));
    else assert.deepEqual(decoded, { refused: 'reference' });
  }
  assert.ok(joined);
});

property('makes of a truncated message either nothing or its first blocks', 60, (r) => {
  const message = aMessage(r, { position: undefined });
  const bytes = encodeMessage(message);
  const whole = seriesOf(message);
  for (let length = 0; length < bytes.length; length += r.integer(1, 9)) {
    const decoded = streamDecoder()(bytes.subarray(0, length), GEN);
    if (decoded.refused) assert.deepEqual(decoded, { refused: 'short' });
    else assert.deepEqual(plain(decoded), whole.slice(0, decoded.series.length));
  }
});

/** The bounds that hold for every input, good or not. */
const bounded = (decoded) => {
  if (decoded.refused) {
    assert.match(decoded.refused, /^(version|generation|reference|short|damaged)$/);
    return;
  }
  let readings = 0;
  for (const { channel, kind, times, values, quality } of decoded.series) {
    readings += times.length;
    assert.ok(channel <= 16383 && kind <= 2 && times.length <= 4096);
    assert.ok(values.length === times.length && quality.length === times.length);
  }
  assert.ok(readings <= 65536);
};

property('throws for no flipped bits, and stays within its bounds', 3000, (r) => {
  const bytes = encodeMessage(aMessage(r));
  for (let flips = r.integer(1, 4); flips > 0; flips--) bytes[r.integer(0, bytes.length - 1)] ^= 1 << r.integer(0, 7);
  bounded(streamDecoder()(bytes, GEN));
});

property('throws for no noise, and stays within its bounds', 20_000, (r) => {
  const bytes = Uint8Array.from({ length: r.integer(0, 60) }, () => r.pick([r.integer(0, 255), 0, 1, 0x80, 0xff]));
  bytes[0] = 0x40 | (bytes[0] & 0x20) | GEN;
  bounded(streamDecoder()(bytes, GEN));
});
