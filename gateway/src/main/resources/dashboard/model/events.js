/**
 * What the ledger holds, as its REST interface tells it (GET /api/v1/events), in the order of people: the states of one
 * command are one entry with its whole life.
 *
 * @typedef {object} Event
 * @property {number} seq
 * @property {number} time  ms since 1970
 * @property {boolean} trusted  whether somebody kept the clock
 * @property {string} run
 * @property {number} sinceStart  ms since the run began, by a clock that never jumps
 * @property {string} kind
 * @property {string} id  of a command, else empty
 * @property {string} subject  a channel, a device, a user
 * @property {number|undefined} value  of a command
 * @property {string} word  state of a command, else what happened
 * @property {string} reason
 * @property {string} actor
 * @property {string} text
 *
 * @typedef {object} Entry
 * @property {Event} last  what is known last
 * @property {Event[]} life  every record of it, oldest first
 */
import { actionOn } from './command-words.js';

export const KINDS = [
  { name: '', text: 'All' },
  { name: 'command', text: 'Commands' },
  { name: 'device', text: 'Devices' },
  { name: 'rule', text: 'Interlocks' },
  { name: 'gateway', text: 'Gateway' },
  { name: 'login', text: 'Logins', admin: true },
  { name: 'account', text: 'Accounts', admin: true },
  { name: 'ledger', text: 'Ledger' },
];

const LIMIT = 200;

/** What is about a device: itself, and its channels. @param {string} device  id */
export const aboutDevice = (device) => `${device},${device}.*`;

/** Where a page of events is asked for. @param {{kind: string, about: string}} view @param {string} [where]  `before=N` or `after=N` */
export const eventsPath = ({ kind, about }, where = '') =>
  ['api/v1/events?limit=' + LIMIT, kind && `kind=${kind}`, about && `channel=${encodeURIComponent(about)}`, where].filter(Boolean).join('&');

const text = (value) => (typeof value === 'string' ? value : '');

const readEvent = (row) => {
  const time = Date.parse(row?.time);
  if (!Number.isInteger(row?.seq) || !Number.isFinite(time) || !text(row.kind)) return undefined;
  return {
    seq: row.seq,
    time,
    trusted: row.trusted !== false,
    run: text(row.run),
    sinceStart: Number(row.since_start) || 0,
    kind: row.kind,
    id: text(row.id),
    subject: text(row.channel) || text(row.subject),
    value: Number.isFinite(row.value) ? row.value : undefined,
    word: text(row.state) || text(row.event),
    reason: text(row.reason),
    actor: text(row.actor),
    text: text(row.text),
  };
};

/**
 * The events of an answer, and where older ones begin; what has not their shape is left out.
 *
 * @param {object} body
 * @returns {{events: Event[], before: number|undefined}}
 */
export const readEvents = (body) => ({
  events: (Array.isArray(body?.events) ? body.events : []).map(readEvent).filter(Boolean),
  before: Number.isInteger(body?.before) ? body.before : undefined,
});

/** Two lists as one, newest first, each event once. @param {Event[]} one @param {Event[]} other */
export const merged = (one, other) =>
  [...new Map([...one, ...other].map((event) => [event.seq, event])).values()].sort((a, b) => b.seq - a.seq);

/** @param {Event[]} events  newest first @returns {Entry[]}  newest first */
export const entriesOf = (events) => {
  const commands = new Map();
  const entries = [];
  for (const event of events) {
    const known = event.kind === 'command' && commands.get(event.id);
    if (known) {
      known.life.unshift(event);
      continue;
    }
    const entry = { last: event, life: [event] };
    if (event.kind === 'command') commands.set(event.id, entry);
    entries.push(entry);
  }
  return entries;
};

const ENDS = {
  confirmed: 'good',
  acknowledged: 'good',
  rejected: 'refused',
  failed: 'wrong',
  expired: 'wrong',
  unknown: 'wrong',
  up: 'good',
  down: 'wrong',
  silent: 'wrong',
  refused: 'wrong',
  broken: 'wrong',
  restored: 'good',
  set_aside: 'wrong',
  cut_off: 'wrong',
  lost: 'wrong',
  throttled: 'wrong',
};

/** How an entry is to be seen: `wrong` needs a look, `refused` and `good` do not. @param {Event} event @returns {'good'|'refused'|'wrong'|'plain'} */
export const weightOf = ({ word }) => ENDS[word] ?? 'plain';

const sentence = (word) => word.replaceAll('_', ' ').replace(/^./u, (first) => first.toUpperCase());

/** What it was, in words. @param {Event} event @param {import('./dictionary.js').Dictionary} dictionary */
export const titleOf = ({ kind, subject, value }, { byId, devices }) => {
  const channel = byId.get(subject);
  const device = devices.get(channel?.device ?? subject);
  if (kind === 'command') return channel && value !== undefined ? `${device?.name || channel.device}: ${actionOn(channel, value)}` : `${subject} = ${value}`;
  if (channel) return `${device?.name || channel.device}: ${channel.name}`;
  return device?.name || subject || sentence(kind);
};

/** What became of it. @param {Event} event */
export const outcomeOf = ({ word }) => sentence(word);

/** Why, where that was said. @param {Event} event */
export const whyOf = ({ reason, text: said }) => said || reason.replaceAll('_', ' ');

/** How long after the first record another one was, ms; undefined over a restart. @param {Entry} entry @param {Event} event */
export const afterFirst = ({ life: [first] }, event) => (first.run === event.run ? event.sinceStart - first.sinceStart : undefined);
