/**
 * How well a link does, in words.
 *
 * @typedef {import('../../model/link/counts.js').Counting} Counting
 *
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} value
 * @property {string} note  what stands beside it
 * @property {boolean} wrong  whether somebody should look
 */
import { WINDOW } from '../../model/link/counts.js';
import { durationText } from '../../model/moments.js';
import { digits, THIN } from '../../model/numbers.js';

/** Where the counts of a device are. @param {string} device */
export const countsPath = (device) => `api/v1/devices?device=${encodeURIComponent(device)}`;

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
