/** Lines of text, and sentences of NMEA 0183 with their check sum. */

const LINE_FEED = 10;
const LONGEST = 512;

const isText = (byte) => (byte >= 32 && byte < 127) || byte === 9 || byte >= 128;

/** Where the text ends and the end of the line begins. */
const bodyEnd = (bytes) => {
  let end = bytes.length;
  while (end && (bytes[end - 1] === LINE_FEED || bytes[end - 1] === 13)) end--;
  return end;
};

const ended = (bytes) => {
  const end = bodyEnd(bytes);
  return end < bytes.length ? [{ name: 'end', from: end, to: bytes.length, value: '' }] : [];
};

/** Words with a name before them; all that can be said of a line without the device's description. */
const PAIR = /([A-Za-z_][\w.-]*)\s*[=:]\s*(-?[\d.]+(?:[eE][-+]?\d+)?)/g;

/** @param {number[]} bytes @returns {{title: string, fields: import('./lanes.js').Field[], fault: string}} */
export const readLine = (bytes) => {
  const end = bodyEnd(bytes);
  const body = bytes.slice(0, end);
  if (body.some((byte) => !isText(byte))) return { title: 'Bytes', fields: [], fault: '' };
  const text = String.fromCharCode(...body);
  const pairs = [...text.matchAll(PAIR)].map((match) => ({ name: match[1], from: match.index, to: match.index + match[0].length, value: match[2] }));
  return { title: 'Line', fields: [...pairs, ...ended(bytes)], fault: '' };
};

/** @param {number[]} bytes @returns {{title: string, fields: import('./lanes.js').Field[], fault: string}} */
export const readSentence = (bytes) => {
  const text = String.fromCharCode(...bytes.slice(0, bodyEnd(bytes)));
  const match = /^([$!])([^*]*)(?:\*([0-9A-Fa-f]{2}))?$/.exec(text);
  if (!match) return { title: 'Refused', fields: ended(bytes), fault: /^[$!]/.test(text) ? 'not the form of a sentence' : 'no $ or ! at the begin' };
  const [, , body, told] = match;
  const fields = [];
  let from = 1;
  body.split(',').forEach((word, i) => {
    fields.push({ name: i ? `${i}` : 'address', from, to: from + word.length, value: word });
    from += word.length + 1;
  });
  const shown = fields.filter(({ from: begin, to }) => to > begin);
  const title = body.split(',')[0];
  if (told === undefined) return { title, fields: [...shown, ...ended(bytes)], fault: '' };
  const sum = [...body].reduce((all, c) => all ^ c.charCodeAt(0), 0);
  const isRight = parseInt(told, 16) === sum;
  const right = sum.toString(16).toUpperCase().padStart(2, '0');
  return {
    title: isRight ? title : 'Refused',
    fields: [...shown, { name: 'check', from: body.length + 2, to: body.length + 4, value: isRight ? 'right' : 'wrong' }, ...ended(bytes)],
    fault: isRight ? '' : `wrong check sum: ${told.toUpperCase()}, and not ${right}`,
  };
};

/** @param {typeof readLine} read @returns {import('./lanes.js').Lane} */
export const lineLane = (read) => {
  let waiting = [];
  let isWhole = false;
  return {
    take: (bytes, at) => {
      const frames = [];
      const cut = (more) => {
        frames.push({ at, bytes: waiting, ...more });
        waiting = [];
        isWhole = true;
      };
      for (const byte of bytes) {
        waiting.push(byte);
        if (byte === LINE_FEED) {
          const found = read(waiting);
          cut(found.fault && !isWhole ? { title: 'The end of a line', fields: [], fault: '' } : found);
        } else if (waiting.length >= LONGEST) cut({ title: 'No end of a line', fields: [], fault: '' });
      }
      return frames;
    },
  };
};
