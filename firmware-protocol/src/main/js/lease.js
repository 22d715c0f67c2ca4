/**
 * Dead-man's handles that a client holds: commands that must be sent again, with the same id, or their output goes to
 * its safe value (PROTOCOL.md, B5). Pure.
 *
 * @typedef {object} Lease
 * @property {object} message  what is sent again
 * @property {number} length  ms
 * @property {number} sentAt  steady ms
 */

/** Times that a lease is renewed within its length. */
const TIMES = 3;

/**
 * The lease that a command takes; nothing when its output holds for ever, or is safe.
 *
 * @param {{lease?: number, safe?: number}} channel
 * @param {object} message  the command as it was sent
 * @param {number} now
 * @returns {Lease|undefined}
 */
export const leaseOf = (channel, message, now) =>
  channel.lease && message.value !== channel.safe ? { message, length: channel.lease, sentAt: now } : undefined;

/** Whether it is time to say that somebody is still here. @param {Lease} lease @param {number} now */
export const isDue = (lease, now) => now - lease.sentAt >= lease.length / TIMES;

/**
 * Whether what the gateway told about a command leaves the lease of its channel with this page.
 *
 * @param {Lease} lease
 * @param {object} told  a `command` message that was checked
 */
export const isHeld = (lease, told) =>
  told.id === lease.message.id
    ? told.lease !== 0 && !['rejected', 'expired'].includes(told.state)
    : told.state !== 'admitted';
