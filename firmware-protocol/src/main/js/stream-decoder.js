/**
 * Decoder of the Ferrule stream (PROTOCOL.md, B1 and B2): one binary message in, its readings out.
 * Runs unchanged in Node and in browsers, on little-endian machines, which all of them are. Depends on nothing.
 *
 * Minified and compressed it is to be at most 1500 bytes (README.md says how that is measured), and several times as fast
 * as JSON.parse: packed numbers are read in words, and what the readings of a block share is made once.
 *
 * @typedef {object} Series  Readings of one channel.
 * @property {number} channel  number of the channel in the dictionary
 * @property {number} kind  0: integers of the channel's scale; 1 and 2: f32 and f64, in the channel's unit
 * @property {number[]} times  ms since `t0` of the dictionary, oldest first; series of one block share it
 * @property {number[]} values  as many as times
 * @property {number[]} quality  codes (PROTOCOL.md 0.1), as many as times, 0 is good; good series may share it
 *
 * @typedef {object} Message
 * @property {boolean} snapshot  whether it is a reference message: the latest reading of every channel subscribed
 * @property {number} time  ms since `t0` of the dictionary
 * @property {number} [position]  what the message says (B4): a snapshot its position, another message how much
 *   further it goes than the message before; one further when it says nothing
 * @property {Series[]} series
 *
 * @typedef {object} Refused  Nothing was decoded, and the decoder is as it was before.
 * @property {'version'|'generation'|'reference'|'short'|'damaged'} refused  Why. The first three are no
 *   fault of the message, only to be counted:
 *   - `version`: of another protocol;
 *   - `generation`: made with another dictionary: ask for the dictionary, once;
 *   - `reference`: relative to a reference message that this client does not have: wait for the next one.
 *
 *   The others are damage, to be counted apart, and at the eighth the connection is closed with 1007:
 *   - `short`: ends before it is complete;
 *   - `damaged`: breaks another rule: a varint overlong or too large, bits set that must be zero, a kind or parameter
 *     that does not exist, too many readings, a quality run past the last cell, an extension with bytes left over.
 */

/** The message that is being decoded, where the decoder is in it, and where it ends. */
let bytes;
let at;
let end;

/** Refuses the message; without an Error, whose trace would cost more than all the rest. */
const check = (holds, rule = 'damaged') => {
  if (!holds) throw rule;
};

/** Takes so many bytes; where they begin. */
const skip = (length) => {
  check((at += length) <= end, 'short');
  return at - length;
};

const u8 = () => bytes[skip(1)];

/** What is too long is too large as well, because its last byte is not 0. */
const varint = (limit = 2 ** 32) => {
  let byte = u8();
  if (byte < 128) return byte;
  let value = byte % 128;
  for (let scale = 128; byte > 127; scale *= 128) {
    byte = u8();
    value += (byte % 128) * scale;
  }
  check(value < limit && byte);
  return value;
};

/** The number of a 3-bit field. */
const number = (field) => (field < 7 ? field + 1 : varint() + 8);

const unfold = (u) => (u >>> 1) ^ -(u & 1);
const zigzag = () => unfold(varint());

/** At least 25 bits from a bit on; zeros follow the last byte. */
const word = (bit) => {
  const i = bit >> 3;
  return (bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)) >>> bit % 8;
};

/** A number of up to 32 bits. */
const long = (bit, count) => ((word(bit) & 65535) + (word(bit + 16) & 65535) * 65536) % 2 ** count;

/** So many of a value; a literal is the fastest where there is one. */
const filled = (n, value) => {
  if (n > 20) return new Array(n).fill(value);
  const row = [value];
  while (row.length < n) row.push(value);
  return row;
};

/**
 * Numbers, from the second on: Rice codes with the parameter b from a bit on; the bit after them. With runs (1, else 0)
 * each has the length of a run of zeros before it.
 */
const unpack = (bit, row, n, b, runs) => {
  check(b < 31);
  for (let i = 1, zeros = runs; i < n; ) {
    const p = zeros || b;
    const code = word(bit);
    const zero = ~code & (code + 1) & 0xffffff;
    let u;
    if (zero) {
      const ones = 31 - Math.clz32(zero);
      bit += ones + 1 + p;
      u = ones + p < 25 ? (ones << p) | ((code >>> (ones + 1)) & ((1 << p) - 1)) : ones * 2 ** p + long(bit - p, p);
    } else {
      bit += 56;
      u = long(bit - 32, 32);
    }
    check(bit <= end * 8, 'short');
    if (zeros) {
      check(u <= n - i);
      while (u--) row[i++] = 0;
      zeros = 0;
    } else {
      u += zeros = runs;
      check(u < 2 ** 32);
      row[i++] = unfold(u);
    }
  }
  return bit;
};

/** Numbers, from the second on, as varints. */
const unfoldAll = (row, n) => {
  for (let i = 1; i < n; i++) row[i] = zigzag();
};

