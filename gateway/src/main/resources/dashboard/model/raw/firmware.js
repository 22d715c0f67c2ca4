/** Frames of Ferrule's own firmware (PROTOCOL.md, part A): COBS, CRC-32C, a header and the fields that every type begins with. */

const TYPES = new Map(
  Object.entries({
    0x00: 'ACK', 0x01: 'HELLO', 0x02: 'HELLO_REQ', 0x03: 'DICT_GET', 0x04: 'DICT_DATA', 0x05: 'UNSUPPORTED', 0x06: 'REFUSED',
    0x10: 'READINGS', 0x11: 'READINGS_Q', 0x12: 'EVENT', 0x20: 'TIME_REQ', 0x21: 'TIME_RSP',
    0x30: 'CMD', 0x31: 'CMD_RESULT', 0x32: 'ARM', 0x33: 'ARM_OK', 0x34: 'CONFIRM', 0x35: 'CMD_QUERY', 0x36: 'REARM',
    0x40: 'HEARTBEAT', 0x50: 'LOG', 0x60: 'STATUS',
  }).map(([code, name]) => [Number(code), name]),
);

/** What payloads begin with: u8, u16 and u32, low byte first, v for a varint; the rest is one field. */
const FORMS = {
  HELLO: 'major u8, minor u8, nonce u32, boot u32, dictionary u32, size u16, max_body u8, rx_bytes u16, send_window u8, flags u8, reset u8, clock v',
  HELLO_REQ: 'major u8, minor u8, nonce u32, max_body u8, flags u8',
  DICT_GET: 'offset v',
  DICT_DATA: 'offset v, total v, bytes',
  UNSUPPORTED: 'type u8',
  REFUSED: 'type u8, rule u8, text',
  READINGS: 'template v, tick u32, values',
  READINGS_Q: 'template v, tick u32, values',
  EVENT: 'channel v, tick u32, quality u8, value',
  TIME_REQ: 'nonce u8',
  TIME_RSP: 'nonce u8, tick u32',
  CMD: 'id u32, channel v, deadline u32, value',
  CMD_RESULT: 'id u32, status u8, channel v, value',
  ARM: 'id u32, channel v, deadline u32, value',
  ARM_OK: 'id u32, token u16, channel v, value',
  CONFIRM: 'id u32, token u16',
  CMD_QUERY: 'id u32',
  HEARTBEAT: 'timeout u16',
  LOG: 'level u8, text',
  STATUS: 'flags u8, sent v, rx_frames v, crc_errors v, cobs_errors v, overruns v, malformed v, resent v, tx_dropped v, loop_max_us v',
};

