/**
 * The life of the connection to a gateway. Every function is pure: the state before and the moment in, the state
 * after out. Moments (`now`) are milliseconds of a clock that never jumps.
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
 * @property {number} code  the last close code that said something, until the next success; 0 without one
 */

/** Without a word for so long a connection is dead: a gateway says something every 5 s (PROTOCOL.md, B3). */
export const SILENT_AFTER = 12_000;
const OPENING_AT_MOST = 10_000;
const SNAPSHOT_AT_MOST = 2000;

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
  code: 0,
});

/** A new attempt begins. @param {Connection} c @param {number} now @returns {Connection} */
export const opening = (c, now) => ({ ...c, socket: 'opening', synced: false, subscribedAt: undefined, openedAt: now });

/** The socket is open. @param {Connection} c @param {number} now @returns {Connection} */
export const opened = (c, now) => ({ ...c, socket: 'open', openedAt: now, heardAt: now });

/** A message came. @param {Connection} c @param {number} now @returns {Connection} */
export const heard = (c, now) => ({ ...c, heardAt: now });

/** The gateway took the subscription. @param {Connection} c @param {number} now @returns {Connection} */
export const subscribed = (c, now) => ({ ...c, subscribedAt: now });

/** The snapshot is applied: what is known is true again. @param {Connection} c @param {number} now */
export const synced = (c, now) => {
  if (c.synced) return c;
  const away = c.lostAt === undefined ? 0 : now - c.lostAt;
  return {
    ...c,
    synced: true,
    everSynced: true,
    attempts: 0,
    code: 0,
    lostAt: undefined,
    restoredAt: c.everSynced && away > 0 ? now : undefined,
    away,
  };
};

/** Close codes that say something (PROTOCOL.md, B6), and how many ms the next attempt waits at least. */
const LEAST = new Map([
  ...[1001, 1012, 4401].map((code) => [code, 0]),
  [4413, 1000],
  ...[1013, 4429].map((code) => [code, 5000]),
  ...[1008, 1009, 4400].map((code) => [code, 30_000]),
]);

/** What a client may has changed, or it missed something: the next greeting mends it. */
const AT_ONCE = new Set([4403, 4410]);

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
  const wait = AT_ONCE.has(code) && c.attempts === 0 ? 0 : Math.min(15_000, 500 * 2 ** Math.min(c.attempts, 5)) * (0.75 + chance / 2);
  return {
    ...c,
    socket: 'closed',
    synced: false,
    attempts: c.attempts + 1,
    retryAt: now + Math.max(LEAST.get(code) ?? 0, wait),
    lostAt: c.lostAt ?? (c.socket === 'open' ? c.heardAt : now),
    code: LEAST.has(code) ? code : c.code,
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
  if (now - c.heardAt > SILENT_AFTER) return 'close';
  if (c.subscribedAt === undefined && now - c.openedAt > OPENING_AT_MOST) return 'close';
  return !c.synced && now - c.subscribedAt > SNAPSHOT_AT_MOST ? 'synced' : 'wait';
};
