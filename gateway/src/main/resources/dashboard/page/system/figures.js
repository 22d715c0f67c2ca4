/**
 * The gateway itself, out of what GET /api/v1/system, /api/v1/upstream and /api/v1/history/status tell: sections of figures, in words.
 *
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} value
 * @property {string} [note]  what stands beside it
 * @property {boolean} [wrong]  whether somebody should look
 */
import { durationText, momentText } from '../../model/moments.js';
import { bytesText, digits, THIN } from '../../model/numbers.js';

const DAY = 86_400_000;
const YEAR = 365.25 * DAY;

/** What is measured for less says little. */
const LEAST_MEASURED = 10 * 60_000;

/**
 * What a card is taken to bear: how often each cell may be written, and what a small write costs of it, since a card writes
 * whole blocks. Cheap cards bear less, good ones several times as much.
 */
export const CARD = { cycles: 1000, amplification: 10 };
const MOST_YEARS = 100;

const isCount = (value) => Number.isFinite(value) && value >= 0;
const count = (n) => digits(n, 0);
const time = (text) => {
  const at = Date.parse(text);
  return Number.isFinite(at) ? at : undefined;
};

/**
 * What is written a day, as far as it can be told.
 *
 * @param {number|undefined} written  bytes
 * @param {number|undefined} since  ms since 1970
 * @param {number} now
 * @returns {{perDay: number, measured: number}|undefined}
 */
export const wearOf = (written, since, now) => {
  if (!isCount(written) || since === undefined || now - since < 1000) return undefined;
  return { perDay: (written * DAY) / (now - since), measured: now - since };
};

/** How long a card lasts, and what that is said under. @param {number} perDay  bytes @param {number|undefined} disk  bytes */
export const lifeOf = (perDay, disk) => {
  if (!isCount(disk) || !disk || !perDay) return undefined;
  const { amplification, cycles } = CARD;
  const years = ((disk * cycles) / (perDay * amplification)) * (DAY / YEAR);
  const text = years > MOST_YEARS ? `More than ${MOST_YEARS} years` : years < 2 ? `Some ${Math.max(1, Math.round(years * 12))} months` : `Some ${Math.floor(years)} years`;
  return {
    years,
    text,
    note: `if all ${bytesText(disk)} of the disk bear ${count(cycles)} writes, and each write costs ${amplification} times its size`,
  };
};

/** @returns {Figure} */
const wearFigure = (name, wear) => {
  if (!wear) return { name, value: 'Not known', note: 'the system does not tell' };
  const early = wear.measured < LEAST_MEASURED ? ', which is too short to rely on' : '';
  return { name, value: `${bytesText(wear.perDay)} a day`, note: `measured over ${durationText(wear.measured)}${early}` };
};

const commitFigure = ({ commit_ms: took, last_commit: last, longest_commit_ms: longest }, now) => {
  const at = time(last);
  if (at === undefined) return { name: 'Last commit', value: 'None yet' };
  return { name: 'Last commit', value: `${durationText(now - at)} ago`, note: `took ${count(took)}${THIN}ms; the longest since the start ${count(longest)}${THIN}ms` };
};

const HISTORY_STATES = { on: 'Keeps readings', off: 'Off', opening: 'Opening', waiting: 'The disk takes nothing' };

/** @param {object|undefined} status  of the history @param {number} now @returns {Figure[]} */
export const historyFigures = (status, now) => {
  if (!status) return [];
  const state = { name: 'State', value: HISTORY_STATES[status.state] ?? 'Not known', note: status.text, wrong: status.state === 'waiting' };
  if (status.state === 'off') return [state];
  const oldest = time(status.oldest);
  return [
    state,
    { name: 'Size', value: bytesText(status.bytes), note: `of ${bytesText(status.limit)} at most` },
    {
      name: 'Reaches back',
      value: oldest === undefined ? 'Nothing yet' : durationText(now - oldest),
      note: `kept for ${durationText(status.keep * 1000)}`,
    },
    wearFigure('Written', wearOf(status.written, time(status.since), now)),
    commitFigure(status, now),
    { name: 'Readings', value: count(status.readings), note: 'since the start' },
    { name: 'Lost', value: count(status.lost), note: status.lost ? 'the disk did not take them in time' : '', wrong: status.lost > 0 },
  ];
};

/** @param {object|undefined} system @param {number} now @returns {Figure[]} */
export const ledgerFigures = (system, now) => {
  const { ledger } = system ?? {};
  if (!ledger) return [];
  const isOpen = ledger.state === 'open';
  return [
    { name: 'State', value: isOpen ? 'Records' : 'Records nothing', note: isOpen ? '' : ledger.text, wrong: !isOpen },
    { name: 'Size', value: bytesText(ledger.bytes), note: `of ${bytesText(ledger.limit)} at most` },
    wearFigure('Written', wearOf(ledger.written, time(system.started), now)),
    commitFigure(ledger, now),
  ];
};

