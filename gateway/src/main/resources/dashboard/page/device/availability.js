/**
 * How a device stood in the last day, out of what the ledger recorded of it and of the gateway, and of when the history
 * says that the gateway did not run. What neither says is not known, and is shown so.
 *
 * @typedef {import('../../model/dictionary.js').DeviceState|'stopped'|'unknown'} Stood  `stopped`: the gateway was
 *
 * @typedef {object} Stretch
 * @property {number} from  ms since 1970
 * @property {number} to
 * @property {Stood} state
 * @property {string} why
 *
 * @typedef {object} Recorded
 * @property {import('../../model/events.js').Event[]} events  of the device and of the gateway; the last of each before the
 *   day with them
 * @property {{from: number, to: number}[]} stops  when the gateway did not run, by the history
 */
import { readEvents } from '../../model/events.js';
import { durationText } from '../../model/moments.js';
import { digits, THIN } from '../../model/numbers.js';

export const DAY = 86_400_000;

/** What is asked for: what was recorded since, and the last before. @param {string} device @param {number} from  ms since 1970 */
export const recordPaths = (device, from) =>
  [`kind=device&channel=${encodeURIComponent(device)}`, 'kind=gateway'].flatMap((which) => [
    `api/v1/events?${which}&from=${Math.round(from)}&limit=1000`,
    `api/v1/events?${which}&to=${Math.round(from)}&limit=1`,
  ]);

/** Where gaps are told; the points are not looked at. @param {string} device @param {number} from @param {number} to */
export const gapsPath = (device, from, to) =>
  `api/v1/history?channels=${encodeURIComponent(`${device}.*`)}&from=${Math.round(from)}&to=${Math.round(to)}&points=1`;

/** Whether there are more than were told: what came between them and the last before the day is not known. */
const isCut = (body) => readEvents(body).before !== undefined;

/** @param {object[]} bodies  of {@link recordPaths} @param {object|undefined} past  of {@link gapsPath}; undefined without a history @returns {Recorded} */
export const readRecorded = (bodies, past) => ({
  events: bodies.flatMap((body, i) => (i % 2 && isCut(bodies[i - 1]) ? [] : readEvents(body).events)).sort((a, b) => a.seq - b.seq),
  stops: (Array.isArray(past?.gaps) ? past.gaps : [])
    .filter(({ reason }) => reason === 'stopped')
    .map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
    .filter(({ from, to }) => from <= to),
});

/** Puts stretches one behind the other, as far as they are of the day. */
class Walk {
  /** @type {Stretch[]} */
  stretches = [];
  #at;
  #state = { state: 'unknown', why: 'Nothing is recorded of this time.' };

  constructor(from) {
    this.#at = from;
  }

  /** From a moment on it is otherwise. */
  become(time, state, why) {
    const to = Math.max(time, this.#at);
    const last = this.stretches.at(-1);
    if (to > this.#at) {
      if (last && last.state === this.#state.state && last.why === this.#state.why) last.to = to;
      else this.stretches.push({ from: this.#at, to, ...this.#state });
    }
    this.#at = to;
    this.#state = { state, why };
  }

  end(time) {
    this.become(time, 'unknown', '');
    return this.stretches;
  }
}

/**
 * @param {Recorded} recorded
 * @param {number} from  ms since 1970
 * @param {number} to  now
 * @param {import('../../model/dictionary.js').Device|undefined} present  the device as it is; undefined when nobody knows
 * @returns {Stretch[]} without a hole between `from` and `to`
 */
export const stretchesOf = ({ events, stops }, from, to, present) => {
  const walk = new Walk(from);
  let before;
  for (const event of events) {
    const { kind, run, text, time, word } = event;
    if (before && before.run !== run && before.word !== 'stopped') {
      const stop = stops.findLast((each) => each.from >= before.time && each.from <= time);
      walk.become(stop?.from ?? before.time, 'unknown', 'The gateway ended without saying so.');
      if (stop) walk.become(stop.from, 'stopped', 'The gateway did not run.');
    }
    if (kind === 'device') walk.become(time, word, text);
    else if (word === 'stopped') walk.become(time, 'stopped', 'The gateway did not run.');
    else if (word === 'started') walk.become(time, 'connecting', 'The gateway had started.');
    before = event;
  }
  if (present) walk.become(Math.min(to, present.since), present.state, present.reason);
  return walk.end(to);
};

/** What says whether it was there; who is still to answer may be. */
const KNOWN = new Set(['up', 'down', 'silent', 'refused']);
const length = ({ from, to }) => to - from;
const sum = (stretches) => stretches.reduce((all, each) => all + length(each), 0);

/** Whether it says that something was wrong. @param {Stretch} stretch */
export const isOutage = ({ state }) => KNOWN.has(state) && state !== 'up';

/** @param {Stretch[]} stretches */
export const availabilityText = (stretches) => {
  const known = stretches.filter(({ state }) => KNOWN.has(state));
  const all = sum(known);
  if (!all) return 'Nothing is known of the last 24 h.';
  const up = sum(known.filter(({ state }) => state === 'up'));
  // Never rounded up to all of it.
  const share = up === all ? '100' : digits(Math.floor((1000 * up) / all) / 10, 1);
  const isWhole = all > 0.999 * sum(stretches);
  const outages = known.filter(isOutage);
  const longest = Math.max(0, ...outages.map(length));
  const wrong = outages.length
    ? ` Not up ${outages.length === 1 ? 'once' : `${outages.length} times`}, for ${durationText(longest)}${outages.length > 1 ? ' at the longest' : ''}.`
    : '';
  return `Up ${share}${THIN}% of the ${isWhole ? 'last 24 h' : `${durationText(all)} that are known`}.${wrong}`;
};

const WORDS = {
  up: 'Up',
  down: 'Down',
  silent: 'Silent',
  refused: 'Refused',
  connecting: 'Connecting',
  stopped: 'Gateway off',
  unknown: 'Not known',
};

/** @param {Stood} state */
export const stoodText = (state) => WORDS[state];

/** What is to be said of them one by one, newest first: all but when it was up, and moments between. @param {Stretch[]} stretches */
export const notable = (stretches) =>
  stretches.filter((each) => each.state !== 'up' && (isOutage(each) || length(each) >= 10_000)).reverse();