/**
 * Makes the decoder of one connection. All that it keeps from message to message is the reference.
 *
 * @returns {(bytes: Uint8Array, gen: number) => Message | Refused} decodes one message, given the generation of the
 *   client's dictionary; never throws
 */
export const streamDecoder = () => {
  /** The latest reference message: generation, time, beat, and by channel the last integer. */
  let refGen;
  let refTime;
  let refBeat;
  let refLast;

  return (message, gen) => {
    bytes = message;
    at = 0;
    end = message.length;
    try {
    const h0 = u8();
    const relative = h0 & 16;
    const snapshot = (h0 & 48) === 32;
    check(h0 >> 6 === 1, 'version');
    check(h0 % 16 === gen % 16, 'generation');
    check(!relative || refGen === gen, 'reference');
    check(end <= 2 ** 16);
    const count = varint(2 ** 49);
    const time = relative ? refTime + count * refBeat : count;
    const beat = snapshot && varint();
    let position;
    if (h0 & 32) position = varint(2 ** 49);
    check(time < 2 ** 49 && beat !== 0 && beat <= 864e5);
    const last = [];
    const series = [];
    let start = time;
    let room = 65536;
    let good = [];

    while (at < end) {
      const h = u8();
      if (h > 254) {
        const type = varint();
        const to = varint() + at;
        if (type !== 1) skip(to - at);
        else {
          check(!(h0 & 48));
          position = varint(2 ** 49);
        }
        check(at === to);
        continue;
      }
      const k = number(h & 7);
      const n = number((h >> 3) & 7);
      let channel = varint();
      room -= k * n;
      check(k * n < 4097 && channel + k < 16385 && room >= 0);
      const x = h > 127 ? u8() : 0;
      const kind = x >> 2;
      const packed = x & 1;
      check(x < 12);
      if (h & 64) start += zigzag();

      const times = filled(n, start);
      const m = n > 1 ? u8() : 0;
      const irregular = m & 4;
      check(m < 8 || (irregular && packed));
      const step = n > 1 && varint();
      if (irregular && !packed) unfoldAll(times, n);

      if (good.length !== n) good = filled(n, 0);
      let flawed;
      if (x & 2) {
        flawed = filled(k * n, 0);
        let runs = varint();
        check(runs);
        for (let cell = 0; runs--; ) {
          const from = cell + varint();
          cell = from + varint();
          const code = u8();
          check(from < cell && cell <= k * n && (!code || code > 63));
          flawed.fill(code, from, cell);
        }
      }

      let decimals = 10;
      if (packed && kind) check((decimals = u8()) + kind < 12);
      const heads = [];
      while (packed && heads.length < k) {
        const head = [zigzag(), n > 1 ? u8() : 31, 1];
        if (head[1] >> 6 === 1) check((head[2] = varint()) > 1);
        heads.push(head);
      }
      let bit = at * 8;
      if (irregular && packed) bit = unpack(bit, times, n, m >> 3, 0);
      for (let i = 1; i < n; i++) times[i] = times[i - 1] + (step + (irregular && times[i])) * 10 ** (m & 3);

      for (let i = 0; i < k; i++, channel++) {
        let values;
        if (packed || !kind) {
          const head = heads[i];
          const first = (((last[channel] ?? (relative && refLast[channel])) | 0) + (head ? head[0] : zigzag())) | 0;
          let value = first;
          values = filled(n, first);
          const b = head ? head[1] : 0;
          const by = head ? head[2] : 1;
          if (n > 1 && b !== 31) {
            const mode = b >> 5;
            const part = mode > 3 ? 3 - mode / 2 : 0;
            let slope = 0;
            if (head) bit = unpack(bit, values, n, b % 32, mode < 4 && mode % 2);
            else unfoldAll(values, n);
            for (let j = 1; j < n; j++) {
              slope = (((slope * part) | 0) + Math.imul(values[j], by)) | 0;
              values[j] = value = ((mode === 6 ? first : value) + slope) | 0;
            }
          }
          last[channel] = value;
        }
        if (kind) {
          const Floats = kind > 1 ? Float64Array : Float32Array;
          const all =
            decimals < 10
              ? Floats.from(values, (value) => value / 10 ** decimals)
              : new Floats((packed ? Int32Array.from(values) : new Uint8Array(bytes.subarray(skip(n * kind * 4), at))).buffer);
          values = filled(n, 0.5);
          for (let j = 0; j < n; j++) values[j] = all[j];
        }
        series.push({ channel, kind, times, values, quality: flawed?.slice(i * n, i * n + n) ?? good });
      }
      if (packed) {
        at = (bit + 7) >> 3;
        check(!(word(bit) % 2 ** (-bit & 7)));
      }
    }
    if (snapshot) {
      refGen = gen;
      refTime = time;
      refBeat = beat;
      refLast = last;
    }
    return { snapshot, time, position, series };
    } catch (refused) {
      return { refused };
    }
  };
};
