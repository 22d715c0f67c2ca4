/**
 * An encoder of the stream for tests: it writes what it is told, every choice of the format included, and checks
 * nothing, so that it can write what a good encoder never would.
 *
 * @typedef {object} Block
 * @property {number} channel
 * @property {number} [kind]
 * @property {boolean} [packed]
 * @property {number[]} [modes]  of packed columns, 0 to 7; default 0
 * @property {number[]} times  ms since t0
 * @property {number} [unit]  0 to 3: 1, 10, 100, 1000 ms. Default 0
 * @property {boolean} [irregular]  default: whether the times need it
 * @property {number[][]} columns
 * @property {number} [decimals]  of packed floats; 10: their bits
 * @property {number[]} [quality]  one code per cell, column by column
 *
 * @typedef {object} Reference
 * @property {number} time
 * @property {number} [beat]  default 1
 * @property {Map<number, number>} last
 */

const UNITS = [1, 10, 100, 1000];

export class Bytes {
  list = [];

  u8(...values) {
    this.list.push(...values.map((v) => v & 255));
  }

  varint(value) {
    for (; value > 127; value = Math.floor(value / 128)) this.u8(128 + (value % 128));
    this.u8(value);
  }

  zigzag(value) {
    this.varint(fold(value));
  }

  float(value, size) {
    const view = new DataView(new ArrayBuffer(size));
    if (size === 4) view.setFloat32(0, value, true);
    else view.setFloat64(0, value, true);
    this.u8(...new Uint8Array(view.buffer));
  }

  /** Bits, the first one lowest, filled up to a byte border. */
  bits(bits) {
    for (let i = 0; i < bits.length; i += 8) {
      this.u8(bits.slice(i, i + 8).reduce((byte, bit, place) => byte | (bit << place), 0));
    }
  }
}

/** The bits of a Rice code. */
const rice = (u, b) => {
  const ones = Math.floor(u / 2 ** b);
  const escaped = ones >= 24;
  return [
    ...new Array(escaped ? 24 : ones).fill(1),
    ...(escaped ? [] : [0]),
    ...Array.from({ length: escaped ? 32 : b }, (_, i) => Math.floor(u / 2 ** i) % 2),
  ];
};

const fold = (n) => ((n << 1) ^ (n >> 31)) >>> 0;
const differences = (values) => values.slice(1).map((v, i) => (v - values[i]) | 0);

/** The Rice parameter that makes the numbers shortest. */
const parameter = (folded) => {
  const cost = (b) => folded.reduce((sum, u) => sum + (u / 2 ** b < 24 ? Math.floor(u / 2 ** b) + 1 + b : 56), 0);
  let best = 0;
  for (let b = 1; b <= 30; b++) if (cost(b) < cost(best)) best = b;
  return best;
};

const gcd = (a, b) => (b ? gcd(b, a % b) : Math.abs(a));

/** The integers that packed floats are: their decimals, or with 10 the bits of single ones. */
const integersOf = (floats, decimals) =>
  decimals < 10 ? floats.map((v) => Math.round(v * 10 ** decimals)) : [...new Int32Array(Float32Array.from(floats).buffer)];

/** What a packed column is made of: the bytes of its head behind the first value, and the bits of its codes. */
const pack = (values, mode) => {
  const head = new Bytes();
  const changes = differences(values);
  if (!changes.length) return { head, bits: [] };
  if (changes.every((d) => d === 0)) {
    head.u8(31);
    return { head, bits: [] };
  }
  const by = changes.reduce(gcd, 0);
  const divided = mode === 2 || mode === 3;
  if (divided && by < 2) return pack(values, mode - 2);
  const slopes = [0, ...changes];
  const number = {
    4: (i) => changes[i] - slopes[i],
    5: (i) => changes[i] - Math.trunc(slopes[i] / 2),
    6: (i) => values[i + 1] - values[0],
    7: (i) => changes[i] + Math.trunc(slopes[i] / 2),
  }[mode];
  const folded = changes.map((d, i) => fold(number ? number(i) | 0 : divided ? d / by : d));
  const runs = mode === 1 || mode === 3;
  const b = parameter(runs ? folded.filter((u) => u).map((u) => u - 1) : folded);
  head.u8(b | (mode << 5));
  if (divided) head.varint(by);
  if (!runs) return { head, bits: folded.flatMap((u) => rice(u, b)) };
  const bits = [];
  let run = 0;
  for (const u of folded) {
    if (u) bits.push(...rice(run, 1), ...rice(u - 1, b));
    run = u ? 0 : run + 1;
  }
  if (run) bits.push(...rice(run, 1));
  return { head, bits };
};