/** What the disk bears. @param {object|undefined} system @param {number} now @returns {Figure[]} */
export const diskFigures = (system, now) => {
  const { host, started } = system ?? {};
  if (!host) return [];
  const wear = host.written ? wearOf(host.written, time(started), now) : undefined;
  const isLong = wear && wear.measured >= LEAST_MEASURED;
  const life = isLong && lifeOf(wear.perDay, host.disk);
  const left = host.disk ? host.disk_left / host.disk : 1;
  return [
    ...(isCount(host.disk)
      ? [{ name: 'Free', value: bytesText(host.disk_left), note: `of ${bytesText(host.disk)}`, wrong: left < 0.05 }]
      : []),
    wearFigure('The gateway writes', wear),
    life
      ? { name: 'A card lasts', value: life.text, note: life.note, wrong: life.years < 2 }
      : { name: 'A card lasts', value: 'Not known', note: wear && !isLong ? `yet: told after ${durationText(LEAST_MEASURED)}` : '' },
  ];
};

/** @param {object|undefined} system @param {(device: string) => string} nameOf @returns {Figure[]} */
export const clockFigures = (system, nameOf) => {
  const { clock } = system ?? {};
  if (!clock) return [];
  const ahead = clock.ahead_ms;
  return [
    { name: 'Goes by', value: clock.source === 'device' ? nameOf(clock.device) : 'This machine' },
    {
      name: 'Trusted',
      value: clock.trusted ? 'Yes' : 'No',
      note: clock.trusted ? '' : 'nobody keeps it: no network time, and no GPS',
      wrong: !clock.trusted,
    },
    ...(clock.source === 'device'
      ? [{ name: 'Offset', value: `${digits(Math.abs(ahead) / 1000, 3)}${THIN}s`, note: `${ahead < 0 ? 'behind' : 'ahead of'} the machine's own` }]
      : []),
  ];
};

/** @param {object|undefined} system @param {number} now @returns {Figure[]} */
export const hostFigures = (system, now) => {
  const { host, started } = system ?? {};
  if (!host) return [];
  const figures = [];
  const begun = time(started);
  if (begun !== undefined) figures.push({ name: 'Gateway runs for', value: durationText(now - begun) });
  if (isCount(host.uptime)) figures.push({ name: 'Machine runs for', value: durationText(host.uptime * 1000) });
  if (isCount(host.resident)) figures.push({ name: 'Memory of the gateway', value: bytesText(host.resident) });
  if (isCount(host.memory)) {
    figures.push({ name: 'Memory left', value: bytesText(host.memory_left), note: `of ${bytesText(host.memory)}`, wrong: host.memory_left < 0.05 * host.memory });
  }
  if (isCount(host.load)) {
    figures.push({ name: 'Load', value: digits(host.load, 2), note: `on ${count(host.processors)} ${host.processors === 1 ? 'processor' : 'processors'}, mean of a minute` });
  }
  for (const { celsius, name } of Array.isArray(host.temperatures) ? host.temperatures : []) {
    // From 80 °C on a Raspberry Pi slows down.
    figures.push({ name: 'Temperature', value: `${digits(celsius, 1)}${THIN}°C`, note: name, wrong: celsius >= 80 });
  }
  return figures;
};

/** @param {object|undefined} system @returns {Figure[]} */
export const versionFigures = (system) =>
  system
    ? [
        { name: 'Ferrule', value: String(system.version) },
        { name: 'Java', value: String(system.java) },
        { name: 'System', value: String(system.system) },
      ]
    : [];

/**
 * Clients, who came last first. Who they are is told to those who manage users.
 *
 * @param {object|undefined} system
 * @param {number} now
 */
export const clientRows = (system, now) =>
  (system?.clients?.list ?? [])
    .map(({ address, merged, name, protocol, queued, since }) => ({
      since: time(since) ?? 0,
      cells: [name ?? 'For admins to see', address ?? '–', protocol, durationText(now - (time(since) ?? now)), bytesText(queued), count(merged)],
    }))
    .sort((a, b) => b.since - a.since)
    .map(({ cells }) => cells);

/** @param {object|undefined} upstream @param {number} now */
export const brokerRows = (upstream, now) =>
  (upstream?.upstream ?? []).map(({ address, backlog, name, since, state, text }) => ({
    wrong: state !== 'up',
    cells: [
      name,
      address,
      `${state === 'up' ? 'Connected' : 'Not connected'} since ${momentText(time(since) ?? now, now)}${text ? `: ${text}` : ''}`,
      backlog ? count(backlog.readings) : 'Nothing is kept',
      backlog?.oldest ? `${durationText(now - (time(backlog.oldest) ?? now))} old` : '–',
      backlog?.left === undefined ? '–' : durationText(backlog.left * 1000),
    ],
  }));