/** Longest frame without its delimiter that a host takes. */
const LONGEST = 255;
const LEAST_BODY = 7;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0x82f63b78 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** CRC-32C. @param {number[]} bytes */
export const crc32c = (bytes) => ~bytes.reduce((crc, byte) => TABLE[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;

/** The body, and where each byte of it stood; undefined when a code points past the end. */
const uncobs = (coded) => {
  const body = [];
  const places = [];
  for (let at = 0; at < coded.length; ) {
    const code = coded[at];
    const end = at + code;
    if (end > coded.length) return undefined;
    for (let i = at + 1; i < end; i++) {
      body.push(coded[i]);
      places.push(i);
    }
    if (code < 255 && end < coded.length) {
      body.push(0);
      places.push(end);
    }
    at = end;
  }
  return { body, places };
};

const little = (bytes) => bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);

/** Length of a varint, and what it says; undefined when it does not end. */
const varint = (bytes) => {
  let value = 0;
  for (let i = 0; i < Math.min(5, bytes.length); i++) {
    value += (bytes[i] & 127) * 2 ** (7 * i);
    if (bytes[i] < 128) return { length: i + 1, value };
  }
  return undefined;
};

/** Fields of a payload, of which `at` is the place in the body. */
const payloadFields = (name, payload, at) => {
  const fields = [];
  let from = 0;
  const add = (word, length, value) => fields.push([word, at + from, at + (from += length), value]);
  for (const [word, type] of (FORMS[name] ?? 'payload').split(', ').map((part) => part.split(' '))) {
    const rest = payload.slice(from);
    if (!rest.length) return fields;
    if (type === 'v') {
      const read = varint(rest);
      if (!read) break;
      add(word, read.length, String(read.value));
    } else if (type) {
      const length = Number(type.slice(1)) / 8;
      if (rest.length < length) break;
      add(word, length, String(little(rest.slice(0, length))));
    } else {
      add(word, rest.length, word === 'text' ? String.fromCharCode(...rest) : '');
    }
  }
  if (from < payload.length) add('rest', payload.length - from, '');
  return fields;
};

const headerText = (hdr) => `${hdr & 0x80 ? 'from the device' : 'from the host'}${hdr & 0x40 ? ', reliable' : ''}${hdr & 0x08 ? `, ack ${hdr & 7}` : ''}`;

/**
 * A frame without its delimiter.
 *
 * @param {number[]} coded
 * @param {'in'|'out'} way
 * @returns {{title: string, fields: import('./lanes.js').Field[], fault: string}}
 */
export const readFrame = (coded, way) => {
  const refused = (fault, fields = []) => ({ title: 'Refused', fields, fault });
  if (coded.length > LONGEST) return refused(`too long: ${coded.length} bytes, at most ${LONGEST}`);
  const read = uncobs(coded);
  if (!read) return refused('not COBS: a code points past the end');
  const { body, places } = read;
  if (body.length < LEAST_BODY) return refused(`too short: ${body.length} bytes, at least ${LEAST_BODY}`);
  const end = body.length - 4;
  const sum = little(body.slice(end));
  const right = crc32c(body.slice(0, end));
  const place = ([name, from, to, value]) => ({ name, from: places[from], to: places[to - 1] + 1, value });
  const hex = (n) => n.toString(16).padStart(8, '0');
  if (sum !== right) return refused(`wrong check sum: ${hex(sum)}, and not ${hex(right)}`, [place(['crc', end, body.length, 'wrong'])]);
  const [hdr, seq, type] = body;
  const name = TYPES.get(type) ?? `type ${type.toString(16).padStart(2, '0')}`;
  const fields = [
    ['hdr', 0, 1, headerText(hdr)],
    ['seq', 1, 2, String(seq)],
    ['type', 2, 3, name],
    ...payloadFields(name, body.slice(3, end), 3),
    ['crc', end, body.length, 'right'],
  ].map(place);
  if (Boolean(hdr & 0x80) !== (way === 'in')) return { title: name, fields, fault: 'an echo: the adapter gives back what is sent' };
  if (hdr & 0x30 || (hdr & 0x40 && seq > 7)) return { title: name, fields, fault: 'of a later version, or for another address' };
  return { title: name, fields, fault: '' };
};

/** @param {'in'|'out'} way @returns {import('./lanes.js').Lane} */
export const firmwareLane = (way) => {
  let waiting = [];
  // A capture may begin in the middle of a frame.
  let isWhole = false;
  return {
    take: (bytes, at) => {
      const frames = [];
      for (const byte of bytes) {
        waiting.push(byte);
        if (waiting.length > 4 * LONGEST) {
          frames.push({ at, bytes: waiting, title: 'Refused', fields: [], fault: 'no delimiter' });
          waiting = [];
        }
        if (byte !== 0) continue;
        const coded = waiting.slice(0, -1);
        if (coded.length) {
          const read = isWhole || readFrame(coded, way).fault === '' ? readFrame(coded, way) : { title: 'The end of a frame', fields: [], fault: '' };
          frames.push({ at, bytes: waiting, ...read });
        }
        isWhole = true;
        waiting = [];
      }
      return frames;
    },
  };
};