/**
 * @param {object} message
 * @param {number} message.gen
 * @param {boolean} [message.snapshot]
 * @param {number} [message.beat]  of a snapshot, default 1
 * @param {Reference} [message.reference]  makes it a relative message
 * @param {number} message.time  ms since t0
 * @param {number} [message.position]
 * @param {Block[]} message.blocks
 * @returns {Uint8Array}
 */
export const encodeMessage = ({ gen, snapshot, beat = 1, reference, time, position, blocks }) => {
  const out = new Bytes();
  const further = reference && position !== undefined;
  out.u8(0x40 | (snapshot || further ? 32 : 0) | (reference ? 16 : 0) | (gen % 16));
  const count = reference ? Math.floor((time - reference.time) / (reference.beat ?? 1)) : time;
  out.varint(count);
  if (snapshot) out.varint(beat);
  if (snapshot || further) out.varint(position ?? 0);
  else if (position !== undefined) {
    const body = new Bytes();
    body.varint(position);
    out.u8(255, 1, body.list.length, ...body.list);
  }
  let before = reference ? reference.time + count * (reference.beat ?? 1) : time;
  const bases = new Map(reference?.last);
  for (const block of blocks) before = encodeBlock(out, block, before, bases);
  return Uint8Array.from(out.list);
};

const encodeBlock = (out, block, before, bases) => {
  const { channel, columns, times, kind = 0, packed = false, modes, decimals, quality } = block;
  const k = columns.length;
  const n = times.length;
  const runs = quality ? qualityRuns(quality) : [];
  const x = (kind << 2) | (runs.length ? 2 : 0) | (packed ? 1 : 0);
  const dt = times[0] - before;
  out.u8((x ? 128 : 0) | (dt ? 64 : 0) | ((Math.min(n, 8) - 1) << 3) | (Math.min(k, 8) - 1));
  if (k > 7) out.varint(k - 8);
  if (n > 7) out.varint(n - 8);
  out.varint(channel);
  if (x) out.u8(x);
  if (dt) out.zigzag(dt);
  const bits = n > 1 ? encodeTimes(out, block, packed) : [];
  if (runs.length) {
    out.varint(runs.length);
    for (const [skip, length, code] of runs) {
      out.varint(skip);
      out.varint(length);
      out.u8(code);
    }
  }
  if (packed && kind) out.u8(decimals);
  columns.forEach((floats, i) => {
    if (kind && !packed) {
      floats.forEach((v) => out.float(v, kind * 4));
      return;
    }
    const values = kind ? integersOf(floats, decimals) : floats;
    out.zigzag((values[0] - (bases.get(channel + i) ?? 0)) | 0);
    bases.set(channel + i, values.at(-1));
    if (packed) {
      const column = pack(values, modes?.[i] ?? 0);
      out.u8(...column.head.list);
      bits.push(...column.bits);
    } else differences(values).forEach((d) => out.zigzag(d));
  });
  out.bits(bits);
  return times[0];
};

/** Writes times up to what they have of packed codes, which it gives. */
const encodeTimes = (out, { times, unit = 0, irregular }, packed) => {
  const steps = times.slice(1).map((t, i) => (t - times[i]) / UNITS[unit]);
  const step = Math.max(0, steps[0]);
  const residuals = steps.map((s) => s - step);
  const uneven = irregular ?? residuals.some((r) => r !== 0);
  const folded = residuals.map(fold);
  const b = uneven && packed ? parameter(folded) : 0;
  out.u8((b << 3) | (uneven ? 4 : 0) | unit);
  out.varint(step);
  if (uneven && packed) return folded.flatMap((u) => rice(u, b));
  if (uneven) folded.forEach((u) => out.varint(u));
  return [];
};

const qualityRuns = (codes) => {
  const runs = [];
  let end = 0;
  for (let i = 0; i < codes.length; i++) {
    if (!codes[i]) continue;
    const from = i;
    while (codes[i + 1] === codes[from]) i++;
    runs.push([from - end, i + 1 - from, codes[from]]);
    end = i + 1;
  }
  return runs;
};
