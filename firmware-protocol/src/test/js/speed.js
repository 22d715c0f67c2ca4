/**
 * How fast the decoder is beside JSON.parse, on the same readings, in one run: `node firmware-protocol/src/test/js/speed.js`.
 * Prints a line per kind of traffic: readings a second of both, in millions, and the ratio, each the median of ten turns.
 */
import { streamDecoder } from '../../main/js/stream-decoder.js';
import { random } from './random.js';
import { encodeMessage } from './stream-encoder.js';

const GEN = 5;
const TURNS = 10;
const TURN_MS = 100;
const r = random(7);

const walk = (n, most) => {
  let value = r.integer(-2000, 30000);
  return Array.from({ length: n }, () => (value += r.integer(-most, most)));
};

const columns = (k, n, most) => Array.from({ length: k }, () => walk(n, most));
const rows = (n, start, step) => Array.from({ length: n }, (_, i) => start + i * step);

/** Messages as a gateway sends them: a reference, and 31 relative to it. */
const stream = (blocksAt) => {
  const first = blocksAt(0);
  const reference = { time: 1e6, last: new Map() };
  for (const { channel, columns } of first) columns.forEach((values, i) => reference.last.set(channel + i, values.at(-1)));
  return Array.from({ length: 32 }, (_, i) => ({
    gen: GEN,
    time: 1e6 + 1000 * i,
    position: 1,
    ...(i ? { reference, blocks: blocksAt(i) } : { snapshot: true, blocks: first }),
  }));
};

const TRAFFIC = {
  'slow: 3 readings a message': stream((i) => [{ channel: 7, times: [1e6 + 1000 * i], columns: columns(3, 1, 3) }]),
  'live: 12 channels, one row': stream((i) => [{ channel: 0, times: [1e6 + 1000 * i], columns: columns(12, 1, 3) }]),
  'boards: 8 of 4 channels, one row': stream((i) =>
    Array.from({ length: 8 }, (_, board) => ({ channel: 4 * board, times: [1e6 + 1000 * i + 7 * board], columns: columns(4, 1, 9) })),
  ),
  'fast: 10 channels, 10 rows': stream((i) => [{ channel: 0, packed: true, times: rows(10, 1e6 + 1000 * i, 100), columns: columns(10, 10, 9) }]),
  'motion: 6 channels, 100 rows': stream((i) => [{ channel: 0, packed: true, times: rows(100, 1e6 + 1000 * i, 10), columns: columns(6, 100, 400) }]),
  'floats: 6 channels, 100 rows': stream((i) => [
    { channel: 0, kind: 1, times: rows(100, 1e6 + 1000 * i, 10), columns: columns(6, 100, 9).map((c) => c.map((v) => Math.fround(v / 7))) },
  ]),
  'history: 1 channel, 4096 rows': stream((i) =>
    rows(16, 0, 256).map((from) => ({ channel: 3, packed: true, times: rows(256, 1e6 + 1000 * (from + i), 1000), columns: columns(1, 256, 5) })),
  ),
};

/** The same readings as the json subprotocol has them (PROTOCOL.md B3). */
const json = ({ time, position, snapshot, blocks }) =>
  JSON.stringify({
    t: 'readings',
    time,
    position,
    ...(snapshot ? { k: true } : {}),
    r: blocks.flatMap(({ channel, times, columns, kind }) =>
      columns.flatMap((values, i) =>
        values.map((value, row) => [channel + i, times[row] - time, kind ? Number(Math.fround(value).toPrecision(7)) : value / 100]),
      ),
    ),
  });

/** Readings a second of `work`, which takes all of the messages once. */
const rate = (work, readings) => {
  const figures = Array.from({ length: TURNS }, () => {
    const start = performance.now();
    let done = 0;
    let now = start;
    for (; now < start + TURN_MS; now = performance.now()) {
      work();
      done += readings;
    }
    return (done * 1000) / (now - start);
  });
  return figures.sort((a, b) => a - b)[TURNS / 2];
};

let sink = 0;
for (const [name, messages] of Object.entries(TRAFFIC)) {
  const readings = messages.flatMap(({ blocks }) => blocks).reduce((sum, { times, columns }) => sum + times.length * columns.length, 0);
  const bytes = messages.map(encodeMessage);
  const texts = messages.map(json);
  const decode = streamDecoder();
  const binary = rate(() => {
    for (const message of bytes) sink += decode(message, GEN).series.length;
  }, readings);
  const parsed = rate(() => {
    for (const text of texts) sink += JSON.parse(text).r.length;
  }, readings);
  const figures = [binary / 1e6, parsed / 1e6, binary / parsed].map((figure) => figure.toFixed(1).padStart(6));
  console.log(`${name.padEnd(34)} ${figures[0]} M/s, JSON.parse ${figures[1]} M/s, ratio ${figures[2]}`);
}
if (!sink) throw new Error('nothing was decoded');
