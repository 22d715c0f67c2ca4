import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { streamDecoder } from '../../main/js/stream-decoder.js';

/** The golden vectors of the stream; Java reads the same file. `vectors/README.md` says what the fields mean. */
const { gen, vectors } = JSON.parse(readFileSync(new URL('../../../vectors/stream.json', import.meta.url), 'utf8'));

/** What is damaged has one name in the vectors and two here. */
const REFUSED = { version: ['version'], generation: ['generation'], reference: ['reference'], damaged: ['short', 'damaged'] };

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** The blocks of a vector as this decoder tells them: channel by channel. */
const seriesOf = (blocks) =>
  blocks.flatMap(({ channel, kind, quality, times, values }) =>
    values.map((column, i) => ({
      channel: channel + i,
      kind,
      times,
      values: column.map(Number),
      quality: quality?.[i] ?? times.map(() => 0),
    })),
  );

const plain = (series) =>
  series.map((one) => ({ ...one, times: [...one.times], values: [...one.values], quality: [...one.quality] }));

for (const { name, messages } of vectors) {
  test(`vector: ${name}`, () => {
    const decode = streamDecoder();
    for (const message of messages) {
      const decoded = decode(bytes(message.hex), message.gen ?? gen);
      if (message.outcome === 'delivered') {
        assert.equal(decoded.refused, undefined);
        assert.equal(decoded.snapshot, message.reference);
        assert.equal(decoded.time, message.time);
        assert.equal(decoded.position, message.position);
        assert.deepEqual(plain(decoded.series), seriesOf(message.blocks));
      } else {
        assert.ok(REFUSED[message.outcome].includes(decoded.refused), `${decoded.refused}: ${message.why}`);
      }
    }
  });
}

test('has read the vectors, the damaged ones too', () => {
  const outcomes = new Set(vectors.flatMap(({ messages }) => messages.map(({ outcome }) => outcome)));
  assert.deepEqual([...outcomes].sort(), ['damaged', 'delivered', 'generation', 'reference', 'version']);
  assert.ok(vectors.length >= 165);
});
