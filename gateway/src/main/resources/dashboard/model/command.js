/**
 * The life of a command as this page sees it (PROTOCOL.md, B5). Pure, like all of the model.
 *
 * @typedef {'requested'|'admitted'|'written'|'acknowledged'|'confirmed'|'rejected'|'failed'|'expired'|'unknown'} CommandState
 *
 * @typedef {object} Command
 * @property {string} id
 * @property {string} channel  id
 * @property {number} value  as asked for
 * @property {number} ttl  ms
 * @property {CommandState} state
 * @property {string} reason  of a state that is not good; may be empty
 * @property {string} text  what the gateway said about it; may be empty
 * @property {number} retryAfter  ms from `changedAt` until the same may be allowed; 0: nobody knows
 * @property {string} actor
 * @property {boolean} own  whether this page asked for it
 * @property {number} askedAt  steady ms
 * @property {number} changedAt  steady ms
 */

const PENDING = new Set(['requested', 'admitted', 'written', 'acknowledged']);

/** How long after its time to live a command may still be without a final state before this page gives up on it. */
const PATIENCE = 15_000;

/** How long an outcome stays on screen by itself; what went wrong stays until somebody has seen it. */
const CONFIRMED_SHOWN = 5000;
const OTHERS_SHOWN = 20_000;

/** How long the tick is drawn. */
export const TICK = 2000;

/** @param {Command} command */
export const isPending = ({ state }) => PENDING.has(state);

/**
 * A command that this page asks for.
 *
 * @param {{id: string, channel: string, value: number, ttl: number}} wish
 * @param {number} now
 * @returns {Command}
 */
export const newCommand = (wish, now) => ({
  ...wish,
  state: 'requested',
  reason: '',
  text: '',
  retryAfter: 0,
  actor: '',
  own: true,
  askedAt: now,
  changedAt: now,
});

/**
 * What the gateway told about a command.
 *
 * @param {object} message  a `command` message that was checked
 * @param {Command|undefined} known  what this page knew of it
 * @param {number} now
 * @returns {Command|undefined} undefined when it cannot be placed
 */
export const toldCommand = (message, known, now) => {
  const channel = message.channel ?? known?.channel;
  const value = message.value ?? known?.value;
  if (channel === undefined || value === undefined) return undefined;
  return {
    id: message.id,
    channel,
    value,
    ttl: message.ttl ?? known?.ttl ?? 3000,
    state: message.state,
    reason: message.reason ?? '',
    text: message.text ?? '',
    retryAfter: message.retry_after ?? 0,
    actor: message.actor ?? known?.actor ?? '',
    own: known?.own ?? false,
    askedAt: known?.askedAt ?? now,
    changedAt: known?.state === message.state ? known.changedAt : now,
  };
};

/** The connection is gone while the outcome is open. @param {Command} command @param {number} now @returns {Command} */
export const lostCommand = (command, now) =>
  isPending(command) ? { ...command, state: 'unknown', reason: 'connection_lost', changedAt: now } : command;

/** The gateway does not know it: it never got there. @param {Command} command @param {number} now @returns {Command} */
export const unheardCommand = (command, now) => ({ ...command, state: 'rejected', reason: 'not_received', changedAt: now });

/** The gateway has started again since, and with that forgot it. @param {Command} command @param {number} now @returns {Command} */
export const forgottenCommand = (command, now) => ({ ...command, state: 'unknown', reason: 'forgotten', changedAt: now });

/** Nobody told the end of it in time. @param {Command} command @param {number} now @returns {Command} */
export const agedCommand = (command, now) =>
  isPending(command) && now - command.askedAt > command.ttl + PATIENCE
    ? { ...command, state: 'unknown', reason: 'no_answer', changedAt: now }
    : command;

/** Whether there is nothing left to show of it. @param {Command} command @param {number} now */
export const isOver = (command, now) => {
  if (isPending(command)) return false;
  const shownFor = now - command.changedAt;
  if (command.state === 'confirmed') return shownFor > (command.own ? CONFIRMED_SHOWN : OTHERS_SHOWN);
  return !command.own && shownFor > OTHERS_SHOWN;
};

/** What is left of the time to live, 1 to 0. @param {Command} command @param {number} now */
export const ttlLeft = (command, now) => Math.min(1, Math.max(0, 1 - (now - command.askedAt) / command.ttl));

/** What is left of it in words: "2.1 s". @param {Command} command @param {number} left  1 to 0 */
export const ttlSeconds = (command, left) => `${((left * command.ttl) / 1000).toFixed(1)} s`;
