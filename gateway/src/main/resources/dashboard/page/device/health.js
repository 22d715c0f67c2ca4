/**
 * How well a link does: what came over it, as GET /api/v1/devices tells it, and how fast that grows.
 *
 * @typedef {object} Counts  since the gateway started
 * @property {number} bytes
 * @property {number} frames  taken
 * @property {number} ignored  not for this device
 * @property {number} damaged
 * @property {number} lost  readings or frames that are known to be missing
 * @property {number} badValues
 * @property {number|undefined} lastFrame  ms since 1970
 * @property {[string, number][]} details  by the driver's words
 *
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} value
 * @property {string} note  what stands beside it
 * @property {boolean} wrong  whether somebody should look
 */
import { durationText } from '../../model/moments.js';
import { digits, THIN } from '../../model/numbers.js';

const COUNTS = ['bytes', 'frames', 'ignored', 'damaged', 'lost', 'bad_values'];

/** Rates are those of so many ms, and what went wrong in so many is told. */
const WINDOW = 10_000;
const LATELY = 60_000;

/** Where the counts of a device are. @param {string} device */
export const countsPath = (device) => `api/v1/devices?device=${encodeURIComponent(device)}`;

/** The counts of a device in an answer; undefined when it has none. @param {object} body @param {string} device @returns {Counts|undefined} */
export const readCounts = (body, device) => {
  const counts = Array.isArray(body?.devices) ? body.devices.find(({ id }) => id === device)?.counts : undefined;
  if (!counts || !COUNTS.every((name) => Number.isSafeInteger(counts[name]) && counts[name] >= 0)) return undefined;
  const { bytes, frames, ignored, damaged, lost, bad_values: badValues } = counts;
  const lastFrame = Date.parse(counts.last_frame);
  const details = Object.entries(counts.details ?? {}).filter(([, count]) => Number.isSafeInteger(count));
  return { bytes, frames, ignored, damaged, lost, badValues, lastFrame: Number.isFinite(lastFrame) ? lastFrame : undefined, details };
};

/** What the counts were at some moments of the last minute. */
export class Counting {
  /** @type {{at: number, counts: Counts}[]} */
  #taken = [];

  /** @param {Counts} counts @param {number} at  steady ms */
  take(counts, at) {
    // A gateway that restarted counts from the beginning.
    if (counts.bytes < (this.latest?.bytes ?? 0) || counts.frames < (this.latest?.frames ?? 0)) this.#taken = [];
    this.#taken.push({ at, counts });
    while (this.#taken.length > 2 && this.#taken[1].at <= at - LATELY) this.#taken.shift();
  }

  /** @returns {Counts|undefined} */
  get latest() {
    return this.#taken.at(-1)?.counts;
  }

  /** How many a second; undefined before that can be told. @param {'bytes'|'frames'} name */
  rate(name) {
    const last = this.#taken.at(-1);
    const first = this.#taken.findLast(({ at }) => last.at - at >= WINDOW) ?? this.#taken[0];
    if (!last || last.at - first.at < 1000) return undefined;
    return ((last.counts[name] - first.counts[name]) * 1000) / (last.at - first.at);
  }

  /** How many in the last minute. @param {'damaged'|'lost'|'badValues'} name */
  lately(name) {
    return this.#taken.length ? this.#taken.at(-1).counts[name] - this.#taken[0].counts[name] : 0;
  }
}

/** Readings a second that this page heard of channels lately. @param {import('../../model/trace.js').Trace[]} traces @param {number} time */
export const readingRate = (traces, time) => {
  let count = 0;
  for (const trace of traces) {
    for (let i = trace.indexFrom(time - WINDOW); i < trace.length; i++) if (!Number.isNaN(trace.value(i))) count++;
  }
  return (count * 1000) / WINDOW;
};

/**
 * How long the device takes to answer a command, by what is recorded of the latest: ms in the middle, and of how many.
 *
 * @param {import('../../model/events.js').Entry[]} entries
 */
export const answerTime = (entries) => {
  const times = [];
  for (const { life } of entries) {
    const written = life.find(({ word }) => word === 'written');
    const answered = life.find(({ word }) => word === 'acknowledged');
    if (written && answered && written.run === answered.run) times.push(answered.sinceStart - written.sinceStart);
  }
  times.sort((a, b) => a - b);
  return times.length ? { ms: times[times.length >> 1], of: times.length } : undefined;
};

const pace = (rate, unit = '') => (rate === undefined ? '–' : `${digits(rate, rate < 9.95 ? 1 : 0)}${unit && THIN + unit} a second`);
const count = (n) => digits(n, 0);
const lately = (n) => (n ? `${count(n)} in the last minute` : '');
const share = (part, whole) => (part && whole ? `${digits((100 * part) / whole, part / whole < 0.1 ? 2 : 0)}${THIN}% of all` : '');

const WORDS = {
  cobs: 'Broken frames',
  crc: 'Wrong check sums',
  overrun: 'Too long',
  malformed: 'Wrong form',
  echoes: 'Own bytes that came back',
  foreign: 'Of another protocol',
  resent: 'Sent again',
  send_dropped: 'Not sent: no room on the line',
  sessions: 'Sessions',
  restarts: 'Restarts of the board',
};

const detailName = (word) => WORDS[word] ?? word.replaceAll('_', ' ').replace(/^./u, (first) => first.toUpperCase());

/**
 * @param {Counting} counting
 * @param {number} readings  a second
 * @param {{ms: number, of: number}|undefined} answer
 * @param {number} time  the gateway's clock
 * @returns {Figure[]}
 */
export const figuresOf = (counting, readings, answer, time) => {
  const { latest } = counting;
  if (!latest) return [];
  const { badValues, damaged, frames, ignored, lastFrame, lost } = latest;
  const figure = (name, value, note = '', wrong = false) => ({ name, value, note, wrong });
  return [
    figure('Readings', pace(readings)),
    figure('Frames', pace(counting.rate('frames')), `${count(frames)} since the gateway started`),
    figure('Bytes', pace(counting.rate('bytes'))),
    figure('Last frame', lastFrame === undefined ? 'None yet' : `${durationText(time - lastFrame)} ago`),
    figure('Damaged', count(damaged), lately(counting.lately('damaged')) || share(damaged, frames + damaged), counting.lately('damaged') > 0),
    figure('Lost', count(lost), lately(counting.lately('lost')), counting.lately('lost') > 0),
    figure('Bad values', count(badValues), lately(counting.lately('badValues')), counting.lately('badValues') > 0),
    figure('Not for this device', count(ignored)),
    answer
      ? figure('Answers a command in', `${digits(answer.ms, 0)}${THIN}ms`, answer.of > 1 ? `the middle of ${answer.of}` : 'the last one')
      : figure('Answers a command in', 'Not known', 'no command is recorded here'),
  ];
};

/** The further counts of the driver that are not zero. @param {Counting} counting @returns {Figure[]} */
export const detailsOf = ({ latest }) =>
  (latest?.details ?? [])
    .filter(([word, n]) => n && word !== 'lost')
    .map(([word, n]) => ({ name: detailName(word), value: count(n), note: '', wrong: false }));
