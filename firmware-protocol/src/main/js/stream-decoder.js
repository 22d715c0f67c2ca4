/**
 * Decoder of the Ferrule stream (PROTOCOL.md, B1 and B2): one binary message in, its readings out.
 * Runs unchanged in Node and in browsers, on little-endian machines, which all of them are. Depends on nothing.
 *
 * Minified it is to be at most 1500 bytes (README.md says how that is measured). That is why it says `let` throughout,
 * counts in bits, and tells damage in two names.
 *
 * @typedef {object} Series  Readings of one channel.
 * @property {number} channel  number of the channel in the dictionary
 * @property {number} kind  0: integers of the channel's scale; 1 and 2: f32 and f64, in the channel's unit
 * @property {number[]} times  ms since `t0` of the dictionary, oldest first; series of one block share it
 * @property {Int32Array|Float32Array|Float64Array} values  as many as times
 * @property {Uint8Array} quality  codes (PROTOCOL.md 0.1), as many as times; 0 is good
 *
 * @typedef {object} Message
 * @property {boolean} snapshot  whether it is a reference message: the latest reading of every channel subscribed
 * @property {number} time  ms since `t0` of the dictionary
 * @property {number} [position]  what extension 1 says (B4): of a snapshot its position, of another message how much
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

/**
 * Makes the decoder of one connection. All that it keeps from message to message is the reference.
 *
 * @returns {(bytes: Uint8Array, gen: number) => Message | Refused} decodes one message, given the generation of the
 *   client's dictionary; never throws
 */
export const streamDecoder = () => {
  /** The latest reference message: generation, time, and by channel the last integer. */
  let refGen;
  let refTime;
  let refLast;

  return (bytes, gen) => {
    /** Where the decoder is and where the message ends, in bits. */
    let at = 0;
    let end = bytes.length * 8;

    let check = (holds, rule = 'damaged') => {
      if (!holds) throw rule;
    };
    let skip = (length) => {
      at += length * 8;
      check(at <= end, 'short');
      return at / 8;
    };
    let u8 = () => bytes[skip(1) - 1];
    /** What is too long is too large as well, because its last byte is not 0. */
    let varint = (limit = 2 ** 32) => {
      let value = 0;
      let scale = 1;
      let byte = 128;
      for (; byte > 127; scale *= 128) {
        byte = u8();
        value += (byte % 128) * scale;
      }
      check(value < limit && (byte || scale < 129));
      return value;
    };
    let bit = () => (bytes[at >> 3] >> at++ % 8) & 1;
    /** A signed number: a Rice code with parameter b, 0 when b is 31, or else a zigzag varint. */
    let number = (b = -1) => {
      let u = 0;
      if (b < 0) u = varint();
      else if (b < 31) {
        while (u < 24 && bit()) u++;
        if (u > 23) b = 32;
        u = (u % 24) * 2 ** b;
        for (let scale = 1; b--; scale *= 2) u += bit() * scale;
        check(u < 2 ** 32);
      }
      return (u >>> 1) ^ -(u % 2);
    };
    /** Fills `row` from its second number on: the one before and a difference, in units. */
    let fill = (row, b, step = 0, unit = 1) => {
      check(b < 32);
      for (let i = 1; i < row.length; i++) row[i] = row[i - 1] + (step + number(b)) * unit;
      while (at % 8) check(!bit());
    };

    try {
      let h0 = u8();
      let relative = h0 & 16;
      let snapshot = h0 > 95;
      check(h0 >> 6 == 1, 'version');
      check(h0 < 112);
      check(h0 % 16 == gen % 16, 'generation');
      check(!relative || refGen == gen, 'reference');
      check(end <= 2 ** 19);
      let time = (relative && refTime) + varint(2 ** 49);
      let last = [];
      let series = [];
      let start = time;
      let room = 65536;
      let position;

      for (; at < end; skip(0)) {
        let h = u8();
        if (h > 254) {
          let type = varint();
          let to = varint() * 8 + at;
          if (type == 1) position = varint(2 ** 49);
          else at = to;
          check(at == to);
        } else {
          let count = (field) => ((field &= 7) < 7 ? field + 1 : varint() + 8);
          let k = count(h);
          let n = count(h >> 3);
          let channel = varint();
          check((k * n < 4097) & (channel + k < 16385) & ((room -= k * n) >= 0));
          let x = h > 127 && u8();
          let kind = x >> 2;
          let packed = x % 2;
          check(x < (packed ? 4 : 12));
          if (h & 64) start += number();

          let times = Array(n).fill(start);
          if (n > 1) {
            let m = u8();
            check(m < (m & 4 && packed ? 248 : 8));
            fill(times, m & 4 ? (packed ? m >> 3 : -1) : 31, varint(), 10 ** (m % 4));
          }

          let codes = new Uint8Array(k * n);
          let cell = 0;
          if (x & 2) {
            let runs = varint();
            check(runs);
            while (runs--) {
              let from = cell + varint();
              let to = from + varint();
              let code = u8();
              check((from < to) & (to <= k * n) & (!code | (code > 63)));
              codes.fill(code, from, (cell = to));
            }
          }

          for (cell = 0; cell < k * n; channel++) {
            let values;
            // Not bytes.slice: that of a Node Buffer gives a view, whose buffer is another one's too.
            if (kind) values = new (kind > 1 ? Float64Array : Float32Array)(codes.slice.call(bytes, at / 8, skip(n * kind * 4)).buffer);
            else {
              values = new Int32Array(n).fill((relative && refLast[channel] | 0) + number());
              fill(values, packed & (n > 1) ? u8() : -1);
              last[channel] = values[n - 1];
            }
            series.push({ channel, kind, times, values, quality: codes.slice(cell, (cell += n)) });
          }
        }
      }
      if (snapshot) {
        refGen = gen;
        refTime = time;
        refLast = last;
      }
      return { snapshot, time, position, series };
    } catch (refused) {
      return { refused };
    }
  };
};
