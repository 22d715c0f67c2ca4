/** Modbus RTU: messages that end where the line pauses, with unit, function code and CRC. */

const FUNCTIONS = new Map([
  [1, 'Read coils'],
  [2, 'Read discrete inputs'],
  [3, 'Read holding registers'],
  [4, 'Read input registers'],
  [5, 'Write single coil'],
  [6, 'Write single register'],
  [15, 'Write multiple coils'],
  [16, 'Write multiple registers'],
]);
const EXCEPTIONS = ['', 'illegal function', 'illegal data address', 'illegal data value', 'server device failure', 'acknowledge', 'server device busy'];

/** Bytes that are further apart are of two messages: more than any pause within one, less than between two. */
const PAUSE = 20_000;
const LONGEST = 256;
const LEAST = 4;

/** CRC-16 of Modbus. @param {number[]} bytes */
export const crc16 = (bytes) => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
};

const isRight = (bytes) => bytes.length >= LEAST && crc16(bytes.slice(0, -2)) === bytes.at(-2) + 256 * bytes.at(-1);

/** @param {number[]} bytes  of one message @returns {{title: string, fields: import('./lanes.js').Field[], fault: string}} */
export const readMessage = (bytes) => {
  if (!isRight(bytes)) return { title: 'Refused', fields: [], fault: bytes.length < LEAST ? 'too short' : 'wrong check sum' };
  const [unit, code] = bytes;
  const isException = code >= 128;
  const name = FUNCTIONS.get(code & 127) ?? `Function ${code & 127}`;
  const end = bytes.length - 2;
  const reason = isException ? (EXCEPTIONS[bytes[2]] ?? `exception ${bytes[2]}`) : '';
  const fields = [
    { name: 'unit', from: 0, to: 1, value: String(unit) },
    { name: 'function', from: 1, to: 2, value: isException ? `${name}, exception` : name },
    { name: isException ? 'exception' : 'data', from: 2, to: end, value: reason },
    { name: 'crc', from: end, to: bytes.length, value: 'right' },
  ].filter(({ from, to }) => to > from);
  return { title: isException ? `${name}: ${reason}` : name, fields, fault: '' };
};

/** @returns {import('./lanes.js').Lane} */
export const modbusLane = () => {
  let waiting = [];
  let last = 0;
  return {
    take: (bytes, at) => {
      const frames = [];
      const cut = (when) => {
        frames.push({ at: when, bytes: waiting, ...readMessage(waiting) });
        waiting = [];
      };
      if (waiting.length && at - last > PAUSE) cut(last);
      waiting = waiting.concat(bytes);
      last = at;
      // A message whose check sum is right is whole, without waiting for the pause.
      if (isRight(waiting) || waiting.length > LONGEST) cut(at);
      return frames;
    },
  };
};
