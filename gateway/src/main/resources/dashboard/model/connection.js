/**
 * The life of the connection to the gateway. Every function is pure: the state before and the moment in, the state
 * after out. Moments (`now`) are milliseconds of a clock that never jumps.
 *
 * @typedef {'connecting'|'live'|'delayed'|'offline'|'resync'|'restored'} Phase
 *   connecting: the page was just opened; live: something was heard within 6 s; delayed: within 12 s; offline: neither,
 *   or closed; resync: open again, the readings are not here yet; restored: live again, for 8 s.
 *
 * @typedef {object} Connection
 * @property {'opening'|'open'|'closed'} socket
 * @property {boolean} synced  whether this connection has given its snapshot
 * @property {boolean} everSynced
 * @property {number} openedAt  when the socket opened, or began to
 * @property {number} heardAt  when something came last
 * @property {number|undefined} subscribedAt  when the gateway said that readings will come
 * @property {number|undefined} lostAt  since when there is no connection; undefined when there is one
 * @property {number|undefined} restoredAt
 * @property {number} away  how long the last interruption was
 * @property {number} attempts  that failed since the last success
 * @property {number} retryAt
 * @property {string} why  what closed it, in words; may be empty
 */

export const DELAYED_AFTER = 6000;
export const OFFLINE_AFTER = 12_000;
const OPENING_AT_MOST = 10_000;
const SNAPSHOT_AT_MOST = 2000;
const NOTICE = 8000;

/** @param {number} now @returns {Connection} */
export const newConnection = (now) => ({
  socket: 'opening',
  synced: false,
  everSynced: false,
  openedAt: now,
  heardAt: now,
  subscribedAt: undefined,
  lostAt: undefined,
  restoredAt: undefined,
  away: 0,
  attempts: 0,
  retryAt: now,
  why: '',
});

/** A new attempt begins. @param {Connection} c @param {number} now @returns {Connection} */
export const opening = (c, now) => ({ ...c, socket: 'opening', synced: false, subscribedAt: undefined, openedAt: now });

/** The socket is open. @param {Connection} c @param {number} now @returns {Connection} */
export const opened = (c, now) => ({ ...c, socket: 'open', openedAt: now, heardAt: now });

/** A message came. @param {Connection} c @param {number} now @returns {Connection} */
export const heard = (c, now) => ({ ...c, heardAt: now });

/** The gateway took the subscription. @param {Connection} c @param {number} now @returns {Connection} */
export const subscribed = (c, now) => ({ ...c, subscribedAt: now });

/** The snapshot is applied: what is on screen is true again. @param {Connection} c @param {number} now */
export const synced = (c, now) => {
  if (c.synced) return c;
  const away = c.lostAt === undefined ? 0 : now - c.lostAt;
  return {
    ...c,
    synced: true,
    everSynced: true,
    attempts: 0,
    why: '',
    lostAt: undefined,
    restoredAt: c.everSynced && away > 0 ? now : undefined,
    away,
  };
};

/** What a caller may has changed: the next greeting says to what. */
const OTHER_RIGHTS = 4403;

/** What a close code asks for: the words for people, and how long to wait at least. PROTOCOL.md, B6. */
const closeReason = (code) => {
  switch (code) {
    case 1001:
    case 1012:
      return { why: 'The gateway is restarting.', least: 0 };
    case 1013:
    case 4429:
      return { why: 'The gateway is busy.', least: 5000 };
    case 4401:
      return { why: 'You are logged out.', least: 0 };
    case 4413:
      return { why: 'This page could not keep up.', least: 1000 };
    case 1008:
    case 1009:
    case 4400:
      return { why: `The gateway refused this page (code ${code}).`, least: 30_000 };
    default:
      return { why: '', least: 0 };
  }
};

/**
 * The socket is closed. The next attempt is set: at once the first time, then later and later, at most 15 s and never
 * in step with other clients. It never stops.
 *
 * @param {Connection} c
 * @param {number} now
 * @param {number} code  close code
 * @param {number} chance  0 to 1, random
 * @returns {Connection}
 */
export const closed = (c, now, code, chance) => {
  const { why, least } = closeReason(code);
  const wait = code === OTHER_RIGHTS && c.attempts === 0 ? 0 : Math.min(15_000, 500 * 2 ** Math.min(c.attempts, 5)) * (0.75 + chance / 2);
  return {
    ...c,
    socket: 'closed',
    synced: false,
    attempts: c.attempts + 1,
    retryAt: now + Math.max(least, wait),
    lostAt: c.lostAt ?? (c.socket === 'open' ? c.heardAt : now),
    why: why || c.why,
  };
};

/**
 * What to do about time that has passed.
 *
 * @param {Connection} c
 * @param {number} now
 * @returns {'open'|'close'|'synced'|'wait'} open: try again; close: the socket is dead, whatever it says; synced: no
 *   snapshot came because there is nothing to tell
 */
export const due = (c, now) => {
  if (c.socket === 'closed') return now >= c.retryAt ? 'open' : 'wait';
  if (c.socket === 'opening') return now - c.openedAt > OPENING_AT_MOST ? 'close' : 'wait';
  if (now - c.heardAt > OFFLINE_AFTER) return 'close';
  if (c.subscribedAt === undefined && now - c.openedAt > OPENING_AT_MOST) return 'close';
  return !c.synced && now - c.subscribedAt > SNAPSHOT_AT_MOST ? 'synced' : 'wait';
};

/** @param {Connection} c @param {number} now @returns {Phase} */
export const phaseOf = (c, now) => {
  if (c.socket !== 'open') return c.everSynced || c.attempts ? 'offline' : 'connecting';
  if (now - c.heardAt > OFFLINE_AFTER) return 'offline';
  if (!c.synced) return c.everSynced || c.attempts ? 'resync' : 'connecting';
  if (now - c.heardAt > DELAYED_AFTER) return 'delayed';
  return c.restoredAt !== undefined && now - c.restoredAt < NOTICE ? 'restored' : 'live';
};

/** Whether what is on screen may be taken as the present, and controls may be used. @param {Phase} phase */
export const isTrusted = (phase) => phase === 'live' || phase === 'restored' || phase === 'delayed';
