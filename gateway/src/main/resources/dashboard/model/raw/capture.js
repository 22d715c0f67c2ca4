/**
 * Captures (CAPTURE.md): what a line carried, as the gateway's recorder tells it, a piece at a time.
 *
 * @typedef {object} LineEvent
 * @property {number} at  microseconds since the recorder began
 * @property {'in'|'out'|'open'|'close'|'lost'} kind  bytes from the device, bytes to it, or what happened to the line
 * @property {number[]} bytes  of `in` and `out`
 * @property {string} text  why it was closed, or how many events are missing
 */

const EVENT = /^(\d{1,10})\.(\d{6}) (.*)$/;
const ESCAPES = { n: 10, r: 13, t: 9, '\\': 92 };

/** @returns {number[]} */
const bytesOf = (text) => {
  const bytes = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\') bytes.push(text.charCodeAt(i));
    else if (text[++i] === 'x') {
      bytes.push(parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(ESCAPES[text[i]] ?? 63);
  }
  return bytes;
};

const eventOf = (line) => {
  const match = EVENT.exec(line);
  if (!match) return undefined;
  const [, seconds, micros, rest] = match;
  const at = Number(seconds) * 1_000_000 + Number(micros);
  if (rest.startsWith('< ')) return { at, kind: 'in', bytes: bytesOf(rest.slice(2)), text: '' };
  if (rest.startsWith('> ')) return { at, kind: 'out', bytes: bytesOf(rest.slice(2)), text: '' };
  if (rest === 'open') return { at, kind: 'open', bytes: [], text: '' };
  if (rest.startsWith('close ')) return { at, kind: 'close', bytes: [], text: String.fromCharCode(...bytesOf(rest.slice(6))) };
  return rest.startsWith('lost ') ? { at, kind: 'lost', bytes: [], text: rest.slice(5) } : undefined;
};

/**
 * A piece of a capture; what has not its form is left out.
 *
 * @param {string} text
 * @returns {{started: number|undefined, events: LineEvent[]}} with the moment that times count from, ms since 1970, when the
 *   piece is the first
 */
export const readCapture = (text) => {
  const lines = text.split('\n');
  const started = Date.parse(/^started (\S+)$/m.exec(lines.slice(0, 4).join('\n'))?.[1]);
  return { started: Number.isFinite(started) ? started : undefined, events: lines.map(eventOf).filter(Boolean) };
};

/** Where the next piece is, out of the header Link; undefined without one. @param {string} link */
export const nextFrom = (link) => /[?&]from=(\d{1,18})>; rel="next"/.exec(link)?.[1];

/** "02 8b 01": as a person reads bytes. @param {number[]} bytes */
export const hexText = (bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** What of them is text; a point for what is none. @param {number[]} bytes */
export const plainText = (bytes) => bytes.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
